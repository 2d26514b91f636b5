"""The disability table row by row, transcribed from the published list: money for a wage of one million."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from semesta.law import Law, WrongQuestionError
from semesta.law.benefit import Loss, partial_disability

DAY = date(2026, 1, 5)
WAGE = 1_000_000

# loss, percent x 10, seen in a list (B) or from memory (M)
ROWS = [
    ("arm_right", 400, "B"), ("arm_left", 350, "B"), ("forearm_right", 350, "M"), ("forearm_left", 300, "M"),
    ("hand_right", 320, "M"), ("hand_left", 280, "M"), ("legs_both", 700, "M"), ("leg_one", 350, "M"),
    ("feet_both", 500, "M"), ("foot_one", 250, "M"), ("eyes_both", 700, "B"), ("eye_one", 350, "B"),
    ("hearing_both", 400, "B"), ("hearing_one", 200, "B"), ("thumb_right", 150, "M"), ("thumb_left", 120, "M"),
    ("index_right", 90, "M"), ("index_left", 70, "M"), ("finger_right", 40, "M"), ("finger_left", 30, "M"),
    ("index_joint_right", 45, "M"), ("index_joint_left", 35, "M"), ("finger_joint_right", 20, "M"),
    ("finger_joint_left", 15, "M"), ("toe_big", 50, "M"), ("toe_second", 30, "M"), ("toe_other", 20, "M"),
    ("impotence", 300, "M"), ("leg_shorter_5", 100, "M"), ("leg_shorter_7", 200, "M"), ("leg_shorter_more", 300, "M"),
    ("hearing_drop_both", 60, "B"), ("hearing_drop_one", 30, "B"),
    ("auricle_one", 50, "B"), ("auricles_both", 100, "B"),
    ("nose_wing", 300, "B"), ("septum", 150, "B"), ("smell", 100, "B"), ("work_capacity_51", 400, "M"),
    ("work_capacity_26", 200, "M"), ("work_capacity_10", 50, "M"), ("mental_capacity", 700, "M"),
    ("vision_part", 70, "B"), ("colour_vision", 100, "B"), ("visual_field", 70, "B"),
]  # fmt: skip
COUNTED = {"hearing_drop_both", "hearing_drop_one", "vision_part", "visual_field"}
RANGED = ("scalp", 100, 300)


@pytest.mark.parametrize(("loss", "permille", "mark"), ROWS, ids=lambda value: str(value))
def test_a_loss_pays_its_percentage_of_eighty_wages(law: Law, loss: str, permille: int, mark: str) -> None:
    counted = Fraction(1) if loss in COUNTED else None
    benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss(loss, units=counted)])

    assert benefit.total_rp == permille * 80_000
    used = next(used for used in benefit.explanation.used if used.row is not None)
    assert used.standing.confidence == mark
    assert benefit.explanation.unverified == (mark == "M")


def test_the_table_has_no_other_rows(law: Law) -> None:
    table = law.at("benefit/jkk/disability_table", DAY).value

    assert isinstance(table, tuple)
    assert len(table) == len(ROWS) + 1


@pytest.mark.parametrize(("assessed", "amount"), [(10, 8_000_000), (20, 16_000_000), (30, 24_000_000)])
def test_a_torn_scalp_pays_what_the_doctor_assesses_within_the_range(law: Law, assessed: int, amount: int) -> None:
    loss = Loss("scalp", assessed=Fraction(assessed, 100))

    assert partial_disability(law, on=DAY, wage_rp=WAGE, losses=[loss]).total_rp == amount


@pytest.mark.parametrize("assessed", [None, Fraction(9, 100), Fraction(31, 100)])
def test_a_ranged_loss_without_a_share_in_its_range_is_refused(law: Law, assessed: Fraction | None) -> None:
    with pytest.raises(WrongQuestionError, match=r"losses\.assessed"):
        partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("scalp", assessed=assessed)])


@pytest.mark.parametrize(
    ("right", "left"),
    [("arm_right", "arm_left"), ("forearm_right", "forearm_left"), ("hand_right", "hand_left"),
     ("thumb_right", "thumb_left"), ("index_right", "index_left"), ("finger_right", "finger_left"),
     ("index_joint_right", "index_joint_left"), ("finger_joint_right", "finger_joint_left")],
)  # fmt: skip
def test_left_handed_people_have_right_and_left_swapped(law: Law, right: str, left: str) -> None:
    def paid(loss: str, handed: str) -> int:
        return partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss(loss)], handed=handed).total_rp  # type: ignore[arg-type]

    assert paid(left, "left") == paid(right, "right") > paid(left, "right") == paid(right, "left")


def test_losses_counted_by_tens_multiply(law: Law) -> None:
    benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("hearing_drop_one", units=Fraction(4))])

    assert benefit.total_rp == 4 * 2_400_000


def test_several_losses_add_up_and_say_that_a_cap_is_unknown(law: Law) -> None:
    losses = [Loss("thumb_right"), Loss("eye_one")]

    benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=losses)

    assert benefit.total_rp == 12_000_000 + 28_000_000
    assert {"disability_rows", "several_losses"} <= {question.key for question in benefit.explanation.questions}


def test_several_verified_losses_above_total_disability_are_still_marked_as_open(law: Law) -> None:
    benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("arm_right"), Loss("eyes_both")])

    assert [question.key for question in benefit.explanation.questions] == ["several_losses"]


def test_the_better_eye_weighs_three_times_whichever_is_named_first(law: Law) -> None:
    for eyes in ((Fraction(80, 100), Fraction(40, 100)), (Fraction(40, 100), Fraction(80, 100))):
        benefit = partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("vision_part", eyes=eyes)])

        assert benefit.total_rp == 3 * 7 * 80 * 10_000
        assert benefit.explanation.unverified


@pytest.mark.parametrize(("loss", "field"), [
    (Loss("thumb_right", units=Fraction(2)), r"losses\.units"),
    (Loss("thumb_right", eyes=(Fraction(1), Fraction(1))), r"losses\.units"),
    (Loss("hearing_drop_one"), r"losses\.units"), (Loss("hearing_drop_one", units=Fraction(-1)), r"losses\.units"),
    (Loss("hearing_drop_one", eyes=(Fraction(1), Fraction(1))), r"losses\.units"),
    (Loss("thumb_right", assessed=Fraction(1, 10)), r"losses\.assessed"),
    (Loss("thumb_right", function_lost=Fraction(3, 2)), r"losses\.function_lost"),
    (Loss("vision_part", eyes=(Fraction(3, 2), Fraction(1))), r"losses\.eyes"),
])  # fmt: skip
def test_what_a_row_does_not_count_or_cannot_do_without_is_refused(law: Law, loss: Loss, field: str) -> None:
    with pytest.raises(WrongQuestionError, match=field):
        partial_disability(law, on=DAY, wage_rp=WAGE, losses=[loss])


def test_an_unknown_hand_is_refused_and_not_taken_for_the_right_one(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match="handed"):
        partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("thumb_left")], handed="kidal")  # type: ignore[arg-type]


def test_an_unknown_loss_is_refused_by_name(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match="tail"):
        partial_disability(law, on=DAY, wage_rp=WAGE, losses=[Loss("tail")])
