from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION cover_of_citizen(asked_regency text, asked_nik text, asked_birth date, asked_from date)
RETURNS TABLE (month date, payer text, membership_class text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH nearest AS (
        SELECT * FROM (
            (SELECT p.id, p.merged_into, p.nik, p.birth_on, p.died_on FROM people_person p
              WHERE p.regency_code = asked_regency AND p.nik >= asked_nik ORDER BY p.nik LIMIT 1)
             UNION ALL
            (SELECT p.id, p.merged_into, p.nik, p.birth_on, p.died_on FROM people_person p
              WHERE p.regency_code = asked_regency AND p.nik < asked_nik ORDER BY p.nik DESC LIMIT 1)
        ) both_sides ORDER BY nik >= asked_nik DESC LIMIT 1
    ), head AS (
        SELECT coalesce(merged_into, id) AS id,
               nik = asked_nik AND birth_on IS NOT DISTINCT FROM asked_birth AND died_on IS NULL AS is_meant
          FROM nearest
    ), record AS (
        SELECT p.id, h.is_meant FROM people_person p JOIN head h ON p.id = h.id OR p.merged_into = h.id
         WHERE p.regency_code = asked_regency
    )
    SELECT c.month, min(c.payer), min(c.membership_class)
      FROM membership_coveredmonth c JOIN record r ON r.id = c.person_id
     WHERE c.regency_code = asked_regency AND c.month >= asked_from
       AND c.programme IN ('jkk', 'jkm') AND c.state IN ('paid', 'recognised')
     GROUP BY c.month HAVING count(DISTINCT c.programme) = 2 AND bool_and(r.is_meant) ORDER BY c.month
$$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION cover_of_citizen(asked_regency text, asked_nik text, asked_birth date, asked_from date)
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


class Migration(migrations.Migration):
    """Whatever NIK is asked for, the months of the person nearest to it are read, and told only of the one meant."""

    dependencies = [("coverage", "0004_cover_of_citizen")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
