"""Tags and filters of the pages: two languages side by side, and numbers as people here write them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.dates import MONTHS
from django.utils.formats import date_format, number_format
from django.utils.html import escape

from semesta.kernel.month import Month
from semesta.kernel.segment import shipped_segments
from semesta.web.disclosure import FEW, KEPT_BACK, SMALLEST_TOLD
from semesta.web.language import say as say_in_language
from semesta.web.office_menu import office_entries_for
from semesta.web.privacy_menu import privacy_entries_for
from semesta.web.words import word as word_of_code

register = template.Library()
NOTHING = "–"


@register.simple_tag
def say(indonesian: str, english: str, **blanks: object) -> str:
    """Write the text of the reader's language, escaped; {blanks} are filled, numbers with thousands separators."""
    filled = {name: count(value) if isinstance(value, int) else value for name, value in blanks.items()}
    return escape(say_in_language(indonesian, english).format(**filled))


@register.filter
def word(code: object, theme: str) -> str:
    """Write a code in words: {{ line.kind|word:"kind" }}."""
    return word_of_code(theme, code)


@register.filter
def work(code: str) -> str:
    """Write the code of a segment in words: {{ line.segment_code|work }}; one that is not shipped stays as it is."""
    found = shipped_segments().get(code)
    return say_in_language(found.name_id, found.name_en) if found else code


@register.filter
def count(number: object) -> str:
    """Write a number of things: 164.828 (164,828 in English), '<5' for few people, a dash for nothing."""
    if number == FEW:
        return f"<{SMALLEST_TOLD}"
    if number == KEPT_BACK or not isinstance(number, int):
        return "…" if number == KEPT_BACK else NOTHING
    return number_format(number, force_grouping=True)


@register.filter
def percent(share: float | None, decimals: int = 2) -> str:
    """Write a share as a percentage with two decimals (or as told), a dash where there is no base."""
    return NOTHING if share is None else f"{number_format(Decimal(f'{share * 100:.{decimals}f}'))}\u00a0%"


@register.filter
def rupiah(amount_rp: object) -> str:
    """Write an amount of whole rupiah: Rp2.630.124.000, a dash for nothing known."""
    if not isinstance(amount_rp, int):
        return NOTHING
    return ("-" if amount_rp < 0 else "") + "Rp" + number_format(abs(amount_rp), force_grouping=True)


@register.filter
def short_rupiah(amount_rp: object) -> str:
    """Write an amount for a chart or a headline, to three figures at most: Rp2,63 miliar (Rp2.63 billion)."""
    if not isinstance(amount_rp, int):
        return NOTHING
    for size, indonesian, english in _SIZES:
        if abs(amount_rp) >= size:
            rounded = number_format(Decimal(f"{amount_rp / size:.3g}"))
            return f"Rp{rounded}\u00a0{say_in_language(indonesian, english)}"
    return rupiah(amount_rp)


_SIZES = ((10**12, "triliun", "trillion"), (10**9, "miliar", "billion"), (10**6, "juta", "million"))


@register.filter
def points(change: float | None) -> str:
    """Write a change of a share in percentage points with its sign: +0,52, −1,10; a dash where there is none."""
    if change is None:
        return NOTHING
    return ("−" if change < 0 else "+") + number_format(Decimal(f"{abs(change) * 100:.2f}"))


@register.filter
def signed(number: object) -> str:
    """Write a change of a count with its sign: +1.204, −3, ±0; a dash where there is none."""
    if not isinstance(number, int):
        return NOTHING
    return f"{'−' if number < 0 else '+' if number else '±'}{number_format(abs(number), force_grouping=True)}"


@register.filter
def month_name(month: Month | str) -> str:
    """Write a month in words: Januari 2026."""
    found = month if isinstance(month, Month) else Month.parse(month)
    return date_format(found.first_day(), "F Y")


@register.filter
def month_before(first_day: date) -> str:
    """Write the month before a first day, the last of a period that ends there: Desember."""
    return date_format(Month.of(first_day).plus(-1).first_day(), "F")


@register.filter
def short_month(month: Month | str) -> str:
    """Write a month for the axis of a chart: Jan 26."""
    found = month if isinstance(month, Month) else Month.parse(month)
    return date_format(found.first_day(), "M y")


@register.filter
def calendar(months: Sequence[int]) -> str:
    """Write months of a year by name: Januari sampai Desember; those with a gap one by one."""
    names = [str(MONTHS[month]) for month in months]
    is_run = len(months) > 2 and list(months) == list(range(months[0], months[-1] + 1))
    return f"{names[0]} {say_in_language('sampai', 'to')} {names[-1]}" if is_run else ", ".join(names)


@register.filter
def as_of(text: str) -> str:
    """Write a year, month or day given as ISO text in words; anything else stays as it is."""
    try:
        if len(text) == len("2026-01"):
            return month_name(text)
        if len(text) == len("2026-01-31"):
            return date_format(date.fromisoformat(text), "j F Y")
    except ValueError:
        return text
    return text


@register.filter
def article(cited: str) -> str:
    """Write where a law says it, in the reader's language: UU 27/2022 pasal 42, 43 for "UU 27/2022 arts. 42, 43"."""
    return say_in_language(_ARTICLE.sub("pasal ", cited), cited)


_ARTICLE = re.compile(r"\barts?\. ")


@register.filter
def office_entries(request: HttpRequest) -> list[dict[str, object]]:
    """Return the pages of the planning and finance offices that the reader may open, and which one this is."""
    return office_entries_for(request)


@register.filter
def privacy_entries(request: HttpRequest) -> list[dict[str, object]]:
    """Return the pages of the law on personal data for whoever keeps or audits the registers."""
    return privacy_entries_for(request)


@register.simple_tag
def asset(name: str) -> str:
    """Write the address of a static file with a mark of its content, so that browsers may keep it for a year."""
    return f"{static(name)}?v={_content_mark(name)}"


@cache
def _content_mark(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise LookupError(f"no static file {name}")
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10]


@register.filter
def split_codes(codes: str) -> list[str]:
    """Return codes written with commas, for a loop over a fixed few of them."""
    return codes.split(",")
