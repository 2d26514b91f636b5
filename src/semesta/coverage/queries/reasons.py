"""Why a village is where it is: what stands between its known workers and cover, counted."""

from __future__ import annotations

from typing import Any, Final

from semesta.bulk import read_lines
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of

_REASONS: Final = """
SELECT r.code, coalesce(f.files, 0)::bigint AS files, f.last_at, coalesce(f.waiting, 0)::bigint AS waiting_rows,
       coalesce(b.open_rp, 0)::bigint AS arrears_rp
  FROM regions_region r
  LEFT JOIN (SELECT s.sender, count(*) AS files, max(s.handed_in_at) AS last_at,
                    sum((SELECT count(*) FROM intake_stagedrow w
                          WHERE w.regency_code = s.regency_code AND w.submission_id = s.id AND w.outcome = 'waiting'
                            AND w.corrected_by_id IS NULL)) AS waiting
               FROM intake_submission s
              WHERE s.regency_code = %(regency)s AND s.kind = 'village_list' AND s.state <> 'refused'
                AND s.sender LIKE %(within)s GROUP BY 1) f ON f.sender = r.code
  LEFT JOIN (SELECT village_code, sum(amount_rp - paid_rp) AS open_rp FROM funding_bill
              WHERE regency_code = %(regency)s AND reversed_on IS NULL AND paid_rp < amount_rp AND due_on < %(on)s
              GROUP BY 1) b ON b.village_code = r.code
 WHERE r.parent_id = %(district)s AND r.level = 'village' ORDER BY r.code
"""


def reasons_of_villages(district_code: str, month: Month) -> dict[str, dict[str, Any]]:
    """Return per village of a district what holds its coverage back, besides the counts of `villages_compared`.

    Keys: files (lists handed in and taken), last_at, waiting_rows (not mended yet), arrears_rp (billed for the village,
    due before the month's end, unpaid).
    """
    lines = read_lines(
        _REASONS,
        {"regency": regency_of(district_code), "district": district_code, "within": f"{district_code}.%",
         "on": month.last_day()},
    )  # fmt: skip
    return {line.pop("code"): line for line in lines}
