"""What was sent and received is frozen: of a batch line only the answer moves, and only forward."""

from django.db import migrations

FROZEN = ("batch", "answerfile", "answerline", "wageearneroverlap")
TERMS = (
    "regency_code, batch, line, person_id, payer, purse_id, entry, first_month, end_month, nik, name, birth_place, "
    "birth_on, sex, mother_name, phone, address, village_code, village, district, segment_code, membership_class, "
    "from_payer, income_rp, monthly_rp, event_on, leave_reason, decree_id, decree_line, decree, told_hash"
)
FUNCTION = """
CREATE FUNCTION refuse_change_of_exchange() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was exchanged with the insurer is frozen: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
FORWARD = (
    FUNCTION
    + "\n".join(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON exchange_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_exchange();"
        for table in FROZEN
    )
    + f"""
CREATE TRIGGER batchline_frozen BEFORE UPDATE OF {TERMS} OR DELETE OR TRUNCATE ON exchange_batchline
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_exchange();
CREATE TRIGGER batchline_answer_forward BEFORE UPDATE OF state ON exchange_batchline FOR EACH ROW
    WHEN ((OLD.state, NEW.state) NOT IN (('open', 'accepted'), ('open', 'refused'), ('open', 'overlap'),
                                         ('accepted', 'accepted'), ('accepted', 'overlap')))
    EXECUTE FUNCTION refuse_change_of_exchange();
"""
)
BACKWARD = (
    "\n".join(f"DROP TRIGGER {table}_frozen ON exchange_{table};" for table in (*FROZEN, "batchline"))
    + "DROP TRIGGER batchline_answer_forward ON exchange_batchline; DROP FUNCTION refuse_change_of_exchange();"
)


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
