"""Workforce bases side by side: each with source and date, parts that sum, nothing overwritten unseen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.regions.actions import apportion_base, load_shipped_regions, record_workforce_base
from semesta.regions.models import WorkforceBase
from semesta.regions.queries import all_bases_of, bases_of
from semesta.regions.stated_base import BaseRefusedError, StatedBase
from semesta.regions.weights import Weights, WeightsError

pytestmark = pytest.mark.django_db


def a_base(**changed: Any) -> StatedBase:
    given: dict[str, Any] = {
        "region_code": "52.03", "key": "bappeda_workers", "title_id": "Pekerja menurut Bappeda",
        "title_en": "Workers according to Bappeda", "value": 610_000, "kind": "reported", "source": "RKPD 2026",
        "as_of": "2026-01",
    }  # fmt: skip
    return StatedBase.of_texts(**({"scope": "all", "confidence": "C"} | given | changed))


def values_at(level: str, key: str) -> list[int]:
    lines = WorkforceBase.objects.filter(region__level=level, region__regency_code="52.03", key=key)
    return [*lines.values_list("value", flat=True)]


def test_several_bases_stand_side_by_side_and_none_is_the_base(shipped: None) -> None:
    bases = {base["key"]: base["value"] for base in bases_of("52.03")}

    assert bases == {
        "bpjs_labour_force": 504_000, "formal_and_informal_workers": 624_600, "sakernas_labour_force": 813_000,
    }  # fmt: skip


def test_a_base_of_wage_earners_only_is_left_out_unless_asked_for(shipped: None) -> None:
    assert [base["key"] for base in bases_of("52.03", scopes=["PU"])] == ["formal_workers"]


def test_the_newest_figure_of_a_key_is_shown_and_the_older_kept(shipped: None) -> None:
    newest = {base["key"]: base["as_of"] for base in bases_of("52")}
    every = [(base["key"], base["as_of"]) for base in all_bases_of("52") if base["key"] == "sakernas_employed"]

    assert newest["sakernas_employed"] == "2025-02"
    assert every == [("sakernas_employed", "2025-02"), ("sakernas_employed", "2024-08")]


def test_stating_a_base_is_traced_and_stating_it_again_changes_nothing(shipped: None, administrator: Actor) -> None:
    first, again = (record_workforce_base(administrator, a_base()) for _ in range(2))

    (entry,) = trail_of("workforce_base", "52.03/bappeda_workers/2026-01")
    assert (first, again) == ("added", "unchanged")
    assert (entry["detail"]["before"], entry["detail"]["after"]["value"]) == (None, 610_000)


def test_a_corrected_value_drops_the_parts_of_the_old_one(shipped: None, administrator: Actor) -> None:
    record_workforce_base(administrator, a_base())
    apportion_base(administrator, "52.03", "bappeda_workers")

    assert record_workforce_base(administrator, a_base(value=600_000)) == "changed"

    entry = trail_of("workforce_base", "52.03/bappeda_workers/2026-01")[-1]
    assert values_at("district", "bappeda_workers") == []
    assert (entry["detail"]["before"]["value"], entry["detail"]["parts_dropped"]) == (610_000, 275)


def test_a_corrected_note_keeps_the_parts(shipped: None, administrator: Actor) -> None:
    record_workforce_base(administrator, a_base())
    apportion_base(administrator, "52.03", "bappeda_workers")

    record_workforce_base(administrator, a_base(note_id="lihat hlm. 12"))

    assert sum(values_at("district", "bappeda_workers")) == 610_000


@pytest.mark.parametrize("level", ["district", "village"])
def test_shipped_bases_are_shared_out_to_the_last_worker(shipped: None, level: str) -> None:
    assert sum(values_at(level, "bpjs_labour_force")) == 504_000
    assert len(values_at(level, "bpjs_labour_force")) == {"district": 21, "village": 254}[level]


def test_a_part_says_that_it_is_derived_from_what_and_how(shipped: None) -> None:
    part = next(base for base in bases_of("52.03.05.2001") if base["key"] == "bpjs_labour_force")

    assert (part["kind"], part["confidence"], part["origin"]) == ("derived", "D", "apportioned")
    assert part["title_en"].endswith("apportioned by weights")
    assert "504,000 of 52.03 shared by weights" in part["note_en"]
    assert "evenly among the villages" in part["note_en"]


def test_apportioning_again_changes_and_traces_nothing(shipped: None, administrator: Actor) -> None:
    before = trail_of("workforce_base", "52.03/bpjs_labour_force/2025-05")

    parts = apportion_base(administrator, "52.03", "bpjs_labour_force")

    assert len(parts) == 275
    assert trail_of("workforce_base", "52.03/bpjs_labour_force/2025-05") == before


def test_own_weights_replace_the_shipped_ones_until_the_value_changes(shipped: None, administrator: Actor) -> None:
    equal = Weights({f"52.03.{number:02d}": 1 for number in range(1, 22)}, "bobot.csv")

    apportion_base(administrator, "52.03", "bpjs_labour_force", weights=equal)
    load_shipped_regions(administrator)

    assert values_at("district", "bpjs_labour_force") == [24_000] * 21


def test_a_district_that_states_its_own_figure_is_not_overwritten(shipped: None, administrator: Actor) -> None:
    record_workforce_base(administrator, a_base())
    record_workforce_base(administrator, a_base(region_code="52.03.05", value=45_000))

    with pytest.raises(BaseRefusedError, match=r"52\.03\.05.*the parts would not sum"):
        apportion_base(administrator, "52.03", "bappeda_workers")
    assert values_at("district", "bappeda_workers") == [45_000]


def test_loading_what_is_shipped_leaves_a_corrected_base_alone(shipped: None, administrator: Actor) -> None:
    record_workforce_base(administrator, a_base(key="bpjs_labour_force", as_of="2025-05", value=510_000))

    assert not load_shipped_regions(administrator).is_change
    assert bases_of("52.03")[0]["value"] == 510_000


def test_a_region_without_weights_is_not_guessed(shipped: None, administrator: Actor) -> None:
    with pytest.raises(WeightsError, match=r"no weights for 52\.04\.02"):
        apportion_base(administrator, "52.04", "sakernas_labour_force")


def test_a_base_that_nobody_stated_cannot_be_shared(shipped: None, administrator: Actor) -> None:
    with pytest.raises(BaseRefusedError, match="has no base 'unheard_of'"):
        apportion_base(administrator, "52.03", "unheard_of")


def test_a_base_of_a_region_not_loaded_is_refused(shipped: None, administrator: Actor) -> None:
    with pytest.raises(BaseRefusedError, match="not loaded"):
        record_workforce_base(administrator, a_base(region_code="53.71"))


@pytest.mark.parametrize("role", [Role.VILLAGE_OPERATOR, Role.VERIFIER, Role.READER])
def test_only_administrators_state_bases(shipped: None, role: Role) -> None:
    somebody = Actor("somebody", role, "52.03")

    with pytest.raises(NotPermittedError):
        record_workforce_base(somebody, a_base())
    with pytest.raises(NotPermittedError):
        apportion_base(somebody, "52.03", "bpjs_labour_force")
    assert "bappeda_workers" not in {base["key"] for base in bases_of("52.03")}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"region_code": "5203"}, "no region code"),
        ({"key": "Bappeda"}, "lower case letters"),
        ({"title_en": " "}, "needs a title"),
        ({"title_id": "x" * 121}, "longer than 120"),
        ({"value": -1}, "negative value"),
        ({"source": ""}, "needs a source"),
        ({"as_of": "2026-13"}, "YYYY-MM"),
        ({"scope": "formal"}, "all, PU, BPU"),
        ({"kind": "guessed"}, "reported, derived"),
        ({"confidence": "Z"}, "A, B, C, D, M"),
        ({"kind": "derived"}, "needs a note on its arithmetic"),
    ],
)
def test_a_base_without_its_particulars_does_not_exist(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(BaseRefusedError, match=told):
        a_base(**changed)


def test_all_that_is_wrong_with_a_base_is_told_at_once() -> None:
    with pytest.raises(BaseRefusedError) as refused:
        a_base(source="", value=-1, as_of="kemarin")
    assert str(refused.value).count(";") == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": -1},
        {"source": ""},
        {"kind": "guess"},
        {"scope": "x"},
        {"as_of": "25"},
        {"key": "A"},
        {"origin": "apportioned"},
    ],
)
def test_the_database_itself_refuses_a_base_without_particulars(shipped: None, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkforceBase.objects.filter(region_id="52.03", key="bpjs_labour_force").update(**wrong)
