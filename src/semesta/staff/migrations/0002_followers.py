"""What the database does when an appointment begins or ends, and when somebody's way of signing in is reset."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION user_follows_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.until_on IS NULL THEN
        UPDATE accounts_user SET role = NEW.role, territory = NEW.territory, agency = NEW.agency, is_active = true
         WHERE id = NEW.user_id;
    ELSIF NOT EXISTS (SELECT 1 FROM staff_appointment WHERE user_id = NEW.user_id AND until_on IS NULL) THEN
        UPDATE accounts_user SET role = 'reader', territory = '', agency = '', is_active = false WHERE id = NEW.user_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_follows_appointment AFTER INSERT OR UPDATE ON staff_appointment
    FOR EACH ROW EXECUTE FUNCTION user_follows_appointment();

CREATE FUNCTION sign_in_is_reset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_user SET password = '!' WHERE id = NEW.user_id;
    IF to_regclass('public.mfa_authenticator') IS NOT NULL THEN
        EXECUTE 'DELETE FROM public.mfa_authenticator WHERE user_id = $1' USING NEW.user_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER sign_in_is_reset AFTER INSERT ON staff_invitation
    FOR EACH ROW WHEN (NEW.user_id IS NOT NULL) EXECUTE FUNCTION sign_in_is_reset();
"""
BACKWARD = """
DROP TRIGGER user_follows_appointment ON staff_appointment;
DROP FUNCTION user_follows_appointment();
DROP TRIGGER sign_in_is_reset ON staff_invitation;
DROP FUNCTION sign_in_is_reset();
"""


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial"), ("accounts", "0005_user_agency")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
