"""The pages of the planning and finance offices, side by side above each of them; a reader sees what he may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from semesta.accounts.actor import Role
from semesta.web.language import say
from semesta.web.regency_permission import LOOKS, LOOKS_AT_EXCHANGE
from semesta.web.signed_in import signed_in


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """One of the pages: the name of its address, its words, who may look."""

    address: str
    indonesian: str
    english: str
    roles: tuple[Role, ...] = LOOKS


PAGES = (
    OfficeEntry("purses", "Dana", "Purses"),
    OfficeEntry("plans", "Rencana", "Plans"),
    OfficeEntry("decrees", "SK", "Decrees"),
    OfficeEntry("batches", "Gelombang", "Batches", LOOKS_AT_EXCHANGE),
    OfficeEntry("bills", "Tagihan", "Bills"),
    OfficeEntry("payment-orders", "Perintah bayar", "Payment orders"),
    OfficeEntry("payments", "Pembayaran", "Payments"),
    OfficeEntry("arrears", "Tunggakan", "Arrears"),
    OfficeEntry("double-payments", "Bayar ganda", "Paid twice"),
)


def office_entries_for(request: HttpRequest) -> list[dict[str, object]]:
    """Return href, words and is_here of the pages for the reader, in the order of a year's work."""
    role = signed_in(request).role
    return [
        {
            "href": reverse(page.address),
            "words": say(page.indonesian, page.english),
            "is_here": request.path.startswith(reverse(page.address)),
        }
        for page in PAGES
        if role in page.roles
    ]
