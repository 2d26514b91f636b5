"""What people see of a pair: field by field, in their language, adding up; and what they can draw of it."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from semesta.matching.evidence import evidence, evidence_table, prior_weight
from semesta.matching.model import shipped_model
from semesta.matching.waterfall import waterfall_svg
from tests.matching.made_up import a_person, linked, without_number


def a_pair() -> dict[str, object]:
    row = without_number(id="row", name="SYAHRUDDIN HADI", mother_name=None)
    return linked([row], a_person(id="person")).pairs.row(0, named=True)


def test_every_comparison_tells_its_level_in_the_readers_language() -> None:
    parts = {part.title: part.level for part in evidence(a_pair(), shipped_model(), language="id")}
    assert parts["NIK"] == "tidak diketahui"
    assert parts["Nama"] == "sama"
    assert parts["Kartu keluarga dan ibu"] == "KK sama, ibu tidak diketahui"


def test_prior_and_parts_are_the_weight() -> None:
    pair, model = a_pair(), shipped_model()
    prior = prior_weight(model, link_type="register", population=3_001)
    assert prior + sum(part.total for part in evidence(pair, model)) == pytest.approx(pair["weight"], abs=1e-9)


def test_a_common_name_proves_less_than_a_rare_one() -> None:
    rare = linked([without_number(name="ZULQARNAIN")], a_person(name="ZULQARNAIN"))
    common = linked([without_number(name="AMINAH ASTUTI")], a_person(name="AMINAH ASTUTI"))
    rarity = [evidence(found.pairs.row(0, named=True), shipped_model())[2].rarity for found in (rare, common)]
    assert rarity[0] > rarity[1] + 2


def test_the_table_has_a_line_for_every_pair_and_comparison() -> None:
    found = linked([without_number(id="row")], a_person(id="person")).pairs
    table = evidence_table(found, shipped_model())
    assert table["comparison"].to_list() == [c.name for c in shipped_model().schema.comparisons]


def test_the_waterfall_is_drawn_for_every_part() -> None:
    parts = evidence(a_pair(), shipped_model(), language="id")
    drawing = ET.fromstring(waterfall_svg(parts, prior=-11.7, before="<awal>", after="jumlah"))
    bars = drawing.findall("{http://www.w3.org/2000/svg}rect")
    assert len(bars) == len(parts) + 2
