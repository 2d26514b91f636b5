"""Four people who work here, each appointed, with a factor, recovery codes and a session."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils.timezone import now

from semesta.accounts.actor import Actor, Role
from semesta.accounts.models import User
from semesta.signin.models import Session
from semesta.staff.models import Appointment
from tests.intake.builders import LOTIM, VILLAGE

PASSWORD = "tenun-sembalun-2026"
ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR, LOTIM)
SARI = Actor("sari", Role.VILLAGE_OPERATOR, VILLAGE)
BUDI = Actor("budi", Role.VERIFIER, LOTIM)
AWAY = Actor("jauh", Role.VERIFIER, "52.01")


def four_users() -> None:
    """Fill the database."""
    for actor in (ADMINISTRATOR, SARI, BUDI, AWAY):
        user = User.objects.create_user(actor.name, password=PASSWORD)
        post = {"role": actor.role, "territory": actor.territory}
        Appointment.objects.create(user=user, **post, from_on=now().date(), appointed_by="konsol")
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=user, type=kind, data={"secret": "tertutup", "seed": "tertutup"})
        Session.objects.create(fingerprint=actor.name, user=user, content="isi", expires_at="2100-01-01T00:00Z")
