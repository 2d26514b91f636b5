"""Book journal entries, whole sets at once, and reverse them. Nothing booked is ever changed.

The caller fills two temporary tables (`books.open_books` makes them): `entry_to_book` (key, kind, booked_on, document,
reason, reverses_id) and `line_to_book` (key, account, purse_id, payer, amount_rp; debit positive, credit negative).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from semesta.accounts.actor import Actor, may_maintain, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.ledger.books import open_books
from semesta.ledger.chart import shipped_chart
from semesta.ledger.models import Account

_DIFFERENT = """
WITH known AS (SELECT e.id, e.key FROM ledger_journalentry e JOIN entry_to_book USING (key)
                WHERE e.regency_code = %(regency)s),
     booked AS (SELECT k.key, p.account_id, p.purse_id, p.payer, p.amount_rp FROM known k
                  JOIN ledger_posting p ON p.regency_code = %(regency)s AND p.entry_id = k.id),
     given AS (SELECT l.key, l.account, l.purse_id, l.payer, l.amount_rp FROM line_to_book l JOIN known USING (key)
                WHERE l.amount_rp <> 0)
SELECT key FROM ((TABLE booked EXCEPT ALL TABLE given) UNION ALL (TABLE given EXCEPT ALL TABLE booked)) d
 GROUP BY key ORDER BY key LIMIT 5
"""
_ENTRIES = """
INSERT INTO ledger_journalentry (regency_code, id, key, kind, booked_on, document, reason, reverses_id, actor)
SELECT %(regency)s, nextval('ledger_journalentry_number'), key, kind, booked_on, document, reason, reverses_id,
       %(actor)s
  FROM (SELECT * FROM entry_to_book g
         WHERE NOT EXISTS (SELECT 1 FROM ledger_journalentry e
                            WHERE e.regency_code = %(regency)s AND e.key = g.key)
           AND EXISTS (SELECT 1 FROM line_to_book l WHERE l.key = g.key AND l.amount_rp <> 0)
         ORDER BY key) n
"""
_LINES = """
INSERT INTO ledger_posting (regency_code, entry_id, line, account_id, purse_id, payer, amount_rp)
SELECT %(regency)s, e.id,
       row_number() OVER (PARTITION BY e.id ORDER BY l.amount_rp < 0, c.position, l.purse_id, l.payer),
       l.account, l.purse_id, l.payer, l.amount_rp
  FROM line_to_book l
  JOIN ledger_journalentry e ON e.regency_code = %(regency)s AND e.key = l.key AND e.transaction = txid_current()
  JOIN entry_to_book g ON g.key = l.key
  LEFT JOIN ledger_account c ON c.code = l.account
 WHERE l.amount_rp <> 0 AND NOT EXISTS (SELECT 1 FROM ledger_posting p
                                         WHERE p.regency_code = %(regency)s AND p.entry_id = e.id)
"""
_REVERSAL = """
INSERT INTO line_to_book (key, account, purse_id, payer, amount_rp)
SELECT g.key, p.account_id, p.purse_id, p.payer, -p.amount_rp
  FROM entry_to_book g JOIN ledger_posting p ON p.regency_code = %(regency)s AND p.entry_id = g.reverses_id
"""


class KeyReusedError(RuntimeError):
    """A key that stands for one event came again with other amounts. Nothing was booked."""


class UnknownEntryError(LookupError):
    """There is no entry with this key, or it is a reversal itself or already reversed. Nothing was booked."""


@dataclass(frozen=True, slots=True)
class Booked:
    """How many entries and lines were new; entries booked before are not booked again."""

    entries: int
    lines: int


@transaction.atomic
def load_chart(actor: Actor) -> int:
    """Bring the shipped accounts into the table; return how many are new. An account's side never changes."""
    require(may_maintain(actor, actor.territory), actor=actor, to="load accounts", region_code=actor.territory)
    lines = [
        Account(code=line.code, side=line.side, name_id=line.name_id, name_en=line.name_en, position=position)
        for position, line in enumerate(shipped_chart())
    ]
    before = Account.objects.count()
    Account.objects.bulk_create(
        lines, update_conflicts=True, unique_fields=["code"], update_fields=["name_id", "name_en", "position"]
    )
    added = Account.objects.count() - before
    if added:
        record(actor, "load_chart", object_type="account", object_id="*", region_code=actor.territory,
               detail={"added": added})  # fmt: skip
    return added


@transaction.atomic
def book(actor: Actor, regency_code: str) -> Booked:
    """Book what `entry_to_book` and `line_to_book` hold; entries whose key is booked already are left as they are.

    Lines of nought are left out, and entries without any other. At commit the database refuses entries that do not
    sum to zero; at once it refuses whatever takes an account of a purse below zero. Errors: KeyReusedError when a
    known key comes with other lines.
    """
    require(may_spend(actor, regency_code), actor=actor, to="book in the ledger of", region_code=regency_code)
    parameters = {"regency": regency_code, "actor": actor.name}
    different = [line["key"] for line in read_lines(_DIFFERENT, parameters)]
    if different:
        raise KeyReusedError(f"sudah dibukukan dengan jumlah lain / booked before with other amounts: {different}")
    entries = execute(_ENTRIES, parameters)
    lines = execute(_LINES, parameters) if entries else 0
    if entries:
        record(actor, "book", object_type="journal_entry", object_id="*", region_code=regency_code,
               detail={"entries": entries, "lines": lines})  # fmt: skip
    return Booked(entries, lines)


@transaction.atomic
def reverse_entry(
    actor: Actor, regency_code: str, key: str, *, booked_on: date, document: str, reason: str, reversal_key: str = ""
) -> Booked:
    """Book the opposite of an entry under the key `<key>/reversed`; the same again books nothing.

    Errors: UnknownEntryError; a reversal that would take an account below zero is refused by the database.
    """
    require(may_spend(actor, regency_code), actor=actor, to="reverse in the ledger of", region_code=regency_code)
    found = read_lines(
        "SELECT id, reverses_id FROM ledger_journalentry WHERE regency_code = %s AND key = %s", [regency_code, key]
    )
    if not found or found[0]["reverses_id"] is not None:
        raise UnknownEntryError(
            f"{key}: tidak ada atau sudah pembalikan / {key}: no such entry, or it is a reversal itself"
        )
    open_books()
    execute(
        "INSERT INTO entry_to_book (key, kind, booked_on, document, reason, reverses_id) "
        "VALUES (%s, 'reversal', %s, %s, %s, %s)",
        [reversal_key or f"{key}/reversed", booked_on, document, reason, found[0]["id"]],
    )
    execute(_REVERSAL, {"regency": regency_code})
    return book(actor, regency_code)
