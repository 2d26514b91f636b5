"""rows in = accepted + merged + waiting + refused, checked at every commit against the rows that are really there."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION check_balance_of_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    counted record;
BEGIN
    SELECT count(*) AS rows_in,
           count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
           count(*) FILTER (WHERE outcome = 'merged') AS merged,
           count(*) FILTER (WHERE outcome = 'waiting') AS waiting,
           count(*) FILTER (WHERE outcome = 'refused') AS refused
      INTO counted
      FROM intake_stagedrow
     WHERE regency_code = NEW.regency_code AND submission_id = NEW.id;
    IF (counted.rows_in, counted.accepted, counted.merged, counted.waiting, counted.refused)
       IS DISTINCT FROM (NEW.rows_in::bigint, NEW.accepted::bigint, NEW.merged::bigint, NEW.waiting::bigint, NEW.refused::bigint)
    THEN
        RAISE EXCEPTION 'rows of submission % do not balance: it says % rows in (% accepted, % merged, % waiting, % refused), there are % (%, %, %, %)',
            NEW.id, NEW.rows_in, NEW.accepted, NEW.merged, NEW.waiting, NEW.refused,
            counted.rows_in, counted.accepted, counted.merged, counted.waiting, counted.refused
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER submission_rows_balance AFTER INSERT OR UPDATE ON intake_submission
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_balance_of_rows();

CREATE FUNCTION check_rows_of_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE intake_submission s SET rows_in = s.rows_in
     WHERE (s.regency_code, s.id) IN (SELECT DISTINCT regency_code, submission_id FROM touched);
    RETURN NULL;
END $$;
CREATE TRIGGER staged_rows_deleted AFTER DELETE ON intake_stagedrow
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION check_rows_of_submission();
CREATE TRIGGER staged_rows_changed AFTER UPDATE ON intake_stagedrow
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION check_rows_of_submission();
CREATE TRIGGER staged_rows_added AFTER INSERT ON intake_stagedrow
    REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION check_rows_of_submission();
CREATE TYPE row_verdict AS (outcome text, reason text, person_id bigint, is_head boolean);
"""
BACKWARD = """
DROP TYPE row_verdict;
DROP TRIGGER staged_rows_added ON intake_stagedrow;
DROP TRIGGER staged_rows_changed ON intake_stagedrow;
DROP TRIGGER staged_rows_deleted ON intake_stagedrow;
DROP FUNCTION check_rows_of_submission();
DROP TRIGGER submission_rows_balance ON intake_submission;
DROP FUNCTION check_balance_of_rows();
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
