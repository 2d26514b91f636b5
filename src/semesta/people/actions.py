"""Writes to persons and livelihoods, always set-based: the caller puts the rows into a temporary table first.

Every function names the temporary table and the columns it reads. All of them belong to one action of the caller
(a list handed in), run in its transaction, and leave one audit entry with counts; corrections leave one per person.
"""

from __future__ import annotations

from django.db import transaction

from semesta.accounts.actor import Actor, may_maintain, may_register, require
from semesta.audit.actions import record
from semesta.bulk import execute
from semesta.kernel.segment import shipped_segments
from semesta.people.models import Person, Segment
from semesta.people.revealing import REVEALED, SHORTEST_REASON, NoPersonError, NotRevealedError, may_reveal

PERSON_COLUMNS = (
    "id", "nik", "kk", "name", "name_key", "name_token", "birth_place", "birth_on", "birth_precision", "sex",
    "mother_name", "phone", "village_code", "dusun", "address", "marital", "occupation",
)  # fmt: skip
_COMPLETED = (
    "kk", "birth_place", "sex", "mother_name", "phone", "village_code", "dusun", "address", "marital", "occupation"
)  # fmt: skip
_WITH_VILLAGE = ("dusun", "address")
_IN_SAME_VILLAGE = "CASE WHEN coalesce(p.village_code, d.village_code) = d.village_code THEN d.{} END"


@transaction.atomic
def load_segments(actor: Actor) -> int:
    """Bring the shipped segments into the table; a regency's own segments stay. Return how many are new."""
    require(may_maintain(actor, actor.territory), actor=actor, to="load segments", region_code=actor.territory)
    before = Segment.objects.count()
    Segment.objects.bulk_create(
        [
            Segment(
                code=segment.code,
                name_id=segment.name_id,
                name_en=segment.name_en,
                membership_class=segment.membership_class or "",
                sector=segment.sector,
            )
            for segment in shipped_segments().values()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_id", "name_en", "membership_class", "sector"],
    )
    added = Segment.objects.count() - before
    if added:
        record(
            actor, "load_segments", object_type="segment", object_id="*", region_code=actor.territory,
            detail={"added": added},
        )  # fmt: skip
    return added


@transaction.atomic
def reveal_identity(actor: Actor, regency_code: str, person_id: int, field: str, reason: str) -> str | None:
    """Return a masked detail of a person in full, and leave in the trail who saw it and why (never what was seen).

    `field` is one of `revealing.REVEALED`; None where the detail is not known. Errors: NotRevealedError for another
    field or a reason of fewer than eight letters, NoPersonError, NotPermittedError.
    """
    if field not in REVEALED:
        raise NotRevealedError(f"{field} tidak disamarkan / is not masked")
    if len(reason.strip()) < SHORTEST_REASON:
        raise NotRevealedError("Sebutkan alasannya. / Give the reason.")
    found = Person.objects.filter(regency_code=regency_code, id=person_id).values("village_code", field).first()
    if found is None:
        raise NoPersonError(f"Tidak ada orang {person_id} / there is no person {person_id}")
    place = found["village_code"] or regency_code
    require(
        may_reveal(actor, found["village_code"], regency_code), actor=actor, to=f"see {field} of somebody in",
        region_code=place,
    )  # fmt: skip
    record(
        actor, "reveal_identity", object_type="person", object_id=person_id, region_code=place,
        detail={"field": field, "reason": reason.strip()},
    )  # fmt: skip
    value: str | None = found[field]
    return value


def add_persons(actor: Actor, regency_code: str) -> int:
    """Insert the persons of temporary table `new_person` (PERSON_COLUMNS); return how many."""
    _permit(actor, regency_code)
    columns = ", ".join(PERSON_COLUMNS)
    added = execute(
        f"INSERT INTO people_person (regency_code, {columns}) SELECT %s, {columns} FROM new_person", [regency_code]
    )
    _count(actor, "add_persons", regency_code, added)
    return added


def complete_persons(actor: Actor, regency_code: str) -> int:
    """Fill what is not yet known of persons from `person_detail` (person_id + details); known values stay.

    A hamlet or address is filled in only where it lies in the person's village.
    """
    _permit(actor, regency_code)
    values = {name: f"d.{name}" for name in _COMPLETED} | {
        name: _IN_SAME_VILLAGE.format(name) for name in _WITH_VILLAGE
    }
    settings = ", ".join(f"{name} = coalesce(p.{name}, {value})" for name, value in values.items())
    news = " OR ".join(f"(p.{name} IS NULL AND {value} IS NOT NULL)" for name, value in values.items())
    completed = execute(
        f"UPDATE people_person p SET {settings}, changed_at = clock_timestamp() FROM person_detail d"
        f" WHERE p.regency_code = %s AND p.id = d.person_id AND ({news})",
        [regency_code],
    )
    _count(actor, "complete_persons", regency_code, completed)
    return completed


def correct_persons(actor: Actor, regency_code: str) -> int:
    """Replace identity details by those of `person_correction` (person_id, submission_id, line + details).

    Every person whose record changes gets an audit entry with the values before and after.
    """
    _permit(actor, regency_code)
    fields = ("nik", "kk", "name", "birth_on", "sex", "mother_name", "phone", "village_code")
    before = ", ".join(f"'{name}', p.{name}" for name in fields)
    after = ", ".join(f"'{name}', coalesce(c.{name}, p.{name})" for name in fields)
    differs = " OR ".join(f"(c.{name} IS NOT NULL AND c.{name} IS DISTINCT FROM p.{name})" for name in fields)
    settings = ", ".join(f"{name} = coalesce(c.{name}, p.{name})" for name in (*fields, "name_key", "name_token"))
    execute(
        f"""
            INSERT INTO audit_entry (actor, role, action, object_type, object_id, region_code, detail)
            SELECT %s, %s, 'correct_persons', 'person', p.id::text, p.regency_code,
                   jsonb_build_object('before', jsonb_build_object({before}), 'after', jsonb_build_object({after}),
                                      'submission', c.submission_id, 'line', c.line)
              FROM person_correction c JOIN people_person p ON p.regency_code = %s AND p.id = c.person_id
             WHERE {differs}
            """,
        [actor.name, str(actor.role), regency_code],
    )
    return execute(
        f"UPDATE people_person p SET {settings}, changed_at = clock_timestamp() FROM person_correction c"
        f" WHERE p.regency_code = %s AND p.id = c.person_id AND ({differs})",
        [regency_code],
    )


def add_livelihoods(actor: Actor, regency_code: str) -> int:
    """Insert livelihoods of `person_livelihood` (person_id, segment_code, enterprise, submission_id, line,
    is_of_new_person), once each.

    Of several rows that tell one, the first of the first submission counts. A row that founds its person
    (is_of_new_person) need not be held against what is known of her.
    """
    _permit(actor, regency_code)
    added = execute(
        "INSERT INTO people_livelihood (regency_code, person_id, segment_code, enterprise, submission_id)"
        " SELECT DISTINCT ON (l.person_id, l.segment_code) %s, l.person_id, l.segment_code, l.enterprise,"
        "        l.submission_id"
        " FROM person_livelihood l LEFT JOIN LATERAL ("
        "   SELECT true AS is_known FROM people_livelihood k"
        "    WHERE NOT l.is_of_new_person AND k.regency_code = %s AND k.person_id = l.person_id"
        "      AND k.segment_code = l.segment_code LIMIT 1) k ON true"
        " WHERE k.is_known IS NULL"
        " ORDER BY l.person_id, l.segment_code, l.submission_id, l.line",
        [regency_code, regency_code],
    )
    _count(actor, "add_livelihoods", regency_code, added)
    return added


def remove_livelihoods(actor: Actor, regency_code: str) -> int:
    """Take back the livelihoods of `livelihood_gone` (person_id, segment_code), which a correction no longer tells."""
    _permit(actor, regency_code)
    removed = execute(
        "DELETE FROM people_livelihood l USING livelihood_gone g"
        " WHERE l.regency_code = %s AND l.person_id = g.person_id AND l.segment_code = g.segment_code",
        [regency_code],
    )
    _count(actor, "remove_livelihoods", regency_code, removed)
    return removed


def record_deaths(actor: Actor, regency_code: str) -> int:
    """Set the day of death of the persons of `person_death` (person_id, died_on); an earlier record stays."""
    _permit(actor, regency_code)
    recorded = execute(
        "UPDATE people_person p SET died_on = d.died_on FROM person_death d"
        " WHERE p.regency_code = %s AND p.id = d.person_id AND p.died_on IS NULL",
        [regency_code],
    )
    _count(actor, "record_deaths", regency_code, recorded)
    return recorded


def record_welfare_ranks(actor: Actor, regency_code: str) -> int:
    """Record the deciles of `person_welfare` (person_id, source, as_of_on, decile, submission_id, line); return how
    many lines are new or changed. Of several rows of one source and day the first of the last submission counts.
    """
    _permit(actor, regency_code)
    recorded = execute(
        """
        INSERT INTO people_welfarerank AS w (regency_code, person_id, source, as_of_on, decile, submission_id, line)
        SELECT DISTINCT ON (person_id, source, as_of_on)
               %s, person_id, source, as_of_on, decile, submission_id, line
          FROM person_welfare ORDER BY person_id, source, as_of_on, submission_id DESC, line
        ON CONFLICT (regency_code, person_id, source, as_of_on) DO UPDATE
           SET decile = excluded.decile, submission_id = excluded.submission_id, line = excluded.line
         WHERE excluded.submission_id > w.submission_id
        """,
        [regency_code],
    )
    _count(actor, "record_welfare_ranks", regency_code, recorded)
    return recorded


def set_heads(actor: Actor, regency_code: str, *, among: list[int] | None = None) -> int:
    """Let the records of `person_head` (person_id, head_id) be merged into their heads and all others stand alone.

    `among`: only these records are touched. Return how many records changed; temporary table `head_changed` names them
    (person_id, former_head_id, head_id; null: alone). Called by the room that decides who is one person; nobody else
    merges.
    """
    _permit(actor, regency_code)
    execute("DROP TABLE IF EXISTS pg_temp.head_changed")
    execute(
        """
        CREATE TEMPORARY TABLE head_changed ON COMMIT DROP AS
        SELECT p.id AS person_id, p.merged_into AS former_head_id, wanted.head_id
          FROM people_person p,
               (SELECT coalesce(h.person_id, m.id) AS person_id, h.head_id
                  FROM person_head h
                  FULL JOIN (SELECT id FROM people_person
                               WHERE regency_code = %(regency)s AND merged_into IS NOT NULL
                                 AND (%(among)s::bigint[] IS NULL OR id = ANY(%(among)s))) m
                       ON m.id = h.person_id) wanted
         WHERE p.regency_code = %(regency)s AND p.id = wanted.person_id
           AND p.merged_into IS DISTINCT FROM wanted.head_id
        """,
        {"regency": regency_code, "among": among},
    )
    changed = execute(
        "UPDATE people_person p SET merged_into = h.head_id FROM head_changed h "
        "WHERE p.regency_code = %s AND p.id = h.person_id",
        [regency_code],
    )
    _count(actor, "set_heads", regency_code, changed)
    return changed


def remove_records(actor: Actor, regency_code: str) -> int:
    """Take back the records of `record_gone` (person_id) of single rows, with their livelihoods and deciles."""
    _permit(actor, regency_code)
    for table, column in (
        ("people_livelihood", "person_id"),
        ("people_welfarerank", "person_id"),
        ("people_person", "id"),
    ):
        removed = execute(
            f"DELETE FROM {table} t USING record_gone g WHERE t.regency_code = %s AND t.{column} = g.person_id",
            [regency_code],
        )
    _count(actor, "remove_records", regency_code, removed)
    return removed


def _permit(actor: Actor, regency_code: str) -> None:
    require(may_register(actor, regency_code), actor=actor, to="change persons in", region_code=regency_code)


def _count(actor: Actor, action: str, regency_code: str, number: int) -> None:
    if number:
        record(actor, action, object_type="person", object_id="*", region_code=regency_code, detail={"number": number})
