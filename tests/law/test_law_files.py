"""A spoilt law file is refused with file, line, field and remedy, in both languages, all mistakes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from semesta.law import LawFileError, default_law_folder, load_law

JKM = "parameters/contribution/bpu/jkm.yaml"
RISK = "parameters/contribution/pu/jkk_rate.yaml"
DUE = "parameters/contribution/bpu/due_day.yaml"
ROUNDING = "parameters/contribution/rounding.yaml"
DD = "purses/dd.yaml"


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> LawFileError:
    with pytest.raises(LawFileError) as caught:
        load_law(folder)
    return caught.value


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "said"), [
    (JKM, "2015-07-01:", "2015-02-30:", "law_impossible_date", 7, "2015-02-30"),
    (JKM, "2015-07-01:", "July 2015:", "law_impossible_date", 7, "July 2015"),
    (JKM, "value: 6_800", "value: -6_800", "law_negative", 8, "-6_800"),
    (JKM, "value: 6_800", "value: 6800.5", "law_wrong_type", 8, "6800.5"),
    (JKM, "value: 6_800", 'value: "6800"', "law_wrong_type", 8, "6800"),
    (JKM, "value: 6_800", "amount: 6_800", "law_unknown_key", 8, "amount"),
    (JKM, "    source: pp-44-2015\n", "", "law_missing_key", 7, "source"),
    (JKM, "source: pp-44-2015", "source: pp-44-2051", "law_unknown_name", 9, "pp-44-2051"),
    (JKM, "article: iuran JKM", "article: pasal 999", "law_unknown_name", 10, "pasal 999"),
    (JKM, "seen: [L5c, P36]", "seen: [L5c, Z99]", "law_unknown_name", 11, "Z99"),
    (JKM, "confidence: B", "confidence: M", "law_unverified_unmarked", 12, "M"),
    (JKM, "confidence: B", "confidence: E", "law_unknown_name", 12, "E"),
    (JKM, "confidence: B", "confidence: B\n    unverified: true", "law_unverified_without_question", 7, "question"),
    (JKM, "unit: rupiah", "unit: dollars", "law_unknown_name", 4, "dollars"),
    (JKM, "affects: [BPU]", "affects: [everyone]", "law_unknown_name", 5, "everyone"),
    (JKM, "unit: rupiah", "unit: rupiah\ncolour: red", "law_unknown_key", 5, "colour"),
    (JKM, "  en: ", "  fr: ", "law_unknown_key", 3, "fr"),
    (JKM, "values:", "values: [", "law_not_yaml", None, "YAML"),
    (JKM, "seen: [L5c, P36]", "seen: []", "law_not_seen", 7, "seen"),
    (JKM, "    seen: [L5c, P36]\n", "", "law_not_seen", 7, "confidence: M"),
    (JKM, "seen: [L5c, P36]", "seen: *somewhere", "law_not_yaml", None, "YAML"),
    (DUE, "value: 15", "value: 45", "law_wrong_type", 8, "45"),
    (DUE, "value: 15", "value: 0", "law_wrong_type", 8, "0"),
    (ROUNDING, "value: half_up", "value: nearest", "law_unknown_name", 12, "half_up"),
    (RISK, "labels: {class:", "labels: {klass:", "law_unknown_name", None, "klass"),
    (RISK, "rate: 0.54 %", "rate: 0.54", "law_wrong_type", 17, "0.54"),
    (RISK, "rate: 0.54 %", "rate: 0.0054", "law_wrong_type", 17, "0.24 %"),
    (RISK, "rate: 0.54 %", "rate: lots", "law_wrong_type", 17, "lots"),
    (RISK, "class: 3", "class: 2", "law_rows_out_of_order", 18, "2"),
    (RISK, "class: 3, ", "", "law_missing_key", 18, "class"),
    (DD, "verdict: refused", "verdict: maybe", "law_unknown_name", 6, "maybe"),
    (DD, "[village_official, village_council]", "[village_chief]", "law_unknown_name", 15, "village_chief"),
    (DD, "place_kinds: [kelurahan]", "place_kinds: [city]", "law_unknown_name", 7, "city"),
    (DD, "years: {from: 2026, to: 2026}", "years: {from: 2026, to: 2025}", "law_years_reversed", 16, "2025"),
    (DD, "name: officials_barred_2026", "name: kelurahan_has_none", "law_name_twice", 13, "kelurahan_has_none"),
    (DD, "{dd_for_workers: by_deliberation}", "{dd_for_workers: by_deliberation, lapse_gap: never}",
     "law_one_only", 35, "lapse_gap"),
    (DD, "budget: village", "budget: bank", "law_unknown_name", 2, "bank"),
    (DD, "dd_for_workers: by_deliberation", "dd_for_workers: always", "law_unknown_name", 35, "always"),
    ("regions/lombok_timur.yaml", "purse: add", "purse: bank", "law_unknown_name", 4, "bank"),
    ("regions/lombok_timur.yaml", '"52.03"', '"5203"', "law_wrong_type", 2, "5203"),
    ("questions.yaml", "default: excluded", "default: perhaps", "law_unknown_name", 9, "perhaps"),
    ("sources.yaml", "kind: law", "kind: gossip", "law_unknown_name", None, "gossip"),
])  # fmt: skip
def test_a_mistake_is_named_with_file_line_and_remedy(
    folder: Path, file: str, old: str, new: str, code: str, line: int | None, said: str
) -> None:
    spoil(folder, file, old, new)

    error = refusal(folder)

    found = [finding for finding in error.findings if finding.kind.code == code and finding.place.file == file]
    assert found, error.report("en")
    assert line is None or found[0].place.row == line
    assert said in found[0].message("en") + found[0].remedy("en")
    assert found[0].remedy("id")
    assert f"{file}:" in error.report("id")


def test_a_remedy_names_what_is_most_like_the_mistake_and_not_the_whole_folder(folder: Path) -> None:
    spoil(folder, JKM, "confidence: B", "confidence: B\n    unverified: true\n    question: jp_ceiling")

    (finding,) = refusal(folder).findings

    assert "use: jp_ceilings." in finding.remedy("en")


@pytest.mark.parametrize(("language", "said"), [("id", "bukan bilangan bulat."), ("en", "is not a whole number.")])
def test_a_mistake_speaks_one_language(folder: Path, language: Any, said: str) -> None:
    spoil(folder, JKM, "value: 6_800", "value: Rp6.800")

    assert said in refusal(folder).report(language)


@pytest.mark.parametrize("name", ["purses/bumdes.yml", "purses/deep/bumdes.yaml", "bumdes.yaml", "cases/mine.txt"])
def test_a_file_nobody_would_read_is_named(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("name: {id: a, en: b}\n", encoding="utf-8")

    (finding,) = refusal(folder).findings

    assert (finding.kind.code, finding.place.file) == ("law_stray_file", name)


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    (folder / JKM).write_bytes('description: {id: "caf\u00e9"}'.encode("latin-1"))

    assert [(f.kind.code, f.place.file) for f in refusal(folder).findings] == [("law_not_text", JKM)]


def test_a_file_that_contains_itself_is_refused(folder: Path) -> None:
    (folder / JKM).write_text("description: &a {id: *a, en: b}\n", encoding="utf-8")

    assert "law_not_yaml" in {finding.kind.code for finding in refusal(folder).findings}


def test_two_values_on_one_date_name_both_lines(folder: Path) -> None:
    path = folder / JKM
    again = "  2015-07-01:\n    value: 7_000\n"
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")

    (finding,) = refusal(folder).findings

    assert finding.kind.code == "law_two_values_on_one_date"
    assert (finding.place.row, finding.after) == (13, "7")


def test_a_key_written_twice_is_not_silently_dropped(folder: Path) -> None:
    spoil(folder, JKM, "unit: rupiah", "unit: rupiah\nunit: percent")

    assert [finding.kind.code for finding in refusal(folder).findings] == ["law_key_twice"]


def test_all_mistakes_of_all_files_come_together(folder: Path) -> None:
    spoil(folder, JKM, "value: 6_800", "value: -1")
    spoil(folder, DD, "budget: village", "budget: bank")
    spoil(folder, RISK, "rate: 0.24 %", "rate: -0.24 %")

    assert {finding.place.file for finding in refusal(folder).findings} == {JKM, DD, RISK}


def test_an_empty_file_is_refused(folder: Path) -> None:
    (folder / JKM).write_text("", encoding="utf-8")

    assert refusal(folder).findings[0].kind.code == "law_not_yaml"


def test_a_folder_without_law_says_how_to_point_to_one(tmp_path: Path) -> None:
    assert "SEMESTA_LAW_DIR" in refusal(tmp_path / "nowhere").report("en")


def test_the_folder_can_be_named_by_the_environment(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("SEMESTA_LAW_DIR", str(folder))

    assert default_law_folder() == folder


def test_without_the_environment_the_shipped_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEMESTA_LAW_DIR", raising=False)

    assert load_law(default_law_folder()).parameters


def test_there_is_one_copy_of_the_law_at_the_root_of_the_repository() -> None:
    root = Path(__file__).parents[2] / "law"

    assert (Path(__file__).parents[2] / "src/semesta/law/data").resolve() == root.resolve()
