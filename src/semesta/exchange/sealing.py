"""The checksum of a batch: SHA-256 over its lines as they were sent, in their order."""

from __future__ import annotations

from semesta.bulk import read_lines

SENT_COLUMNS = (
    "line", "person_id", "payer", "purse_id", "entry", "first_month", "end_month", "nik", "name", "birth_place",
    "birth_on", "sex", "mother_name", "phone", "address", "village_code", "village", "district", "segment_code",
    "membership_class", "from_payer", "income_rp", "monthly_rp", "event_on", "leave_reason", "decree_id",
    "decree_line", "decree", "told_hash",
)  # fmt: skip
"""What a line says of its person; the rest of a line is the answer."""
_LINE = "concat_ws('|', " + ", ".join(f"coalesce({name}::text, '~')" for name in SENT_COLUMNS) + ")"


def checksums(regency_code: str, batches: list[int], *, table: str = "exchange_batchline") -> dict[int, str]:
    """Return the checksum of each batch, computed from its lines in `table`."""
    lines = read_lines(
        f"SELECT batch, encode(sha256(convert_to(string_agg({_LINE}, E'\\n' ORDER BY line), 'UTF8')), 'hex') AS sha256"
        f" FROM {table} WHERE regency_code = %s AND batch = ANY(%s) GROUP BY batch",
        [regency_code, batches],
    )
    return {line["batch"]: line["sha256"] for line in lines}
