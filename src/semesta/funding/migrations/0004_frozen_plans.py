"""A plan whose decree is issued is frozen with its purses, people and months; releases are papers like the others."""

from django.db import migrations

PARTS = ("planpurse", "planperson", "planline")

FORWARD = """
CREATE TRIGGER release_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_release
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_paper();
CREATE TRIGGER plan_frozen BEFORE UPDATE OR DELETE ON funding_plan
    FOR EACH ROW WHEN (OLD.state = 'frozen') EXECUTE FUNCTION refuse_change_of_paper();
CREATE FUNCTION refuse_change_of_frozen_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM funding_plan p
                WHERE p.state = 'frozen' AND p.id IN (SELECT DISTINCT plan_id FROM touched)) THEN
        RAISE EXCEPTION 'a plan that was decreed is frozen: % of % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
"""
BACKWARD = """
DROP TRIGGER release_frozen ON funding_release;
DROP TRIGGER plan_frozen ON funding_plan;
"""


def _forward() -> str:
    made = [FORWARD]
    for table in PARTS:
        for event, rows in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            made.append(
                f"CREATE TRIGGER {table}_{event.lower()}_frozen AFTER {event} ON funding_{table} "
                f"REFERENCING {rows} TABLE AS touched FOR EACH STATEMENT "
                "EXECUTE FUNCTION refuse_change_of_frozen_plan();"
            )
    return "\n".join(made)


def _backward() -> str:
    dropped = [
        f"DROP TRIGGER {table}_{event}_frozen ON funding_{table};"
        for table in PARTS
        for event in ("insert", "update", "delete")
    ]
    return "\n".join([BACKWARD, *dropped, "DROP FUNCTION refuse_change_of_frozen_plan();"])


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_plans")]
    operations = [migrations.RunSQL(_forward(), _backward())]
