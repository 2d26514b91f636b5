"""The live sessions of a user. Django keeps whose a session is inside it, so they are opened one by one."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def delete_sessions_of(user_id: int) -> int:
    """End every session of a user at once; return how many there were. A regency has some hundreds in all."""
    own = [
        session.session_key
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(user_id)
    ]
    Session.objects.filter(session_key__in=own).delete()
    return len(own)
