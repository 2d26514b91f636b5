"""Submissions are never deleted, a row moved from one list is missed there, and our own faults leave a second chance."""

from django.db import migrations, models
from django.db.models import Q

FORWARD = """
CREATE FUNCTION refuse_loss_of_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'submissions and their rows are kept: % of % refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER submission_kept BEFORE DELETE OR TRUNCATE ON intake_submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_submission();
CREATE TRIGGER staged_rows_kept BEFORE TRUNCATE ON intake_stagedrow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_submission();
CREATE TRIGGER staged_rows_moved AFTER UPDATE ON intake_stagedrow
    REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION check_rows_of_submission();
"""
BACKWARD = """
DROP TRIGGER staged_rows_moved ON intake_stagedrow;
DROP TRIGGER staged_rows_kept ON intake_stagedrow;
DROP TRIGGER submission_kept ON intake_submission;
DROP FUNCTION refuse_loss_of_submission();
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_balance_of_rows")]
    operations = [
        migrations.RemoveConstraint("submission", "submission_same_file_once"),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                fields=["regency_code", "sender", "kind", "sha256"],
                condition=~Q(refusal_code="reader_failed"),
                name="submission_same_file_once",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
