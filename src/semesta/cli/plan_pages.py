"""How plans are printed: the list, one with its certificate, totals, comparison, people."""

from __future__ import annotations

from typing import Any

from semesta.cli.funding_words import rp
from semesta.cli.show import count, out, table
from semesta.cli.words import language, say

_STATES = {
    "draft": ("belum dihitung", "draft"), "computed": ("dihitung", "computed"),
    "infeasible": ("tidak dapat dipenuhi", "cannot be met"), "frozen": ("menjadi SK", "frozen"),
}  # fmt: skip
_AIMS = {
    "kept": ("Kepesertaan terjaga", "Memberships kept"), "points": ("Poin terlindungi", "Points protected"),
    "spending_rp": ("Uang publik", "Public money"),
}  # fmt: skip


def print_plans(plans: list[dict[str, Any]]) -> None:
    """Print one line per plan."""
    rows = [
        [plan["id"], plan["fiscal_year"], plan["name"], say(*_STATES[plan["state"]]), count(plan["people"]),
         _number(plan["protected"]), _number(plan["kept"]), rp(plan["spending_rp"] or 0), plan["decree"] or ""]
        for plan in plans
    ]  # fmt: skip
    headings = ["", say("Tahun", "Year"), say("Nama", "Name"), say("Keadaan", "State"), say("Orang", "People"),
                say("Terlindungi", "Protected"), say("Terjaga", "Kept"), say("Uang publik", "Public money"),
                say("SK", "Decree")]  # fmt: skip
    out.print(table("", headings, rows, right=(4, 5, 6, 7)))


def print_plan(plan: dict[str, Any]) -> None:
    """Print a plan: what it reached with its proof, or what would have to give; its purses; people by reason."""
    months = f"{plan['start_month']:%Y-%m} .. {plan['end_month']:%Y-%m}"
    out.print(f"{plan['id']}. {plan['name']} {plan['fiscal_year']} ({months}): {say(*_STATES[plan['state']])}",
              highlight=False)  # fmt: skip
    certificate = plan["certificate"]
    for rule in certificate.get("relaxations", ()):
        out.print(f"  ! {rule[language()]}", highlight=False, soft_wrap=True)
    if not certificate.get("reached"):
        return
    totals = plan["totals"]
    out.print(
        say(
            f"{count(totals['protected'])} dari {count(totals['people'])} orang dibayari, {count(totals['kept'])} dari "
            f"{count(totals['covered_before'])} kepesertaan terjaga, {count(totals['months'])} bulan, "
            f"{rp(totals['public_rp'])} uang publik, {rp(totals['self_rp'])} mandiri.",
            f"{count(totals['protected'])} of {count(totals['people'])} people paid for, {count(totals['kept'])} of "
            f"{count(totals['covered_before'])} memberships kept, {count(totals['months'])} months, "
            f"{rp(totals['public_rp'])} of public money, {rp(totals['self_rp'])} by themselves.",
        ),
        highlight=False, soft_wrap=True,
    )  # fmt: skip
    rows = [
        [say(*_AIMS[aim["objective"]]), count(aim["value"]), count(aim["bound"]), f"{aim['gap_percent']} %"]
        for aim in certificate["reached"]
    ]
    headings = [
        say("Tujuan", "Aim"),
        say("Dicapai", "Reached"),
        say("Batas bukti", "Proven bound"),
        say("Jarak", "Gap"),
    ]
    out.print(table(say("Sertifikat", "Certificate"), headings, rows, right=(1, 2, 3)))
    print_totals(plan["purses"])
    more = {one["purse"]: one for one in certificate["one_more"]}
    for purse in plan["purses"]:
        one = more.get(purse["key"])
        if one and (one["points"] or one["kept"]):
            people = (
                "" if one["people"] is None else say(f"{one['people']:.1f} orang, ", f"{one['people']:.1f} people, ")
            )
            out.print(f"  {purse['name']} + {rp(one['more_rp'])}: {people}{one['points']:.1f} "
                      f"{say('poin', 'points')}", highlight=False)  # fmt: skip
    print_totals(plan["reasons"])


def print_totals(totals: list[dict[str, Any]]) -> None:
    """Print purses, or sums by village, segment or reason."""
    if totals and "purse_id" in totals[0]:
        rows = [
            [f"P{t['purse_id']}", t["name"], t["owner_name"] or t["owner"], _rupiah(t["ceiling_rp"]),
             _rupiah(t["planned_rp"]), _rupiah(t["left_rp"]), count(t["people"])]
            for t in totals
        ]  # fmt: skip
        headings = ["", say("Dana", "Purse"), say("Pemilik", "Owner"), say("Pagu", "Ceiling"),
                    say("Direncanakan", "Planned"), say("Sisa", "Left"), say("Orang", "People")]  # fmt: skip
        out.print(table("", headings, rows, right=(3, 4, 5, 6)))
        return
    rows = [
        [t["code"], t["name"] if t["name"] != t["code"] else "", count(t["people"]), count(t["protected"]),
         f"{count(t['kept'])}/{count(t['covered_before'])}", rp(t["public_rp"])]
        for t in totals
    ]  # fmt: skip
    headings = [say("Kode", "Code"), "", say("Orang", "People"), say("Dibayari", "Paid for"), say("Terjaga", "Kept"),
                say("Uang publik", "Public money")]  # fmt: skip
    out.print(table("", headings, rows, right=(2, 3, 4, 5)))


def _signed(number: int) -> str:
    return ("+" if number > 0 else "") + count(number)


def print_comparison(page: dict[str, Any]) -> None:
    """Print what the second of two plans changes."""
    first, second = (plan["name"] for plan in page["plans"])
    out.print(
        say(f"{first} -> {second}: {count(page['gain'])} orang menjadi terlindungi, {count(page['lose'])} terlepas.",
            f"{first} -> {second}: {count(page['gain'])} people gain protection, {count(page['lose'])} lose it."),
        highlight=False, soft_wrap=True,
    )  # fmt: skip
    for name, title in (("by_village", say("Desa", "Village")), ("by_segment", say("Pekerjaan", "Segment"))):
        rows = [
            [line["code"], line["name"],
             *(_signed(line[f"{one}_more"]) for one in ("protected", "kept", "months", "public_rp"))]
            for line in page[name]
            if any(line[f"{one}_more"] for one in ("protected", "kept", "months", "public_rp"))
        ]  # fmt: skip
        headings = [title, "", say("Orang", "People"), say("Terjaga", "Kept"), say("Bulan", "Months"), "Rp"]
        out.print(table("", headings, rows, right=(2, 3, 4, 5)))
    for one in page.get("people", ()):
        out.print(f"  {one['person_id']}  {one['name']}  {one['village_code']}  {one['months_a']} -> {one['months_b']}",
                  highlight=False)  # fmt: skip


def print_people(people: list[dict[str, Any]]) -> None:
    """Print people with their sentences."""
    for one in people:
        out.print(f"{one['person_id']}  {one['name']} ({one['nik'] or '-'}, {one['village']}): {one['sentence']}",
                  highlight=False, soft_wrap=True)  # fmt: skip


def _number(value: int | None) -> str:
    return "" if value is None else count(value)


def _rupiah(value: int | None) -> str:
    return "–" if value is None else rp(value)
