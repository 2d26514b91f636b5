"""People come by invitation, leave the same day, hand over; all of it as the web role, in the reach of who acts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import ProgrammingError
from django.test import Client
from pytest_django.fixtures import Settings

from semesta.accounts.actor import EVERYWHERE, Actor, NotPermittedError, Role
from semesta.accounts.models import User
from semesta.accounts.queries import actor_of
from semesta.accounts.scope import in_scope_of
from semesta.audit.models import Entry
from semesta.staff.accepting import accept_invitation, offer_of
from semesta.staff.actions import end_appointment, end_sessions, hand_over, invite, reset_sign_in
from semesta.staff.models import Appointment, Invitation
from semesta.staff.post import Post
from semesta.staff.queries import appointments, waiting_invitations
from semesta.staff.refusals import StaffRefusedError

pytestmark = pytest.mark.django_db

ADMINISTRATOR = Actor("admin", Role.ADMINISTRATOR, "52.03")
VERIFIER = Post(Role.VERIFIER, "52.03")
AGENCY = Post(Role.AGENCY_OPERATOR, "52.03", "dinas-pertanian")
PASSWORD = "gunung-rinjani-3726"
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def link(post: Post = VERIFIER, *, now: datetime = NOW) -> str:
    with in_scope_of(ADMINISTRATOR):
        return invite(ADMINISTRATOR, post, for_whom="Sari", reason="mutasi", now=now)


def accept(token: str, username: str = "sari", *, password: str = PASSWORD) -> str:
    with in_scope_of(None):
        return accept_invitation(token, username=username, name="Sari", password=password, now=NOW)


def appointed(post: Post = VERIFIER, username: str = "sari") -> User:
    accept(link(post), username)
    return User.objects.get(username=username)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("post", [VERIFIER, AGENCY, Post(Role.VILLAGE_OPERATOR, "52.03.01.2001")])
def test_who_accepts_becomes_what_the_invitation_says(post: Post) -> None:
    user = appointed(post)
    assert actor_of(user) == Actor("sari", post.role, post.territory, post.agency)
    assert user.check_password(PASSWORD)
    assert [(e.actor, e.action) for e in Entry.objects.order_by("id")] == [
        ("admin", "invite"),
        ("sari", "accept_invitation"),
    ]


def test_the_token_is_kept_nowhere() -> None:
    token = link()
    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))


def test_used_expired_and_unknown_links_are_refused_alike() -> None:
    used, expired = link(), link(now=NOW - timedelta(days=8))
    accept(used)
    said = set()
    for token in (used, expired, "tidak-ada"):
        with in_scope_of(None), pytest.raises(StaffRefusedError) as refused:
            offer_of(token, now=NOW)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_weak_password_leaves_the_link_usable() -> None:
    token = link()
    with pytest.raises(StaffRefusedError):
        accept(token, password="12345")
    assert not User.objects.filter(username="sari").exists()
    assert accept(token) == "sari"


@pytest.mark.parametrize(
    ("actor", "post"),
    [
        (ADMINISTRATOR, Post(Role.VERIFIER, "52.04")),
        (ADMINISTRATOR, Post(Role.ADMINISTRATOR, EVERYWHERE)),
        (Actor("desa", Role.ADMINISTRATOR, "52.03.01"), VERIFIER),
        (Actor("v", Role.VERIFIER, "52.03"), VERIFIER),
    ],
)
def test_nobody_appoints_beyond_the_own_territory_or_without_the_role(actor: Actor, post: Post) -> None:
    with in_scope_of(actor), pytest.raises(NotPermittedError):
        invite(actor, post, for_whom="", reason="uji", now=NOW)


@pytest.mark.parametrize(
    "post",
    [
        Post(Role.VILLAGE_OPERATOR, "52.03"),
        Post(Role.AGENCY_OPERATOR, "52.03"),
        Post(Role.VERIFIER, "52.03", "dinas-x"),
    ],
)
def test_a_post_that_does_not_fit_together_is_refused(post: Post) -> None:
    with pytest.raises(StaffRefusedError):
        link(post)


def test_the_leaver_is_out_at_once_and_everywhere() -> None:
    user = appointed()
    clients = [signed_in(user), signed_in(user)]
    with in_scope_of(ADMINISTRATOR):
        assert end_appointment(ADMINISTRATOR, "sari", reason="pensiun", now=NOW) == 2
    user.refresh_from_db()
    assert (user.is_active, user.territory, actor_of(user)) == (False, "", None)
    assert {client.get("/pekerjaan/").status_code for client in clients} == {302}
    assert Appointment.objects.get(user=user).until_on == NOW.date()


def test_a_hand_over_ends_one_and_invites_the_next_to_the_same_post() -> None:
    leaver = appointed(AGENCY)
    with in_scope_of(ADMINISTRATOR):
        token = hand_over(ADMINISTRATOR, "sari", for_whom="Budi", reason="mutasi", now=NOW)
    accept(token, "budi")
    assert actor_of(User.objects.get(username="budi")) == Actor("budi", AGENCY.role, AGENCY.territory, AGENCY.agency)
    assert actor_of(User.objects.get(pk=leaver.pk)) is None


def test_sessions_are_ended_without_ending_the_appointment() -> None:
    user, other = appointed(), appointed(username="budi")
    mine, others = signed_in(user), signed_in(other)
    with in_scope_of(ADMINISTRATOR):
        assert end_sessions(ADMINISTRATOR, "sari") == 1
    assert (mine.get("/pekerjaan/").status_code, others.get("/pekerjaan/").status_code) == (302, 200)


def test_a_reset_takes_password_and_sessions_and_its_link_gives_a_new_password() -> None:
    client = signed_in(appointed())
    with in_scope_of(ADMINISTRATOR):
        token = reset_sign_in(ADMINISTRATOR, "sari", reason="telepon hilang", now=NOW)
    assert client.get("/pekerjaan/").status_code == 302
    assert not User.objects.get(username="sari").has_usable_password()
    accept(token, username="", password="pantai-pink-9182")
    assert User.objects.get(username="sari").check_password("pantai-pink-9182")
    assert Appointment.objects.count() == 1


def test_an_ending_also_ends_the_link_for_a_new_password() -> None:
    appointed()
    with in_scope_of(ADMINISTRATOR):
        token = reset_sign_in(ADMINISTRATOR, "sari", reason="lupa", now=NOW)
        end_appointment(ADMINISTRATOR, "sari", reason="pensiun", now=NOW)
    with pytest.raises(StaffRefusedError):
        accept(token, username="")


def test_people_of_another_territory_are_unknown() -> None:
    appointed()
    neighbour = Actor("tetangga", Role.ADMINISTRATOR, "52.04")
    with in_scope_of(neighbour):
        assert appointments(neighbour) == []
        assert not Appointment.objects.exists()
        with pytest.raises(StaffRefusedError):
            end_appointment(neighbour, "sari", reason="iseng", now=NOW)


def test_the_list_is_searched_and_waiting_links_are_shown() -> None:
    appointed(AGENCY)
    link()
    with in_scope_of(ADMINISTRATOR):
        assert [one["username"] for one in appointments(ADMINISTRATOR, search="pertanian")] == ["sari"]
        assert appointments(ADMINISTRATOR, search="verifier") == []
        assert [one["role"] for one in waiting_invitations(ADMINISTRATOR, now=NOW)] == ["verifier"]


@pytest.mark.parametrize("actor", [None, Actor("v", Role.VERIFIER, "52.03"), ADMINISTRATOR])
def test_the_database_refuses_an_appointment_without_a_link(actor: Actor | None) -> None:
    user = User.objects.create(username="penyusup")
    with pytest.raises(ProgrammingError, match="row-level security"), in_scope_of(actor):
        Appointment.objects.create(user=user, role="administrator", territory="52.03", from_on=NOW.date())


def test_the_database_refuses_a_page_a_user_with_a_territory() -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), in_scope_of(ADMINISTRATOR):
        User.objects.create(username="penyusup", role="administrator", territory="52.03")
