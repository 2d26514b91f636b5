"""Pairs that are alike are seen together, decided together, and taken back together."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from semesta.bulk import execute
from semesta.duplicates.queries import decisions_of
from tests.duplicates.registers import a_pair, heads
from tests.intake.builders import LOTIM


@pytest.fixture
def likeness(asked: list[int], verifier: Client) -> str:
    """Return the address of the likeness that three pairs have in common."""
    execute("""UPDATE duplicates_pair SET levels = '{"level_name": 1, "level_birth": 1, "part_name": 8}'""")
    page = verifier.get("/verifikasi/").content.decode()
    found = re.search(r"/verifikasi/serupa/\w+/", page)
    assert found is not None
    return found.group()


def answered(client: Client, address: str, pairs: list[int]) -> str:
    """Decide these pairs the same; return the page that follows."""
    form = {"verdict": "same", "reason": "evidence", "pair": [str(number) for number in pairs]}
    return client.post(f"{address}putuskan/", form, follow=True).content.decode()


def test_ticked_pairs_are_decided_and_the_odd_one_stays(verifier: Client, likeness: str, asked: list[int]) -> None:
    answered(verifier, likeness, asked[:2])
    assert [len(decisions_of(LOTIM, number)) for number in asked] == [1, 1, 0]
    assert len(heads()) == 2


def test_a_batch_is_taken_back_as_a_whole(verifier: Client, likeness: str, asked: list[int]) -> None:
    page = answered(verifier, likeness, asked)
    assert "3 pasangan diputuskan" in page
    verifier.post("/verifikasi/serupa/batalkan/")
    assert heads() == {}


def test_what_a_colleague_has_in_hand_is_left_out_and_counted(
    verifier: Client, colleague: Client, likeness: str, asked: list[int]
) -> None:
    colleague.post("/verifikasi/ambil/")
    assert "2 pasangan diputuskan; 1 tetap" in answered(verifier, likeness, asked)
    assert decisions_of(LOTIM, asked[0]) == []


def test_pairs_of_another_kind_cannot_be_slipped_in(verifier: Client, likeness: str, people: list[int]) -> None:
    other = a_pair(people[7], people[8], reason="conflict")
    assert "Centang pasangan" in answered(verifier, likeness, [other])
    assert "Centang pasangan" in verifier.post(
        f"{likeness}putuskan/", {"verdict": "same", "pair": ["1e9", "-4", "٣", ""]}
    ).content.decode()  # fmt: skip
    assert heads() == {}
