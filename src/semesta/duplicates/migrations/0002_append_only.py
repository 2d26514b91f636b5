"""Decisions are append-only: the database refuses to change or erase one. Pairs and decisions draw their numbers here."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change_of_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'decisions are append-only: % of % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON duplicates_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_decision();
CREATE SEQUENCE duplicates_pair_number;
CREATE SEQUENCE duplicates_decision_number;
"""
BACKWARD = """
DROP SEQUENCE duplicates_decision_number;
DROP SEQUENCE duplicates_pair_number;
DROP TRIGGER decision_append_only ON duplicates_decision;
DROP FUNCTION refuse_change_of_decision();
"""


class Migration(migrations.Migration):
    dependencies = [("duplicates", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
