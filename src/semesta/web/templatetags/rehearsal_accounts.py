"""The accounts of a rehearsal, for the page on which one signs in."""

from __future__ import annotations

from django import template

from semesta.staff.queries import rehearsal_accounts

register = template.Library()


@register.inclusion_tag("web/staff/rehearsal.html", name="rehearsal_accounts")
def listed() -> dict[str, list[tuple[str, str]]]:
    """List sign-in names by role in a rehearsal; nothing where people are real."""
    return {"accounts": rehearsal_accounts()}
