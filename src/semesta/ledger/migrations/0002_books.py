"""What makes the tables a ledger: numbers, append-only, balanced at commit, balances that never fall below zero."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE ledger_journalentry_number;

CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % of % refused; correct by reversal', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();
CREATE TRIGGER posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();

CREATE FUNCTION check_journal_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
    SELECT count(*) AS lines, coalesce(sum(amount_rp), 0) AS difference_rp INTO counted
      FROM ledger_posting WHERE regency_code = NEW.regency_code AND entry_id = NEW.id;
    IF counted.lines < 2 OR counted.difference_rp <> 0 THEN
        RAISE EXCEPTION 'entry % (%) does not balance: % lines, debit minus credit is %',
            NEW.id, NEW.key, counted.lines, counted.difference_rp USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_entry_balances AFTER INSERT ON ledger_journalentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_journal_entry();

CREATE FUNCTION carry_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT regency_code, entry_id FROM added) a
                 LEFT JOIN ledger_journalentry e ON e.regency_code = a.regency_code AND e.id = a.entry_id
                WHERE e.transaction IS DISTINCT FROM txid_current()) THEN
        RAISE EXCEPTION 'a posting belongs to an entry of its own transaction; book a new entry'
            USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO ledger_balance (regency_code, account_id, purse_id, debit_rp, credit_rp, side)
    SELECT DISTINCT a.regency_code, a.account_id, a.purse_id, 0, 0, c.side
      FROM added a JOIN ledger_account c ON c.code = a.account_id
        ON CONFLICT DO NOTHING;
    PERFORM 1 FROM ledger_balance b
      WHERE (b.regency_code, b.account_id, b.purse_id) IN (SELECT regency_code, account_id, purse_id FROM added)
      ORDER BY b.regency_code, b.account_id, b.purse_id FOR UPDATE;
    UPDATE ledger_balance b SET debit_rp = b.debit_rp + s.debit_rp, credit_rp = b.credit_rp + s.credit_rp
      FROM (SELECT regency_code, account_id, purse_id,
                   sum(greatest(amount_rp, 0)) AS debit_rp, sum(greatest(-amount_rp, 0)) AS credit_rp
              FROM added GROUP BY 1, 2, 3) s
     WHERE (b.regency_code, b.account_id, b.purse_id) = (s.regency_code, s.account_id, s.purse_id);
    RETURN NULL;
END $$;
CREATE TRIGGER postings_carried AFTER INSERT ON ledger_posting
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION carry_postings();
"""
BACKWARD = """
DROP TRIGGER postings_carried ON ledger_posting;
DROP FUNCTION carry_postings();
DROP TRIGGER journal_entry_balances ON ledger_journalentry;
DROP FUNCTION check_journal_entry();
DROP TRIGGER posting_append_only ON ledger_posting;
DROP TRIGGER journal_entry_append_only ON ledger_journalentry;
DROP FUNCTION refuse_change_of_ledger();
DROP SEQUENCE ledger_journalentry_number;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
