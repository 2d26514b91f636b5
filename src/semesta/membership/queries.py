"""Read cover: until when a person is covered, and by whom."""

from __future__ import annotations

from typing import Any

from django.db import connection

from semesta.kernel.month import Month


def cover_of_asked(regency_code: str, *, month: Month) -> dict[int, dict[str, Any]]:
    """Return per person: is_covered (JKK and JKM in `month`), covered_until (last such month), payer, class.

    Asked are the persons of temporary table `asked_person` (person_id); who was never covered is left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH covered AS (
                SELECT person_id, month, min(payer) AS payer, min(membership_class) AS membership_class
                  FROM membership_coveredmonth
                 WHERE regency_code = %s AND person_id IN (SELECT person_id FROM asked_person)
                   AND programme IN ('jkk', 'jkm') AND state IN ('paid', 'recognised')
                 GROUP BY 1, 2 HAVING count(*) = 2
            )
            SELECT DISTINCT ON (person_id) person_id, month, payer, membership_class,
                   EXISTS (SELECT 1 FROM covered n WHERE n.person_id = covered.person_id AND n.month = %s)
              FROM covered ORDER BY person_id, month DESC
            """,
            [regency_code, month.first_day()],
        )
        return {
            person_id: {
                "is_covered": is_covered,
                "covered_until": str(Month.of(last)),
                "payer": payer,
                "class": membership_class,
            }
            for person_id, last, payer, membership_class, is_covered in cursor.fetchall()
        }
