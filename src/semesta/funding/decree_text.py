"""The words a decree's checksum is taken over: one canonical line of text per decree line, in SQL for both ends.

Whoever has the annex can rebuild the text (docs/funding.md) and compare its SHA-256.
"""

from __future__ import annotations

from typing import Final

LINE_TEXT: Final = """
concat_ws('|', line, CASE WHEN removes_line IS NULL THEN '+' ELSE '-' END, person_id, purse_id, village_code,
          segment_code, membership_class, to_char(start_month, 'YYYY-MM'), to_char(end_month, 'YYYY-MM'), months,
          income_rp, coalesce(risk_class::text, ''), monthly_rp, coalesce(removes_decree_id::text, ''),
          coalesce(removes_line::text, ''))
"""
"""SQL: the canonical text of a decree line."""

LINES_SHA256: Final = f"encode(sha256(convert_to(string_agg({LINE_TEXT}, E'\\n' ORDER BY line), 'UTF8')), 'hex')"
"""SQL aggregate: SHA-256, in hexadecimal, of all lines in order, joined by line feeds."""

BILL_SHA256: Final = """
encode(sha256(convert_to(string_agg(concat_ws('|', person_id, months, decree_id, decree_line, monthly_rp, jkk_rp,
       jkm_rp), E'\\n' ORDER BY person_id), 'UTF8')), 'hex')
"""
"""SQL aggregate: SHA-256 of a bill's lines."""
