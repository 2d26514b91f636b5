"""What is held about a person in words, for the copy that the person gets: codes, days, amounts as one reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime

from semesta.web.language import say
from semesta.web.templatetags.page_text import rupiah
from semesta.web.trail_in_words import text_in_words, value_in_words
from semesta.web.words import word

_STATES: Final = {"people_notice": "notice_state", "privacy_privacyrequest": "privacy_state"}
"""Tables whose states have words of their own: one code says another thing in another table."""


def held_in_words(table: str, column: str, value: object, regions: Mapping[str, str]) -> str:
    """Return what a value of a column says; `regions`: the names of regions by code. Numbers stay as they are."""
    match value:
        case bool():
            return say("ya", "yes") if value else say("tidak", "no")
        case int():
            return rupiah(value) if column.endswith("_rp") else str(value)
        case dict() | list():
            return value_in_words(column, value, regions)
        case datetime():
            return date_format(localtime(value), "j F Y, H:i")
        case date():
            return date_format(value, "j F Y")
        case _ if column == "state" and table in _STATES:
            return word(_STATES[table], str(value))
        case _:
            return regions.get(str(value)) or text_in_words(column, str(value))
