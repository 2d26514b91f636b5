"""How a village stands is kept between readers; what the village did itself, and each count, shows at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from semesta.bulk import execute
from tests.intake.alike import a_sent_list
from tests.intake.builders import VILLAGE, nik

CARD = "5203051203109001"
ADDRESS = f"/desa/{VILLAGE}/"


@pytest.fixture
def pages(operator: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Keep figures as processes that answer pages do: what others change follows later."""
    monkeypatch.setattr("semesta.web.kept.serves_pages", lambda: True)
    monkeypatch.setattr("semesta.web.kept._store", lambda: cache)
    return operator


def test_a_list_that_comes_in_shows_at_once(pages: Client, tmp_path: Path) -> None:
    before = pages.get(ADDRESS).context["standings"]
    assert pages.get(ADDRESS).context["standings"] == before
    a_sent_list(tmp_path, ("AMAQ BARU", nik(9871), CARD, "L"), ("AMAQ LAIN", nik(9872), CARD, "L"))
    assert pages.get(ADDRESS).context["standings"]["people"] == before["people"] + 2


def test_a_new_count_shows_at_once_and_others_work_with_the_time_of_the_figure(pages: Client) -> None:
    assert pages.get(ADDRESS).context["steps_as_of"] is None
    execute("DELETE FROM people_livelihood")
    execute(
        "INSERT INTO audit_entry (actor, role, action, object_type, object_id, region_code, detail)"
        " VALUES ('lain', 'verifier', 'decide', 'pair', '1', '52.03', '{}')"
    )
    page = pages.get(ADDRESS)
    assert page.context["steps_as_of"] is not None
    assert "yang terjadi sesudahnya menyusul" in page.content.decode()
    assert page.context["standings"]["uncovered"] > 0
    execute("UPDATE coverage_snapshot SET counted_at = counted_at + interval '1 minute'")
    assert pages.get(ADDRESS).context["standings"]["uncovered"] == 0
