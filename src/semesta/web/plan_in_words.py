"""The certificate of a plan in plain words: what each aim reached, which purses bind, what one more million buys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semesta.web.language import say
from semesta.web.templatetags.page_text import count, percent, rupiah, signed


@dataclass(frozen=True, slots=True)
class Aim:
    """One aim: its heading, a sentence, and whether it is proven that nothing lawful is better."""

    title: str
    sentence: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class Bought:
    """A purse that binds, or what more money in it would buy, in a sentence."""

    purse: str
    sentence: str


def aims(certificate: Mapping[str, Any]) -> list[Aim]:
    """Return the aims of a computed plan in their order of rank."""
    return [_aim(one, certificate) for one in certificate.get("reached", ())]


def _aim(one: Mapping[str, Any], certificate: Mapping[str, Any]) -> Aim:
    is_best = one["value"] == one["bound"]
    share = percent(float(one["gap_percent"]) / 100)
    gap = say(f"Jarak dari yang terbaik paling banyak {share}.", f"At most {share} from the best.")
    proof = say("Terbukti: tidak ada rencana sah yang lebih baik.", "Proven: no lawful plan does better.")
    if one["objective"] == "kept":
        title = say("1. Tidak ada kepesertaan yang gugur", "1. No membership lapses")
        before, kept = count(certificate["covered_before"]), count(one["value"])
        said = say(
            f"Dari {before} orang yang sudah terlindungi, {kept} tetap terlindungi.",
            f"Of {before} people with cover, {kept} keep it.",
        )
    elif one["objective"] == "points":
        title = say("2. Orang dan bulan menurut prioritas", "2. People and months by priority")
        people, months, points = (
            count(n) for n in (certificate["protected"], certificate["months_paid"], one["value"])
        )
        said = say(
            f"{people} orang terlindungi, {months} bulan iuran ({points} poin).",
            f"{people} people protected, {months} months paid ({points} points).",
        )
    else:
        title = say("3. Uang publik sesedikit mungkin", "3. The least public money")
        said = say(f"Menghabiskan {rupiah(one['value'])}.", f"It spends {rupiah(one['value'])}.")
    return Aim(title, f"{said} {proof if is_best else gap}", is_best)


def names_of(purses: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of a plan's purses by the key that its certificate uses."""
    return {one["key"]: _name_of(one) for one in purses}


def _name_of(purse: Mapping[str, Any]) -> str:
    owner = purse["owner_name"] or ""
    is_of_village = purse["owner"].count(".") > 1 and owner not in purse["name"]
    return f"{purse['name']}, {owner}" if is_of_village else str(purse["name"])


def bindings(certificate: Mapping[str, Any], names: Mapping[str, str], *, most: int = 12) -> tuple[list[Bought], int]:
    """Return the purses of which nothing is left for one more month, the first `most`, and how many more there are."""
    found = certificate.get("binding", ())
    told = [
        Bought(
            names.get(one["purse"], one["purse"]),
            say(f"habis terpakai; tersisa {rupiah(one['left_rp'])}, kurang dari iuran sebulan",
                f"used up; {rupiah(one['left_rp'])} are left, less than one month costs"),
        )
        for one in found[:most]
    ]  # fmt: skip
    return told, max(0, len(found) - most)


def one_more(certificate: Mapping[str, Any], names: Mapping[str, str], *, most: int = 6) -> list[Bought]:
    """Return what more money in a purse would buy, where it would buy anything, the most useful first."""
    found = [one for one in certificate.get("one_more", ()) if one["points"] > 0 or one["kept"] > 0]
    found.sort(key=lambda one: (one["method"] != "resolved", -one["points"]))
    return [Bought(names.get(one["purse"], one["purse"]), _buys(one)) for one in found[:most]]


def _buys(one: Mapping[str, Any]) -> str:
    more = rupiah(one["more_rp"])
    if one["people"] is None:
        points = count(round(one["points"]))
        return say(
            f"{more} lagi bernilai {points} poin (harga di titik terbaik)",
            f"{more} more are worth {points} points (price at the optimum)",
        )
    gained = (
        (one["people"], say("orang", "people")),
        (one["months"], say("bulan", "months")),
        (one["kept"], say("kepesertaan tetap", "memberships kept")),
    )
    told = ", ".join(f"{signed(round(number))} {what}" for number, what in gained if round(number))
    return say(f"{more} lagi: {told or 'tidak ada bedanya'}", f"{more} more: {told or 'no difference'}")
