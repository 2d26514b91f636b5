"""Totals of a plan kept with it; plans computed before get theirs now, frozen ones before the totals are frozen, too."""

from django.db import migrations, models
from django.db.models import Q

FILL = """
INSERT INTO funding_plantotal (regency_code, plan_id, by, code, people, protected, covered_before, kept, months,
                               public_rp, self_rp)
SELECT p.regency_code, p.plan_id, k.by, k.code, count(*), count(*) FILTER (WHERE p.months > 0),
       count(*) FILTER (WHERE p.kept IS NOT NULL), count(*) FILTER (WHERE p.kept), sum(p.months), sum(p.public_rp),
       sum(p.self_rp)
  FROM funding_planperson p
 CROSS JOIN LATERAL (VALUES ('village', p.village_code::text), ('segment', p.segment_code),
                            ('reason', p.reason)) AS k (by, code)
 GROUP BY 1, 2, 3, 4
"""
EVENTS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))


def _forward() -> str:
    return "\n".join(
        f"CREATE TRIGGER plantotal_{event.lower()}_frozen AFTER {event} ON funding_plantotal "
        f"REFERENCING {rows} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_frozen_plan();"
        for event, rows in EVENTS
    )


def _backward() -> str:
    return "\n".join(f"DROP TRIGGER plantotal_{event.lower()}_frozen ON funding_plantotal;" for event, _ in EVENTS)


class Migration(migrations.Migration):
    dependencies = [("funding", "0005_order_steps")]
    operations = [
        migrations.CreateModel(
            name="PlanTotal",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "regency_code", "plan_id", "by", "code", blank=True, editable=False, primary_key=True,
                        serialize=False,
                    ),
                ),
                ("regency_code", models.CharField(max_length=5)),
                ("plan_id", models.BigIntegerField()),
                ("by", models.CharField(max_length=7)),
                ("code", models.CharField(max_length=40)),
                ("people", models.IntegerField()),
                ("protected", models.IntegerField()),
                ("covered_before", models.IntegerField()),
                ("kept", models.IntegerField()),
                ("months", models.BigIntegerField()),
                ("public_rp", models.BigIntegerField()),
                ("self_rp", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(by__in=["village", "segment", "reason"]), name="plan_total_by"
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(_forward(), _backward()),
    ]
