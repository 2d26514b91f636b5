"""Users are bound to their sessions by a mark instead of their password, which pages do not read."""

from django.db import migrations, models

import semesta.accounts.models

MARKS = "UPDATE accounts_user SET password_mark = replace(gen_random_uuid()::text, '-', '')"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_user_agency")]

    operations = [
        migrations.AlterModelOptions(
            name="user", options={"base_manager_name": "objects", "verbose_name": "user", "verbose_name_plural": "users"}
        ),
        migrations.AlterModelManagers(name="user", managers=[("objects", semesta.accounts.models.Users())]),
        migrations.AddField(
            model_name="user",
            name="password_mark",
            field=models.CharField(default=semesta.accounts.models.new_mark, max_length=32),
        ),
        migrations.RunSQL(MARKS, migrations.RunSQL.noop),
    ]
