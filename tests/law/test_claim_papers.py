"""Documents, deadlines and heirs of a claim."""

from __future__ import annotations

from datetime import date

import pytest

from semesta.law import Law, WrongQuestionError
from semesta.law.benefit import claim_deadlines, claim_documents, claim_papers, heirs_order

DAY = date(2026, 1, 5)


def codes(law: Law, kind: str, *circumstances: str) -> set[str]:
    return {paper.code for paper in claim_documents(law, on=DAY, kind=kind, circumstances=circumstances)}  # type: ignore[arg-type]


def test_an_accident_needs_stage_one_stage_two_and_witnesses(law: Law) -> None:
    assert codes(law, "accident") == {
        "form_3_kk1", "reporter_statement", "member_card", "ktp", "attendance", "chronology", "witnesses",
        "form_3a_kk2", "form_3b_kk3",
    }  # fmt: skip


def test_in_traffic_a_police_report_takes_the_place_of_witnesses(law: Law) -> None:
    extra = codes(law, "accident", "traffic") - codes(law, "accident")
    gone = codes(law, "accident") - codes(law, "accident", "traffic")

    assert (extra, gone) == ({"police_report"}, {"witnesses"})


@pytest.mark.parametrize(("circumstance", "papers"), [
    ("on_duty", {"duty_order"}), ("violence", {"violence_papers"}),
    ("outside_plkk", {"receipts", "medical_papers", "bank_account"}),
    ("incapacity", {"sick_notes", "transport_receipts", "payslip", "bank_book"}),
])  # fmt: skip
def test_circumstances_add_their_papers(law: Law, circumstance: str, papers: set[str]) -> None:
    assert codes(law, "accident", circumstance) - codes(law, "accident") == papers


def test_a_death_claim_needs_seven_papers_and_the_marriage_book_of_a_spouse(law: Law) -> None:
    assert len(codes(law, "death")) == 7
    assert codes(law, "death", "spouse", "employed") - codes(law, "death") == {"marriage_book", "employment_reference"}


def test_a_scholarship_needs_seven_papers(law: Law) -> None:
    assert len(codes(law, "scholarship")) == 7


@pytest.mark.parametrize(("kind", "circumstance"), [
    ("accident", "spouse"), ("death", "traffic"), ("scholarship", "spouse"), ("accident", "always"),
    ("accident", "not_traffic"),
])  # fmt: skip
def test_a_circumstance_that_changes_nothing_for_the_claim_is_refused(law: Law, kind: str, circumstance: str) -> None:
    with pytest.raises(WrongQuestionError, match="circumstances"):
        codes(law, kind, circumstance)


def test_papers_of_an_accident_say_what_late_payment_costs_and_that_employers_bear_late_reports(law: Law) -> None:
    papers = claim_papers(law, on=DAY, kind="accident", circumstances=["incapacity"])

    used = {value.dated.path for value in papers.explanation.used}
    assert {"claims/jkk_late_share_per_day", "benefit/jkk/temporary_incapacity_claim_every", "claims/heirs"} <= used
    assert "pemberi kerja menanggung" in str(papers.page("id")["deadlines"][0]["note"])


def test_pages_of_papers_name_stage_and_circumstance_in_the_readers_language(law: Law) -> None:
    papers = claim_papers(law, on=DAY, kind="accident", circumstances=["traffic"])

    report = next(paper for paper in papers.documents if paper.code == "police_report")
    assert (report.page("id")["stage_name"], report.page("en")["when_name"]) == (
        "pendukung JKK",
        "in traffic (traffic)",
    )


def test_accident_deadlines_fall_on_their_days(law: Law) -> None:
    due = {
        deadline.code: (deadline.length, deadline.due_on) for deadline in claim_deadlines(law, on=DAY, kind="accident")
    }

    assert due == {
        "report_within": (48, date(2026, 1, 7)),
        "suspected_status_within": (30, date(2026, 2, 4)),
        "jkk_payment_within": (7, None),
        "jkk_lapses_after": (5, date(2031, 1, 5)),
    }


def test_death_is_paid_in_three_working_days(law: Law) -> None:
    (deadline,) = claim_deadlines(law, on=DAY, kind="death")

    assert deadline.page("id")["length"] == "3 hari kerja"


def test_before_pp_49_2023_there_was_no_limit_for_suspected_cases(law: Law) -> None:
    def has_limit(day: date) -> bool:
        return "suspected_status_within" in {d.code for d in claim_deadlines(law, on=day, kind="accident")}

    assert (has_limit(date(2023, 10, 12)), has_limit(date(2023, 10, 13))) == (False, True)


def test_spouse_and_children_inherit_first(law: Law) -> None:
    rows = heirs_order(law, on=DAY)

    assert [row.words().en for row in rows[:2]] == [
        "spouse or child",
        "blood relatives up or down to the second degree",
    ]
    assert len(rows) == 6


def test_unknown_circumstances_are_refused(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match="circumstances"):
        codes(law, "accident", "earthquake")
    with pytest.raises(WrongQuestionError, match="kind"):
        codes(law, "theft")
