from django.db import migrations

FORWARD = """
CREATE FUNCTION cover_of_citizen(asked_regency text, asked_nik text, asked_birth date, asked_from date)
RETURNS TABLE (month date, payer text, membership_class text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH head AS (
        SELECT coalesce(merged_into, id) AS id FROM people_person
         WHERE regency_code = asked_regency AND nik = asked_nik AND birth_on = asked_birth AND died_on IS NULL
    ), record AS (
        SELECT p.id FROM people_person p JOIN head h ON p.id = h.id OR p.merged_into = h.id
         WHERE p.regency_code = asked_regency
    )
    SELECT c.month, min(c.payer), min(c.membership_class) FROM membership_coveredmonth c
     WHERE c.regency_code = asked_regency AND c.person_id IN (SELECT id FROM record) AND c.month >= asked_from
       AND c.programme IN ('jkk', 'jkm') AND c.state IN ('paid', 'recognised')
     GROUP BY c.month HAVING count(DISTINCT c.programme) = 2 ORDER BY c.month
$$;
"""
BACKWARD = "DROP FUNCTION cover_of_citizen(text, text, date, date);"


class Migration(migrations.Migration):
    """The one door through which somebody without an account learns of one person: months ahead, payer, class."""

    dependencies = [("coverage", "0003_enquiry"), ("people", "0003_merged_records"), ("membership", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
