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
        SELECT p.id, h.is_meant AND min(p.died_on) OVER () IS NULL AS is_meant
          FROM people_person p JOIN head h ON p.id = h.id OR p.merged_into = h.id
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


class Migration(migrations.Migration):
    """Nothing is told of somebody whose death stands with a record that was merged into theirs."""

    dependencies = [("coverage", "0005_same_work_for_every_citizen")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
