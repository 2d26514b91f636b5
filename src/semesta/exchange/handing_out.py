"""Hand out the file of a batch: it holds whole NIKs, so whoever takes it is on record."""

from __future__ import annotations

from django.db import transaction

from semesta.accounts.actor import Actor, may_answer, require
from semesta.audit.actions import record
from semesta.exchange.queries import batch_file
from semesta.sheets.exchange.enrolment_file import FileFormat


@transaction.atomic
def hand_out_batch_file(actor: Actor, regency_code: str, number: int, *, written_as: FileFormat) -> bytes:
    """Return the enrolment file of a batch and keep in the trail who took it. Errors: those of `batch_file`."""
    require(may_answer(actor, regency_code), actor=actor, to="take batch files of", region_code=regency_code)
    data = batch_file(regency_code, number, written_as=written_as)
    record(actor, "hand_out_batch_file", object_type="enrolment_batch", object_id=number, region_code=regency_code,
           detail={"written_as": written_as})  # fmt: skip
    return data
