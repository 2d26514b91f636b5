"""Count who could be enrolled at once, and whose papers are lacking. Months counted before know neither: count again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("coverage", "0001_initial")]
    operations = [
        migrations.AddField("cell", "enrollable", models.IntegerField(db_default=0)),
        migrations.AddField("cell", "lacking", models.IntegerField(db_default=0)),
    ]
