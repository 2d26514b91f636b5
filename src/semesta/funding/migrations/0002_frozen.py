"""Signed and received papers are frozen: the database refuses to change or delete them."""

from django.db import migrations

FROZEN = (
    "ceilingrevision", "decree", "decreeline", "billline", "paymentorder", "paymentfile", "paymentline", "application",
)
MOVING = {"bill": ("paid_rp", "settled_on", "reversed_on"), "purse": ("closed_on",)}

FUNCTIONS = """
CREATE SEQUENCE funding_application_number;
CREATE FUNCTION refuse_change_of_paper() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a paper once issued is frozen: % of % refused; amend or reverse it', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def _forward() -> str:
    made = [FUNCTIONS]
    for table in FROZEN:
        made.append(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_paper();"
        )
    for table, columns in MOVING.items():
        made.append(
            f"CREATE TRIGGER {table}_frozen BEFORE DELETE OR TRUNCATE ON funding_{table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_paper();"
            f"CREATE TRIGGER {table}_terms_frozen BEFORE UPDATE ON funding_{table} FOR EACH ROW "
            f"WHEN (to_jsonb(OLD) - '{{{','.join(columns)}}}'::text[] "
            f"IS DISTINCT FROM to_jsonb(NEW) - '{{{','.join(columns)}}}'::text[]) "
            "EXECUTE FUNCTION refuse_change_of_paper();"
        )
    return "\n".join(made)


def _backward() -> str:
    dropped = [f"DROP TRIGGER {table}_frozen ON funding_{table};" for table in (*FROZEN, *MOVING)]
    dropped += [f"DROP TRIGGER {table}_terms_frozen ON funding_{table};" for table in MOVING]
    return "\n".join([*dropped, "DROP FUNCTION refuse_change_of_paper();", "DROP SEQUENCE funding_application_number;"])


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [migrations.RunSQL(_forward(), _backward())]
