from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("duplicates", "0005_model_of_sample"),
    ]

    operations = [
        migrations.AddField(
            model_name="run",
            name="looked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
