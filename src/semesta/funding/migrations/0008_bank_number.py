"""The bank's own number of a transaction stands with the payment; empty for those taken before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("funding", "0007_repeated_payments")]
    operations = [
        migrations.AddField(
            model_name="paymentline", name="bank_number", field=models.TextField(blank=True, db_default="")
        ),
    ]
