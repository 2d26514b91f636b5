"""Who sees tokens: whoever reaches the database, for a request is nobody's until its token is known."""

from __future__ import annotations

from semesta.accounts.sight import Open, Rule

SIGHTS: dict[str, Rule] = {
    "tokens_apitoken": Open(
        "a token is looked up by the SHA-256 of its secret before anybody's reach is known; the web role can set only"
        " when it was last used",
        may=("UPDATE",),
        columns=("last_used_at",),
    ),
}
