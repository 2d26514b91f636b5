"""A state moves without touching an index: room on the pages, months found by pages, the flow checked afterwards.

A trigger that runs before an update first locks the row, which is a write of its own; one that runs after it with the
same condition refuses the same moves, and where none is refused it costs the condition only.
"""

import django.contrib.postgres.indexes
from django.db import migrations

WAYS = (
    "('planned', 'decreed'), ('decreed', 'billed'), ('billed', 'paid'), ('paid', 'recognised'), "
    "('billed', 'decreed'), ('paid', 'billed'), ('recognised', 'paid'), ('decreed', 'lapsed')"
)


def _trigger(when: str) -> str:
    return f"""
DROP TRIGGER covered_month_flow ON membership_coveredmonth;
CREATE TRIGGER covered_month_flow {when} UPDATE OF state ON membership_coveredmonth FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN ({WAYS}))
    EXECUTE FUNCTION refuse_jump_of_month();
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0004_cheaper_first_day")]
    operations = [
        migrations.RunSQL(_trigger("AFTER"), _trigger("BEFORE")),
        migrations.RunSQL(
            "ALTER TABLE membership_coveredmonth SET (fillfactor = 50)",
            "ALTER TABLE membership_coveredmonth RESET (fillfactor)",
        ),
        migrations.AddIndex(
            model_name="coveredmonth",
            index=django.contrib.postgres.indexes.BrinIndex(
                fields=["regency_code", "month"], autosummarize=True, name="covered_month_pages"
            ),
        ),
    ]
