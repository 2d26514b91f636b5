"""Read the trail: about one object, searched, and whether it is whole. Numbers of persons in it are told masked."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from semesta.audit.models import Entry

_FIELDS = ("id", "at", "actor", "role", "action", "object_type", "object_id", "region_code", "detail")
_IDENTITY_NUMBER: Final = re.compile(
    r"(?<![0-9a-f])(?:\d{4}[ .]?\d{4}[ .]?\d{4}[ .]?\d{4}|\d{6}[ .]\d{6}[ .]\d{4})(?![0-9a-f])"
)
"""Sixteen digits, in a word or in groups; not within a fingerprint of hexadecimal digits."""
_DIGITS_OF_A_PERSON: Final = 16
_PHONE: Final = re.compile(r"(?<![0-9a-f.])(?:\+62|62|0)[ -]?8(?:[ -]?\d){7,11}(?![0-9a-f])")


def newest_entry() -> int:
    """Return the number of the trail's newest entry, 0 before the first: every change adds one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM sight.newest_entry")
        return int(cursor.fetchone()[0] or 0)


def changes_of_persons(region_code: str) -> int:
    """Return how many entries tell of a change of single persons of a region, of those that the reader sees."""
    about = Entry.objects.filter(region_code=region_code, object_type="person")
    return about.exclude(action="reveal_identity").count()


def trail_of(object_type: str, object_id: object) -> list[dict[str, Any]]:
    """Return the entries about one object, oldest first: at, actor, role, action, detail."""
    entries = Entry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("id")
    return [dict(entry) for entry in entries.values("at", "actor", "role", "action", "detail")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailQuestion:
    """What entries are looked for; an empty text or None narrows nothing.

    `within` is a region: entries about it and about what lies in it. `since` and `until` are days, both included, in
    the installation's time zone. `before` is the number of an entry: only older ones.
    """

    actor: str = ""
    action: str = ""
    object_type: str = ""
    object_id: str = ""
    within: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def search_trail(question: TrailQuestion, *, most: int) -> list[dict[str, Any]]:
    """Return entries, newest first: id, at, actor, role, action, object_type, object_id, region_code, detail (text).

    Pages are turned by key: ask again with `before` the last id. Identity and phone numbers in `detail` are masked.
    """
    wanted = {
        "actor": question.actor,
        "action": question.action,
        "object_type": question.object_type,
        "object_id": question.object_id,
        "at__date__gte": question.since,
        "at__date__lte": question.until,
        "id__lt": question.before,
    }
    entries = Entry.objects.filter(**{name: value for name, value in wanted.items() if value not in ("", None)})
    if question.within:
        exactly = entries.filter(region_code=question.within)
        entries = exactly | entries.filter(region_code__startswith=f"{question.within}.")
    return [_told(entry) for entry in entries.order_by("-id").values(*_FIELDS)[:most]]


def trail_of_objects(objects: Sequence[tuple[str, str]], *, most: int) -> list[dict[str, Any]]:
    """Return the entries about any of these (object_type, object_id), oldest first; the keys of `search_trail`."""
    if not objects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'e.{name}' for name in _FIELDS[:-1])}, e.detail::text FROM audit_entry e"
            " JOIN unnest(%s::text[], %s::text[]) AS o(object_type, object_id) USING (object_type, object_id)"
            " ORDER BY e.id LIMIT %s",
            [[kind for kind, _ in objects], [number for _, number in objects], most],
        )
        return [_told(dict(zip(_FIELDS, line, strict=True))) for line in cursor.fetchall()]


def kinds_of_entries() -> dict[str, list[str]]:
    """Return the actions and object types that stand in the trail, in order: what a search can choose from."""
    return {
        name: list(Entry.objects.order_by(name).values_list(name, flat=True).distinct())
        for name in ("action", "object_type")
    }


def trail_integrity() -> dict[str, Any]:
    """Return what shows that the trail is whole.

    Keys: entries, first_at, last_at, first_id, last_id, missing_numbers (numbers between first and last that no entry
    has: actions that were rolled back take a number too), is_append_only (the trigger that refuses every change of an
    entry stands and is enabled).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(at), max(at), min(id), max(id), coalesce(max(id) - min(id) + 1 - count(*), 0)"
            " FROM audit_entry"
        )
        entries, first_at, last_at, first_id, last_id, missing = cursor.fetchone()
        cursor.execute(
            # 58 = before a statement (not for each row) on delete, update and truncate (pg_trigger.tgtype)
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgname = 'trail_append_only'"
            " AND tgenabled IN ('O', 'A') AND tgtype & 58 = 58 AND tgtype & 1 = 0"
        )
        (guarded,) = cursor.fetchone()
    return {
        "entries": entries, "first_at": first_at, "last_at": last_at, "first_id": first_id, "last_id": last_id,
        "missing_numbers": missing, "is_append_only": guarded == 1,
    }  # fmt: skip


def _told(entry: dict[str, Any]) -> dict[str, Any]:
    detail = json.loads(entry["detail"]) if isinstance(entry["detail"], str) else entry["detail"]
    return {
        **entry, "detail": json.dumps(_masked(detail), ensure_ascii=False), "object_id": _masked(entry["object_id"]),
    }  # fmt: skip


def _few_digits(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"{digits[:6]}********{digits[-2:]}"


def _masked(told: Any) -> Any:
    """Return what is told with the numbers of persons masked; amounts and counts stay numbers."""
    match told:
        case dict():
            return {_masked(key): _masked(value) for key, value in told.items()}
        case list():
            return [_masked(value) for value in told]
        case int() if not isinstance(told, bool) and len(str(told)) == _DIGITS_OF_A_PERSON:
            return _masked(str(told))
        case str():
            return _PHONE.sub("08…", _IDENTITY_NUMBER.sub(_few_digits, told))
        case _:
            return told
