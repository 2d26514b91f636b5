"""Who has nothing to be told of, found by whole persons before anybody is looked at month by month.

Of most people one line tells the insurer exactly the months that a purse stands for, or one line was refused and what
was told has not changed since. They are settled, in temporary table `settled_person`. Whoever is not certain to be
(merged records, a death, several lines, several payers, gaps) is left to `semesta.exchange.due`, which decides alone.
"""

from __future__ import annotations

from typing import Final

from semesta.people.standing import MERGED

PERSON_HASH: Final = (
    "md5(concat_ws('|', coalesce(p.nik, '-'), p.name, coalesce(p.birth_place, '-'), coalesce(p.birth_on::text, '-'), "
    "coalesce(p.sex, '-'), coalesce(p.mother_name, '-'), coalesce(p.phone, '-'), coalesce(p.address, '-'), "
    "coalesce(p.village_code, '-')))"
)
"""SQL: what is told of person p, folded: equal as long as nothing of it has been corrected."""
_MONTHS_OF_LINE: Final = (
    "(extract(year FROM t.end_month) - extract(year FROM t.first_month)) * 12"
    " + extract(month FROM t.end_month) - extract(month FROM t.first_month)"
)
_ONE_LINE = """
CREATE TEMPORARY TABLE only_line ON COMMIT DROP AS
SELECT person_id, min(batch) AS batch, min(payer) AS payer, min(entry) AS entry, min(state) AS state,
       min(first_month) AS first_month, min(end_month) AS end_month, min(reason) AS reason, min(told_hash) AS told_hash
  FROM exchange_batchline WHERE regency_code = %(regency)s GROUP BY 1 HAVING count(*) = 1
"""
_STANDING = """
CREATE TEMPORARY TABLE standing_cover ON COMMIT DROP AS
SELECT person_id, min(month) AS first_month, (max(month) + interval '1 month')::date AS end_month,
       count(*) AS months, min(payer) AS payer, max(payer) AS other_payer,
       bool_and(state IN ('decreed', 'billed', 'paid', 'recognised')) AS is_standing
  FROM membership_coveredmonth
 WHERE regency_code = %(regency)s AND programme = 'jkm' AND submission_id = 0 GROUP BY 1
"""
_SETTLED = f"""
CREATE TEMPORARY TABLE settled_person ON COMMIT DROP AS
SELECT t.person_id
  FROM only_line t
  JOIN standing_cover c
    ON c.person_id = t.person_id AND c.payer = t.payer AND c.other_payer = t.payer AND c.is_standing
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = t.person_id
                      AND p.merged_into IS NULL AND p.died_on IS NULL
 WHERE t.entry IN ('enrol', 'transfer') AND NOT EXISTS (SELECT 1 FROM {MERGED} m WHERE m.merged_into = t.person_id)
   AND CASE t.state
       WHEN 'refused' THEN c.first_month >= t.first_month AND c.end_month <= t.end_month
            AND NOT t.batch = ANY(%(again)s) AND NOT coalesce(t.reason = ANY(%(retry)s), false)
            AND t.told_hash = {PERSON_HASH}
       WHEN 'closed' THEN false
       WHEN 'overlap' THEN false
       ELSE c.first_month = t.first_month AND c.end_month = t.end_month AND c.months = {_MONTHS_OF_LINE} END
"""
SETTLED: Final = ((_ONE_LINE, "only_line"), (_STANDING, "standing_cover"), (_SETTLED, "settled_person"))
"""Statements and the table each makes. Tables of their own, to be analysed: the planner takes whoever has one line for
a handful, and would meet them with everybody's cover one by one."""
