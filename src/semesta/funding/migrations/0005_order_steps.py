"""What became of a payment order: sent, cancelled. Papers like the others, only ever added to."""

from django.db import migrations, models
from django.db.models import Q

FORWARD = """
CREATE TRIGGER orderstep_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON funding_orderstep
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_paper();
"""
BACKWARD = "DROP TRIGGER orderstep_frozen ON funding_orderstep;"


class Migration(migrations.Migration):
    dependencies = [("funding", "0004_frozen_plans")]
    operations = [
        migrations.CreateModel(
            name="OrderStep",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "regency_code", "number", "step", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("regency_code", models.CharField(max_length=5)),
                ("number", models.CharField(max_length=60)),
                ("step", models.CharField(max_length=9)),
                ("dated_on", models.DateField()),
                ("document", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("told_by", models.CharField(max_length=150)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(step__in=["sent", "cancelled"]) & ~Q(document=""), name="order_step_document"
                    ),
                    models.CheckConstraint(
                        condition=Q(step="sent") | ~Q(reason=""), name="order_cancelled_for_a_reason"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
