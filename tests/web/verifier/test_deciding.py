"""The verifier takes a pair, decides, skips and undoes; nobody else meanwhile has it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import execute
from semesta.duplicates.queries import decisions_of
from tests.duplicates.registers import a_pair, heads
from tests.duplicates.test_decisions import joined_by_machine
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.signing import signed_in_as

QUEUE = "/verifikasi/"


def taken(client: Client) -> int:
    """Take the next pair; return its number."""
    answer = client.post(f"{QUEUE}ambil/")
    assert "/pasangan/" in answer["Location"], answer["Location"]
    return int(answer["Location"].split("/")[-2])


def decided(client: Client, number: int, **form: str) -> str:
    """Decide a pair; return where that leads, or the page that says what is wrong."""
    told = {"verdict": "same", "reason": "card_seen"} | form
    answer = client.post(f"{QUEUE}pasangan/{number}/putuskan/", told)
    return answer["Location"] if answer.status_code == 302 else answer.content.decode()


def undone(client: Client, number: int, **form: str) -> str:
    """Press undo on the pair's own page; return the page that follows."""
    page = client.get(f"{QUEUE}pasangan/{number}/").content.decode()
    (address,) = set(re.findall(rf"{QUEUE}pasangan/{number}/batalkan/\d+/", page))
    return client.post(address, form, follow=True).content.decode()


def test_deciding_merges_keeps_the_reason_and_leads_to_the_next_pair(
    verifier: Client, asked: list[int], people: list[int]
) -> None:
    first = taken(verifier)
    assert first == asked[0]
    assert decided(verifier, first) == f"{QUEUE}pasangan/{asked[1]}/"
    assert heads() == {people[1]: people[0]}
    (told,) = decisions_of(LOTIM, first)
    assert (told["actor"], told["verdict"], told["reason"]) == ("wati", "same", "KTP atau KK dilihat")


def test_two_verifiers_are_never_given_the_same_pair_nor_one_of_its_records(
    verifier: Client, colleague: Client, asked: list[int], people: list[int]
) -> None:
    rival = a_pair(people[0], people[9])
    execute("UPDATE duplicates_pair SET worth_rp = 9 WHERE number = ANY(%s)", [[asked[0], rival]])
    assert (taken(verifier), taken(colleague)) == (asked[0], asked[1])
    decided(colleague, rival)
    assert decisions_of(LOTIM, rival) == []
    assert "wati" in colleague.get(f"{QUEUE}pasangan/{asked[0]}/").content.decode()


def test_a_pair_that_was_let_go_or_kept_too_long_is_offered_again(
    verifier: Client, colleague: Client, asked: list[int]
) -> None:
    taken(verifier)
    verifier.post(f"{QUEUE}berhenti/")
    assert taken(colleague) == asked[0]
    execute("UPDATE duplicates_claim SET until_at = now() - interval '1 minute'")
    assert taken(verifier) == asked[0]


def test_a_skipped_pair_comes_last_until_one_begins_again(verifier: Client, asked: list[int]) -> None:
    first = taken(verifier)
    assert decided(verifier, first, verdict="skip") == f"{QUEUE}pasangan/{asked[1]}/"
    assert decided(verifier, asked[1], verdict="skip") == f"{QUEUE}pasangan/{asked[2]}/"
    assert decided(verifier, asked[2], verdict="skip") == QUEUE
    assert verifier.post(f"{QUEUE}ambil/", {"again": "1"})["Location"] == f"{QUEUE}pasangan/{first}/"


def test_deciding_twice_changes_nothing_and_says_so(verifier: Client, asked: list[int]) -> None:
    decided(verifier, asked[0])
    where = decided(verifier, asked[0], verdict="different")
    assert len(decisions_of(LOTIM, asked[0])) == 1
    assert f"Pasangan {asked[0]} sudah diputuskan" in verifier.get(where).content.decode()


def test_undo_gives_the_register_back_and_the_pair_its_place(verifier: Client, asked: list[int]) -> None:
    decided(verifier, asked[0])
    undone(verifier, asked[0], own_words="KTP adiknya")
    assert heads() == {}
    assert [said["reason"] for said in decisions_of(LOTIM, asked[0])] == ["KTP atau KK dilihat", "KTP adiknya"]
    assert taken(verifier) == asked[0]


def test_a_second_press_of_undo_takes_back_nothing_more(verifier: Client, asked: list[int], people: list[int]) -> None:
    joined_by_machine(asked[0])
    execute("DISCARD TEMP")  # of the machine's transaction, which in this test is the verifier's too
    decided(verifier, asked[0], verdict="different")
    shown = decisions_of(LOTIM, asked[0])[-1]["number"]
    address = f"{QUEUE}pasangan/{asked[0]}/batalkan/{shown}/"
    verifier.post(address)
    assert "Keputusan itu tidak berlaku lagi" in verifier.post(address, follow=True).content.decode()
    assert heads() == {people[1]: people[0]}
    assert "Keputusan" in undone(verifier, asked[0])  # now the machine's own is shown, and taken back
    assert heads() == {}


def test_a_pair_in_a_colleague_s_hand_is_not_taken_back(
    verifier: Client, colleague: Client, asked: list[int], people: list[int]
) -> None:
    decided(verifier, asked[0], verdict="different")
    rival = a_pair(people[0], people[9])
    execute("UPDATE duplicates_pair SET worth_rp = 9 WHERE number = %s", [rival])
    verifier.post(f"{QUEUE}berhenti/")
    assert taken(colleague) == rival
    assert "budi" in undone(verifier, asked[0])
    assert len(decisions_of(LOTIM, asked[0])) == 1


def test_a_decision_that_contradicts_others_is_refused_with_their_numbers(verifier: Client, people: list[int]) -> None:
    joined, apart, last = (a_pair(people[one], people[other]) for one, other in ((0, 1), (0, 2), (1, 2)))
    decided(verifier, joined)
    decided(verifier, apart, verdict="different")
    page = decided(verifier, last)
    assert "bertentangan" in page
    assert f"/verifikasi/pasangan/{apart}/" in page
    assert heads() == {people[1]: people[0]}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"reason": ""}, "Pilih alasan keputusan."),
        ({"reason": "other"}, "Tuliskan alasannya."),
        ({"reason": "other", "own_words": " \t "}, "Tuliskan alasannya."),
        ({"verdict": "'; DROP TABLE"}, "Pilih: orang yang sama atau berbeda."),
    ],
)
def test_what_is_missing_in_an_answer_is_told_and_nothing_decided(
    verifier: Client, asked: list[int], form: dict[str, str], told: str
) -> None:
    assert told in decided(verifier, asked[0], **form)
    assert decisions_of(LOTIM, asked[0]) == []


def test_the_queue_is_for_verifiers_only(people: list[int], asked: list[int]) -> None:
    operator = signed_in_as(Role.VILLAGE_OPERATOR, VILLAGE)
    for address in (QUEUE, f"{QUEUE}pasangan/{asked[0]}/"):
        assert operator.get(address).status_code == 403
        assert Client().get(address)["Location"].startswith("/masuk/")
    assert operator.post(f"{QUEUE}pasangan/{asked[0]}/putuskan/", {"verdict": "same"}).status_code == 403


def test_a_number_that_both_share_is_not_written_out(verifier: Client, asked: list[int], people: list[int]) -> None:
    page = verifier.get(f"{QUEUE}pasangan/{asked[0]}/").content.decode()
    assert "SAHRUDIN HAMZAH" in page
    assert "5203••" in page
    assert "5203050101" not in page


def test_an_unknown_pair_is_not_found(verifier: Client) -> None:
    assert verifier.get(f"{QUEUE}pasangan/999999/").status_code == 404
    assert decided(verifier, 999_999).count("Halaman ini tidak ada") == 1


def test_a_pair_leads_to_both_persons_where_numbers_are_masked(
    verifier: Client, asked: list[int], people: list[int]
) -> None:
    page = verifier.get(f"{QUEUE}pasangan/{asked[0]}/").content.decode()
    for person in people[:2]:
        assert f'href="/orang/{person}/"' in page
        assert "5203050101" not in verifier.get(f"/orang/{person}/").content.decode()
    refused = verifier.post(f"/orang/{people[0]}/buka/", {"field": "nik", "reason": "x"})
    shown = verifier.post(f"/orang/{people[0]}/buka/", {"field": "nik", "reason": "mencocokkan pasangan"})
    assert (refused.status_code, shown.status_code) == (422, 200)
