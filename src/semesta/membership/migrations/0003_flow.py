"""Covered months move only along the flow of membership/flow.py; the condition costs nothing where no state changes."""

from django.db import migrations

WAYS = (
    "('planned', 'decreed'), ('decreed', 'billed'), ('billed', 'paid'), ('paid', 'recognised'), "
    "('billed', 'decreed'), ('paid', 'billed'), ('recognised', 'paid'), ('decreed', 'lapsed')"
)
FORWARD = f"""
CREATE FUNCTION refuse_jump_of_month() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a covered month does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER covered_month_flow BEFORE UPDATE OF state ON membership_coveredmonth FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({WAYS}))
    EXECUTE FUNCTION refuse_jump_of_month();
"""
BACKWARD = """
DROP TRIGGER covered_month_flow ON membership_coveredmonth;
DROP FUNCTION refuse_jump_of_month();
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0002_superseded_spells")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
