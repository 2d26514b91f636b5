from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("duplicates", "0004_decisions_of_an_actor"),
    ]

    operations = [
        migrations.AddField(
            model_name="sampledpair",
            name="model_version",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
