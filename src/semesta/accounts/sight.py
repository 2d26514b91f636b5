"""The vocabulary of row-level security: which rows of a table the web role sees, and which it may write.

Every room names its tables in `row_sight.py`, each with a `Sight`, or `Open` or `Closed` with the reason. The words
here are conditions in SQL over the settings of `reach.py`. They cost little: a setting is read once a statement, ranges
are served by indexes, and what takes a look-up stands last behind `OR`, where only rows not yet seen come to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from semesta.accounts.actor import Role


@dataclass(frozen=True, slots=True)
class Sight:
    """Rows are seen where `see` holds, and written where `write` holds, by the commands of `may` only.

    `columns` narrows UPDATE to some columns; `insert` is the condition on new rows where it is not that of `write`;
    `hidden` are columns that are read by nobody but the owner's functions.
    """

    see: str
    write: str = ""
    may: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")
    columns: tuple[str, ...] = ()
    insert: str = ""
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """Every row is for everybody who can reach the database, because of `reason`; `may` besides SELECT."""

    reason: str
    may: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """No page needs the table, because of `reason`: the web role has no right on it at all."""

    reason: str


Rule = Sight | Open | Closed

EVERYBODY = "true"


def setting(name: str) -> str:
    """Return SQL for a setting of `reach.py`, read once a statement."""
    return f"(SELECT current_setting('semesta.{name}', true))"


def by_role(*roles: Role) -> str:
    """Return SQL: the reader has one of these roles."""
    named = ", ".join(f"'{role}'" for role in roles)
    return f"{setting('role')} IN ({named})"


def within(column: str) -> str:
    """Return SQL: the code in a column lies in the reader's territory."""
    return f"{column} BETWEEN {setting('from')} AND {setting('to')}"


IN_WHOLE_REGENCY = f"({setting('reach')} = 'regency' AND {within('regency_code')})"
"""SQL: the reader sees whole regencies, and the row is of one of them."""

IN_MY_REGENCY = f"(regency_code = {setting('regency')})"
"""SQL: the row is of the regency in which the reader has a part."""


def all_of(*conditions: str) -> str:
    """Return SQL: every condition holds."""
    return f"({' AND '.join(conditions)})"


def any_of(*conditions: str) -> str:
    """Return SQL: one of the conditions holds; the dearest should come last."""
    return f"({' OR '.join(conditions)})"


def in_my_places(column: str) -> str:
    """Return SQL: the row is of a village of the reader's part."""
    return all_of(IN_MY_REGENCY, f"{setting('reach')} = 'part'", within(column))


def of_my_submissions(column: str = "submission_id") -> str:
    """Return SQL: the row is of a list that the reader's village, district or agency handed in."""
    return all_of(IN_MY_REGENCY, f"{column} IN (SELECT id FROM sight.own_submission)")


def of_person(table: str, column: str) -> str:
    """Return SQL: the person in a column is one the reader sees: of the reader's places, or of a list handed in."""
    resident = (
        f"EXISTS (SELECT 1 FROM sight.resident v WHERE v.regency_code = {table}.regency_code AND v.id = {column})"
    )
    return any_of(IN_WHOLE_REGENCY, all_of(IN_MY_REGENCY, any_of(resident, is_seen_person(column))))


def is_seen_person(column: str) -> str:
    """Return SQL: the person in a column is seen by the reader of a part or agency, wherever he or she lives."""
    return f"{column} IN (SELECT sight.seen_persons())"
