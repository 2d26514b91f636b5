"""Who handed a list in: a village by its name, an agency by its key in plain words."""

from __future__ import annotations

from django.conf import settings

from semesta.kernel.region_code import is_region_code
from semesta.regions.queries import gazetteer


def sender_names() -> dict[str, str]:
    """Return code -> name of every region of the regency."""
    return {code: region.name for code, region in gazetteer(within=settings.REGENCY).regions.items()}


def sender_in_words(sender: str, names: dict[str, str]) -> str:
    """Return the village's name, or the agency's key without its hyphens.

    >>> sender_in_words("dinas-pertanian", {})
    'Dinas pertanian'
    """
    if is_region_code(sender):
        return names.get(sender, sender)
    return sender.replace("-", " ").replace("_", " ").capitalize()
