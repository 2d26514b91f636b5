"""Comparing a password that this process may not read: the database tells how it was made and whether another is it.

In the scope of whoever signs in; nobody else's password can be asked about there.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import get_hasher, identify_hasher, make_password

from semesta.bulk import read_lines

_ANY = "x"
"""Stands in for the digest that stays in the database, where a hasher wants a whole password to take apart."""


def compared(raw: str) -> tuple[bool, bool]:
    """Return whether `raw` is the password of the scope's actor, and whether that is kept in an older form than new.

    Takes as long for a name that nobody has, or that has no usable password.
    """
    form = read_lines("SELECT sight.password_form() AS form")[0]["form"]
    hasher = _hasher_of(form)
    if hasher is None:
        make_password(raw)
        return False, False
    kept = form + _ANY
    parts = hasher.decode(kept)
    rounds = {"iterations": parts["iterations"]} if "iterations" in parts else {}
    made = hasher.encode(raw, parts["salt"], **rounds)
    fits = bool(read_lines("SELECT sight.is_password(%s) AS fits", [made])[0]["fits"])
    preferred = get_hasher()
    is_other = hasher.algorithm != preferred.algorithm
    if not fits and not is_other:
        hasher.harden_runtime(raw, kept)
    return fits, is_other or preferred.must_update(kept)


def _hasher_of(form: str | None) -> Any:
    try:
        return identify_hasher(form + _ANY) if form else None
    except ValueError:  # kept by a method that this installation does not know
        return None
