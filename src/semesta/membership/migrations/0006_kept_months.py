"""What a purse has paid is neither deleted nor turned into another person's, month's or payer's; corrections move states.

Both conditions stand in the triggers: rows that may go, and months that only change their state, cost the condition.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_loss_of_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a covered month that is % stays as it is: % of person % refused; correct it by reversal',
        OLD.state, lower(TG_OP), OLD.person_id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER covered_month_kept AFTER DELETE ON membership_coveredmonth FOR EACH ROW
    WHEN (OLD.submission_id = 0 AND OLD.state IN ('paid', 'recognised', 'lapsed'))
    EXECUTE FUNCTION refuse_loss_of_month();
CREATE TRIGGER covered_month_of_one_payer AFTER UPDATE OF regency_code, person_id, month, programme, payer, submission_id
    ON membership_coveredmonth FOR EACH ROW
    WHEN (OLD.submission_id = 0
          AND (OLD.regency_code, OLD.person_id, OLD.month, OLD.programme, OLD.payer, OLD.submission_id)
              IS DISTINCT FROM (NEW.regency_code, NEW.person_id, NEW.month, NEW.programme, NEW.payer, NEW.submission_id))
    EXECUTE FUNCTION refuse_loss_of_month();
"""
BACKWARD = """
DROP TRIGGER covered_month_of_one_payer ON membership_coveredmonth;
DROP TRIGGER covered_month_kept ON membership_coveredmonth;
DROP FUNCTION refuse_loss_of_month();
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0005_cheaper_moves")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
