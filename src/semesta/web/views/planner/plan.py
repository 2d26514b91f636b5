"""Plans: the list, one with its certificate and totals, its totals as CSV, two side by side."""

from __future__ import annotations

from typing import Any, Literal, get_args

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.funding.queries.plan_comparison import changed_people, compare_plans
from semesta.funding.queries.plans import TotalsBy, plan_numbered, plan_totals, plans_of
from semesta.funding.queries.purse_law import purse_kinds
from semesta.funding.refusals import RefusedError
from semesta.web.asked_job import newest_job
from semesta.web.change_bar import with_bars
from semesta.web.download import csv_response
from semesta.web.fiscal_year import asked_year, years_of
from semesta.web.kept import kept
from semesta.web.language import reader_language, say
from semesta.web.plan_in_words import aims, bindings, names_of, one_more
from semesta.web.regency_permission import LOOKS, decides, open_in_regency
from semesta.web.signed_in import signed_in
from semesta.web.views.planner.scenario import COMPUTE
from semesta.web.wish import fresh_wish

By = Literal["desa", "pekerjaan"]
_TOTALS: dict[str, TotalsBy] = {"desa": "village", "pekerjaan": "segment"}
_COUNTED = ("people", "covered_before", "kept", "protected", "months", "public_rp", "self_rp")
LISTED = 100


@require_safe
@open_in_regency(*LOOKS)
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans of a year, newest first."""
    year = asked_year(request)
    context = {
        "year": year, "years": years_of(settings.REGENCY, year), "decides": decides(request),
        "lines": plans_of(settings.REGENCY, fiscal_year=year)[::-1],
    }  # fmt: skip
    return render(request, "web/planner/plans.html", context)


@require_safe
@open_in_regency(*LOOKS)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """Show one plan; while it is being computed the page asks again by itself."""
    found = plan_or_404(number)
    job = newest_job(signed_in(request), COMPUTE, about=found["name"])
    if request.headers.get("HX-Request") and not (job and job["is_open"]):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    by = request.GET.get("menurut", "dana")
    if by not in ("dana", *get_args(By)):
        raise Http404(by)
    names = names_of(found["purses"])
    bound, more_bound = bindings(found["certificate"], names)
    totals = found["totals"]
    found["not_chosen"] = totals["people"] - totals["protected"]
    context = {
        "plan": found, "job": job, "decides": decides(request), "by": by, "aims": aims(found["certificate"]),
        "bound": bound, "more_bound": more_bound, "one_more": one_more(found["certificate"], names),
        "relaxations": [one | {"said": one[reader_language()]} for one in found["certificate"].get("relaxations", ())],
        "tried": [one for one in found["purses"] if one["is_tried"]],
        "purses": _grouped(found["purses"]) if by == "dana" else [],
        "lines": plan_totals(settings.REGENCY, number, by=_TOTALS[by]) if by in _TOTALS else [],
        "is_result": found["state"] in ("computed", "frozen"), "tries": len(found["ceilings"]),
        "key": fresh_wish(),
    }  # fmt: skip
    return render(request, "web/planner/plan.html", context)


@require_safe
@open_in_regency(*LOOKS)
def plan_csv(request: HttpRequest, number: int) -> HttpResponse:
    """Give a plan's totals per village or segment as CSV."""
    plan_or_404(number)
    by = request.GET.get("menurut", "desa")
    if by not in _TOTALS:
        raise Http404(by)
    lines = plan_totals(settings.REGENCY, number, by=_TOTALS[by])
    headings = ["kode", "nama", "orang", "terlindungi_sebelumnya", "tetap", "terlindungi", "bulan", "uang_publik_rp",
                "bayar_sendiri_rp"]  # fmt: skip
    rows = [[line["code"], line["name"], *(line[name] for name in _COUNTED)] for line in lines]
    return csv_response(headings, rows, f"rencana-{number}-{by}.csv")


@require_safe
@open_in_regency(*LOOKS)
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what plan ?b= changes against ?a=, by village and segment; ?siapa=gain or lose names the people."""
    made = plans_of(settings.REGENCY)
    known = [one for one in made if one["state"] in ("computed", "frozen")]
    numbers = {str(one["id"]) for one in known}
    a, b = request.GET.get("a", ""), request.GET.get("b", "")
    context: dict[str, Any] = {"known": known, "made": made, "a": a, "b": b}
    if a or b:
        if not {a, b} <= numbers:
            raise Http404(f"{a} {b}")
        page = _compared({str(one["id"]): one for one in known}, a, b)
        context |= page | {
            "villages": with_bars([one for one in page["by_village"] if _differs(one)]),
            "segments": with_bars([one for one in page["by_segment"] if _differs(one)]),
            "same_villages": sum(not _differs(one) for one in page["by_village"]),
        }
        context |= _people(request, int(a), int(b))
    return render(request, "web/planner/comparison.html", context)


def _compared(known: dict[str, dict[str, Any]], a: str, b: str) -> dict[str, Any]:
    """Return two plans side by side; who gains and loses is counted once for each time they were computed."""
    mark = ":".join(f"{plan}-{known[plan]['state']}-{known[plan]['computed_at'].timestamp()}" for plan in (a, b))
    return kept(f"compared:{mark}", lambda: compare_plans(settings.REGENCY, int(a), int(b)))


def plan_or_404(number: int) -> dict[str, Any]:
    """Return a plan with its certificate, purses and totals."""
    try:
        return plan_numbered(settings.REGENCY, number)
    except RefusedError as refusal:
        raise Http404(number) from refusal


def _people(request: HttpRequest, a: int, b: int) -> dict[str, Any]:
    who = request.GET.get("siapa", "")
    if who not in ("gain", "lose"):
        return {}
    after = request.GET.get("sesudah", "")
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    people = changed_people(
        settings.REGENCY, a, b, who="gain" if who == "gain" else "lose", after=start, most=LISTED + 1
    )
    return {"who": who, "people": people[:LISTED],
            "next_after": people[LISTED - 1]["person_id"] if len(people) > LISTED else None}  # fmt: skip


def _differs(line: dict[str, Any]) -> bool:
    return any(line[f"{name}_more"] for name in ("protected", "kept", "months", "public_rp"))


def _grouped(purses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a plan's purses with those of villages summed up by kind."""
    kinds = purse_kinds(settings.REGENCY, language=reader_language())
    single = [one | {"label": one["name"] if one["purse_id"] else say("Membayar sendiri", "Pay for themselves")}
              for one in purses if one["owner"].count(".") < 2]  # fmt: skip
    sums: dict[str, dict[str, Any]] = {}
    for one in purses:
        if one["owner"].count(".") < 2:
            continue
        line = sums.setdefault(one["kind"], {"label": kinds.get(one["kind"], one["kind"]), "purse_id": 0, "villages": 0,
                                             "kind": one["kind"]})  # fmt: skip
        line["villages"] += 1
        for name in ("ceiling_rp", "committed_rp", "room_rp", "planned_rp", "left_rp", "people", "months"):
            line[name] = line.get(name, 0) + (one[name] or 0)
    return single + list(sums.values())
