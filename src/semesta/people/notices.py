"""What the people of a village tell of somebody: died, moved, works no more. Nothing follows until it is confirmed.

A village tells, a verifier confirms or dismisses; both stand in the person's trail. Work somebody has besides is added
at once, for it takes nothing from anybody.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from django.db import transaction
from django.db.models import DateTimeField, Func, Q

from semesta.accounts.actor import Actor, may_decide, may_hand_in, require
from semesta.audit.actions import record
from semesta.kernel.segment import shipped_segments
from semesta.people.models import Livelihood, Notice, Person
from semesta.people.turns import wait_for_turn
from semesta.regions.queries import is_village_of

NoticeKind = Literal["died", "moved", "not_working"]
NOTICE_KINDS: tuple[NoticeKind, ...] = get_args(NoticeKind)
NOT_WORKING = "not_working"
LONGEST_NOTE = 500
_NOW = Func(function="clock_timestamp", output_field=DateTimeField())


class NoSuchPersonError(LookupError):
    """The regency has no person of this number."""


class WrongNoticeError(ValueError):
    """What is told cannot be; `code` says why: day_missing, day_impossible, work_unknown, village_unknown,
    nothing_waits.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@transaction.atomic
def tell_notice(
    actor: Actor,
    person_id: int,
    kind: NoticeKind,
    *,
    regency_code: str,
    today: date,
    happened_on: date | None = None,
    village_code: str = "",
    note: str = "",
) -> None:
    """Keep what somebody tells of a person until a verifier looks at it; told twice on a day it is one notice.

    `village_code`: where somebody moved to, empty for a place outside the regency. Raises NotPermittedError (who hands
    in lists for the person's village may tell), NoSuchPersonError, and WrongNoticeError for a death without its day, a
    day to come or before the birth, or a village that is none of the regency or the one the person lives in.
    """
    person = _told_person(actor, person_id, regency_code)
    if kind == "died" and happened_on is None:
        raise WrongNoticeError("day_missing")
    if happened_on is not None and (happened_on > today or (person.birth_on and happened_on < person.birth_on)):
        raise WrongNoticeError("day_impossible")
    if village_code and (village_code == person.village_code or not is_village_of(regency_code, village_code)):
        raise WrongNoticeError("village_unknown")
    _, is_new = Notice.objects.get_or_create(
        regency_code=regency_code, person_id=person_id, kind=kind, told_on=today,
        defaults={
            "happened_on": happened_on, "village_code": village_code, "note": note[:LONGEST_NOTE],
            "told_by": actor.name,
        },
    )  # fmt: skip
    if is_new:
        _note(actor, "tell_notice", person, {"kind": kind, "happened_on": str(happened_on or ""), "to": village_code})


@transaction.atomic
def confirm_notice(
    actor: Actor, person_id: int, kind: NoticeKind, told_on: date, *, regency_code: str, today: date
) -> None:
    """Let what was told hold: the day of death, the new village, or that the person does not work; of every record
    merged into the person too. The next search for duplicates looks at the person anew.

    Whoever moved belongs to the new village from then on, with covered months and history; both villages have it in
    their trail.

    Raises NotPermittedError (verifiers and administrators) and WrongNoticeError when no such notice waits.
    """
    require(may_decide(actor, regency_code), actor=actor, to="decide on a notice of", region_code=regency_code)
    wait_for_turn(regency_code)  # before the person is read: it may be merged into another until then
    person, notice = _decided(actor, person_id, kind, told_on, regency_code, "confirmed", today)
    head_id = person.merged_into or person_id
    records = Person.objects.filter(Q(id=head_id) | Q(merged_into=head_id), regency_code=regency_code)
    if kind == "died":
        records.filter(id=head_id, died_on=None).update(died_on=notice.happened_on, changed_at=_NOW)
    elif kind == "moved":
        records.update(village_code=notice.village_code or None, dusun=None, address=None, changed_at=_NOW)
    else:
        of_all = list(records.values_list("id", flat=True))
        Livelihood.objects.filter(regency_code=regency_code, person_id__in=of_all).delete()
        _add_work(head_id, NOT_WORKING, "", regency_code)
    _note(actor, "confirm_notice", person, {"kind": kind, "told_on": str(told_on)})
    if kind == "moved" and notice.village_code:
        moved = {"from": person.village_code or "", "told_on": str(told_on)}
        person.village_code = notice.village_code
        _note(actor, "move_in", person, moved)


@transaction.atomic
def dismiss_notice(
    actor: Actor, person_id: int, kind: NoticeKind, told_on: date, *, regency_code: str, today: date
) -> None:
    """Let what was told not hold; it stays on record. Raises as `confirm_notice`."""
    person, _ = _decided(actor, person_id, kind, told_on, regency_code, "dismissed", today)
    _note(actor, "dismiss_notice", person, {"kind": kind, "told_on": str(told_on)})


@transaction.atomic
def add_livelihood(actor: Actor, person_id: int, segment_code: str, *, regency_code: str, enterprise: str = "") -> None:
    """Add work that somebody does besides; known work stays as it is.

    Raises NotPermittedError, NoSuchPersonError and WrongNoticeError for a segment that is none, or is no work.
    """
    person = _told_person(actor, person_id, regency_code)
    segment = shipped_segments().get(segment_code)
    if segment is None or segment.membership_class is None:
        raise WrongNoticeError("work_unknown")
    _add_work(person_id, segment_code, enterprise[:LONGEST_NOTE], regency_code)
    _note(actor, "add_livelihood", person, {"segment": segment_code})


def _add_work(person_id: int, segment_code: str, enterprise: str, regency_code: str) -> None:
    """Told on a page, so no list stands behind it: submission 0."""
    work = Livelihood(
        regency_code=regency_code, person_id=person_id, segment_code=segment_code, enterprise=enterprise or None,
        submission_id=0,
    )  # fmt: skip
    Livelihood.objects.bulk_create([work], ignore_conflicts=True)


def _told_person(actor: Actor, person_id: int, regency_code: str) -> Person:
    person = Person.objects.filter(regency_code=regency_code, id=person_id, merged_into=None).first()
    if person is None:
        raise NoSuchPersonError(person_id)
    where = person.village_code or regency_code
    require(may_hand_in(actor, where), actor=actor, to="tell of a person of", region_code=where)
    return person


def _decided(
    actor: Actor, person_id: int, kind: NoticeKind, told_on: date, regency_code: str, state: str, today: date
) -> tuple[Person, Notice]:
    require(may_decide(actor, regency_code), actor=actor, to="decide on a notice of", region_code=regency_code)
    key = {"regency_code": regency_code, "person_id": person_id, "kind": kind, "told_on": told_on}
    notice = Notice.objects.select_for_update().filter(**key, state="waiting").first()
    person = Person.objects.filter(regency_code=regency_code, id=person_id).first()
    if notice is None or person is None:
        raise WrongNoticeError("nothing_waits")
    Notice.objects.filter(**key).update(state=state, decided_by=actor.name, decided_on=today)
    return person, notice


def _note(actor: Actor, action: str, person: Person, detail: dict[str, str]) -> None:
    record(
        actor, action, object_type="person", object_id=person.id,
        region_code=person.village_code or person.regency_code, detail=detail,
    )  # fmt: skip
