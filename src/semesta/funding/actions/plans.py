"""Make a plan with its terms, compute it from the register as it is, freeze it into a decree; keep releases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models.functions import Now

from semesta.accounts.actor import Actor, may_spend, require
from semesta.allocation import (
    Infeasible,
    PlanInputError,
    Policy,
    PolicyFileError,
    default_policy_file,
    parse_policy,
    plan,
    verify,
)
from semesta.audit.actions import record
from semesta.bulk import copy_frame, execute, read_lines
from semesta.funding.actions.decrees import DecreeHead, issue_decree
from semesta.funding.candidates import Asked, candidates
from semesta.funding.law_terms import the_law
from semesta.funding.models import Plan, Purse, Release
from semesta.funding.next_year import next_year_of
from semesta.funding.plan_months import decree_frame
from semesta.funding.plan_purses import PlanMoney, money_of
from semesta.funding.plan_result import (
    month_rows,
    people_rows,
    purse_rows,
    relaxations_page,
    sha256_of_input,
    total_rows,
)
from semesta.funding.purse_lock import lock_purses
from semesta.funding.refusals import RefusedError, refuse
from semesta.kernel.month import Month, Period
from semesta.kernel.rupiah import rupiah_text
from semesta.law import Law, UnanswerableError
from semesta.law.words import Words

_PARTS = ("funding_planline", "funding_planperson", "funding_planpurse", "funding_plantotal")
_SUMS = """
SELECT (SELECT coalesce(sum(months * monthly_rp), 0)::bigint FROM funding_planline
         WHERE regency_code = %(regency)s AND plan_id = %(plan)s AND purse_id <> 0) AS planned_rp,
       (SELECT added_rp FROM funding_decree WHERE id = %(decree)s) AS decreed_rp
"""
_HUNDRED = 100
_MOST_VERIFIED = 50_000
"""People up to whom every plan is verified when it is computed: the check goes person by person (decision 0014)."""
_POLICY_FILE = "policy.yaml"


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a plan is asked with. An empty policy is the shipped one; `ceilings` tries other ceilings by purse number.

    `relief`: as_law, or none for what it would cost without the state's relief; `readings` of open questions of the
    law; `take_up_percent`: of those without cover, who would begin to pay for themselves; months `start` to `end`,
    which is not included. `past_months`: why the plan begins before the month it is made in, where nothing can be
    covered any more.
    """

    name: str
    fiscal_year: int
    as_of_on: date
    start: Month
    end: Month
    policy_text: str = ""
    ceilings: Mapping[int, int] = field(default_factory=dict)
    relief: str = "as_law"
    readings: Mapping[str, str] = field(default_factory=dict)
    take_up_percent: int = 0
    seed: str = ""
    past_months: str = ""


@transaction.atomic
def make_plan(actor: Actor, regency_code: str, terms: PlanTerms) -> int:
    """Keep a plan of these terms as a draft and return its number; the same terms again change nothing.

    Errors: RefusedError for a policy with mistakes (each with its line), a reading or purse that is not known, a
    negative ceiling, months outside the fiscal year or passed already, a year without open purses, or a name that
    stands for other terms.
    """
    require(may_spend(actor, regency_code), actor=actor, to="make a plan for", region_code=regency_code)
    text = terms.policy_text or default_policy_file().read_text(encoding="utf-8")
    policy = _vetted(regency_code, terms, text)
    asked = asdict(terms) | {"policy_text": text, "seed": terms.seed or str(terms.fiscal_year)}
    del asked["past_months"]
    asked["ceilings"] = {str(purse): terms.ceilings[purse] for purse in sorted(terms.ceilings)}
    sha256 = hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()
    found = Plan.objects.filter(regency_code=regency_code, fiscal_year=terms.fiscal_year, name=terms.name).first()
    if found is not None:
        if found.terms_sha256 != sha256:
            raise refuse("plan_name_taken", before=terms.name, detail=terms.fiscal_year)
        return int(found.pk)
    made = Plan.objects.create(
        regency_code=regency_code, name=terms.name, fiscal_year=terms.fiscal_year, as_of_on=terms.as_of_on,
        start_month=terms.start.first_day(), end_month=terms.end.first_day(), policy_name=policy.name.id,
        policy_text=text, ceilings=asked["ceilings"], relief=terms.relief, readings=dict(terms.readings),
        take_up_percent=terms.take_up_percent, seed=asked["seed"], terms_sha256=sha256, made_by=actor.name,
    )  # fmt: skip
    record(actor, "make_plan", object_type="plan", object_id=made.pk, region_code=regency_code,
           detail={"name": terms.name, "fiscal_year": terms.fiscal_year, "terms_sha256": sha256,
                   "past_months": terms.past_months})  # fmt: skip
    return int(made.pk)


@transaction.atomic
def compute_plan(actor: Actor, regency_code: str, plan_id: int) -> str:
    """Compute a plan from the register, purses and law as they are now, keep the result and return the state.

    `computed`, or `infeasible`: then the certificate names each rule to relax and by how much. While register and
    purses are as they were, computing again changes nothing; else the new result takes the place of the old.
    Errors: RefusedError when the plan is frozen, the law is silent or the purses cannot be planned with.
    """
    require(may_spend(actor, regency_code), actor=actor, to="compute a plan for", region_code=regency_code)
    kept = _locked(regency_code, plan_id)
    if kept.state == "frozen":
        raise refuse("plan_frozen", before=kept.name)
    law = the_law(regency_code)
    policy = parse_policy(kept.policy_text, file=_POLICY_FILE)
    ceilings = {int(purse): rupiah for purse, rupiah in kept.ceilings.items()}
    money = money_of(law, regency_code, kept.fiscal_year, ceilings=ceilings)
    people = _candidates(law, kept, policy, money)
    sha256 = sha256_of_input(people, money, {"terms": kept.terms_sha256})
    if kept.state != "draft" and kept.input_sha256 == sha256:
        return kept.state
    answer = _answered(law, kept, policy, people, money)
    is_verified = people.height <= _MOST_VERIFIED and not isinstance(answer, Infeasible)
    if is_verified:
        _require_sound(law, kept, policy, people, money, answer)
    for table in _PARTS:
        execute(f"DELETE FROM {table} WHERE regency_code = %s AND plan_id = %s", [regency_code, plan_id])
    kept.input_sha256, kept.people = sha256, people.height
    if isinstance(answer, Infeasible):
        kept.state, kept.certificate = "infeasible", relaxations_page(answer, money)
    else:
        told = people_rows(answer, people)
        rows = (month_rows(answer, money), told, purse_rows(answer, money), total_rows(told))
        before = told.filter(pl.col("kept").is_not_null()).height
        following = next_year_of(law, answer, people, money, fiscal_year=kept.fiscal_year)
        page = answer.certificate.page() | {
            "covered_before": before, "next_year": following, "is_verified": is_verified,
        }  # fmt: skip
        kept.state, kept.certificate = "computed", page
        for table, frame in zip(_PARTS, rows, strict=True):
            head = (pl.lit(regency_code).alias("regency_code"), pl.lit(plan_id).alias("plan_id"))
            copy_frame(frame.with_columns(*head), table)
            execute(f"ANALYZE {table}")
    Plan.objects.filter(pk=plan_id).update(
        state=kept.state, certificate=kept.certificate, input_sha256=sha256, people=kept.people, computed_at=Now()
    )
    record(actor, "compute_plan", object_type="plan", object_id=plan_id, region_code=regency_code,
           detail={"state": kept.state, "people": kept.people, "input_sha256": sha256})  # fmt: skip
    return kept.state


@transaction.atomic
def freeze_plan(actor: Actor, regency_code: str, plan_id: int, head: DecreeHead) -> int:
    """Issue the decree of a computed plan and freeze the plan; return the decree. Again with the same number: nothing.

    What people pay for themselves is not decreed. Errors: RefusedError when the plan is not computed, was only tried
    (without the relief, or under readings of the law that decrees and bills do not go by), is frozen into another
    decree, comes to another sum than its decree, and all of `issue_decree` (a month another pays by now, a purse whose
    real ceiling falls short of the one tried).
    """
    require(may_spend(actor, regency_code), actor=actor, to="freeze a plan of", region_code=regency_code)
    kept = _locked(regency_code, plan_id)
    if kept.state not in ("computed", "frozen"):
        raise refuse("plan_not_computed", before=kept.name)
    if kept.relief != "as_law":
        raise refuse("plan_only_tried", before=kept.name)
    _require_own_readings(regency_code, kept)
    decree = issue_decree(actor, regency_code, head, plan=decree_frame(regency_code, plan_id))
    if kept.state == "frozen":
        if kept.decree_id != decree:
            raise refuse("plan_frozen", before=kept.name)
        return decree
    _require_same_sum(regency_code, kept, decree)
    Plan.objects.filter(pk=plan_id).update(state="frozen", decree_id=decree)
    record(actor, "freeze_plan", object_type="plan", object_id=plan_id, region_code=regency_code,
           detail={"decree": head.number, "decree_id": decree})  # fmt: skip
    return decree


@transaction.atomic
def release_money(
    actor: Actor, regency_code: str, purse_id: int, *, month: Month, through_rp: int, document: str, dated_on: date
) -> int:
    """Keep how much of a purse is released by a month, counted from the beginning of the year; return the number.

    Plans spend no more by then. The same document for the same month and amount again changes nothing. Errors:
    RefusedError for an amount below nought, a month outside the purse's year, a missing document.
    """
    require(may_spend(actor, regency_code), actor=actor, to="release money of", region_code=regency_code)
    if isinstance(through_rp, bool) or not isinstance(through_rp, int) or through_rp < 0:
        raise refuse("not_whole", before=through_rp, detail=Words("pencairan", "release"))
    if not document.strip():
        raise refuse("paper_missing", detail=Words("dokumen", "document"))
    (purse,) = lock_purses(regency_code, [purse_id])
    if month.year != purse["fiscal_year"]:
        raise refuse("month_outside_year", after=month, detail=purse["fiscal_year"])
    known = list(Release.objects.filter(regency_code=regency_code, purse_id=purse_id).order_by("number"))
    for one in known:
        if (one.document, one.month, one.through_rp) == (document, month.first_day(), through_rp):
            return one.number
    number = known[-1].number + 1 if known else 1
    Release.objects.create(
        regency_code=regency_code, purse_id=purse_id, number=number, month=month.first_day(), through_rp=through_rp,
        document=document, dated_on=dated_on,
    )  # fmt: skip
    record(actor, "release_money", object_type="purse", object_id=purse_id, region_code=regency_code,
           detail={"number": number, "month": str(month), "through_rp": through_rp, "document": document})  # fmt: skip
    return number


def _vetted(regency_code: str, terms: PlanTerms, text: str) -> Policy:
    if not terms.name.strip():
        raise refuse("paper_missing", detail=Words("nama rencana", "name of the plan"))
    if not (terms.start.year == terms.fiscal_year == terms.end.plus(-1).year and terms.start < terms.end):
        raise refuse("plan_months_unfit", before=f"{terms.start} - {terms.end}", detail=terms.fiscal_year)
    if terms.start < Month.of(terms.as_of_on) and not terms.past_months.strip():
        raise refuse("plan_months_passed", before=terms.start, after=Month.of(terms.as_of_on))
    if not 0 <= terms.take_up_percent <= _HUNDRED or terms.relief not in ("as_law", "none"):
        raise refuse("plan_terms_unfit", before=f"{terms.take_up_percent} %, {terms.relief}")
    purses = set(
        Purse.objects.filter(
            regency_code=regency_code, fiscal_year=terms.fiscal_year, closed_on__isnull=True
        ).values_list("pk", flat=True)
    )
    if not purses:
        raise refuse("year_unknown", before=terms.fiscal_year)
    strange = sorted(set(terms.ceilings) - purses)
    if strange:
        raise refuse("purse_unknown", before=", ".join(map(str, strange)))
    wrong = [rupiah for rupiah in terms.ceilings.values() if isinstance(rupiah, bool) or rupiah < 0]
    if wrong:
        raise refuse("not_whole", before=wrong[0], detail=Words("pagu", "ceiling"))
    try:
        the_law(regency_code).readings(terms.readings)
        return parse_policy(text, file=_POLICY_FILE)
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem
    except PolicyFileError as problem:
        raise RefusedError(problem.findings) from problem


def _require_own_readings(regency_code: str, kept: Plan) -> None:
    law = the_law(regency_code)
    own, tried = law.readings(), law.readings(kept.readings)
    other = [f"{question}={answer}" for question, answer in tried.items() if answer != own[question]]
    if other:
        raise refuse("plan_other_readings", before=kept.name, detail=", ".join(other))


def _require_same_sum(regency_code: str, kept: Plan, decree: int) -> None:
    """Refuse a decree that commits another sum than the plan showed: prices moved since it was computed."""
    (sums,) = read_lines(_SUMS, {"regency": regency_code, "plan": kept.pk, "decree": decree})
    if sums["planned_rp"] != sums["decreed_rp"]:
        raise refuse("plan_decree_differ", before=kept.name, after=rupiah_text(sums["decreed_rp"]),
                     detail=rupiah_text(sums["planned_rp"]))  # fmt: skip


def _locked(regency_code: str, plan_id: int) -> Plan:
    found = Plan.objects.select_for_update().filter(regency_code=regency_code, pk=plan_id).first()
    if found is None:
        raise refuse("plan_unknown", before=plan_id)
    return found


def _period(kept: Plan) -> Period:
    return Period(Month.of(kept.start_month), Month.of(kept.end_month))


def _candidates(law: Law, kept: Plan, policy: Policy, money: PlanMoney) -> pl.DataFrame:
    asked = Asked(
        kept.regency_code, kept.fiscal_year, kept.as_of_on, _period(kept), money.kinds, money.payers, policy,
        kept.readings, kept.take_up_percent, kept.seed,
    )  # fmt: skip
    return candidates(law, asked)


def _require_sound(law: Law, kept: Plan, policy: Policy, people: pl.DataFrame, money: PlanMoney, answer: Any) -> None:
    """Refuse a plan that the verifier, which knows nothing of the optimisation, finds anything wrong with."""
    found = verify(
        answer, law, people, money.purses, period=_period(kept), policy=policy, revisions=money.revisions,
        releases=money.releases, relief="none" if kept.relief == "none" else "as_law", readings=kept.readings,
    )  # fmt: skip
    if found:
        raise refuse("plan_unsound", before=kept.name, detail=f"{found[0].rule}: {found[0].about} ({len(found)})")


def _answered(law: Law, kept: Plan, policy: Policy, people: pl.DataFrame, money: PlanMoney) -> Any:
    try:
        return plan(
            law, people, money.purses, period=_period(kept), policy=policy, seed=kept.seed, revisions=money.revisions,
            releases=money.releases, relief="none" if kept.relief == "none" else "as_law", readings=kept.readings,
        )  # fmt: skip
    except PlanInputError as problem:
        raise RefusedError(problem.findings) from problem
    except UnanswerableError as problem:
        raise refuse("law_silent", detail=problem.words) from problem
