"""Names as a second, independent list writes them: other spelling, dropped words, titles, nicknames, careless typing.

The rules are those by which Sasak names vary between two lists for the same person; no rule is undone by a reader
of one list, so most of these damages are invisible there and matter to matching.
"""

from __future__ import annotations

import re

from semesta.synthetic.noise.spoiling import Spoiling
from semesta.synthetic.tokens import spelling_families

_RULES: tuple[tuple[str, str], ...] = (
    ("F", "P"),
    ("V", "P"),
    ("P", "F"),
    ("Z", "J"),
    ("J", "Z"),
    ("Z", "S"),
    ("KH", "H"),
    ("KH", "K"),
    ("Q", "K"),
    ("SY", "S"),
    ("SH", "S"),
    ("AI", "AE"),
    ("AE", "E"),
    ("AE", "AI"),
    ("DD", "D"),
    ("MM", "M"),
    ("NN", "N"),
    ("LL", "L"),
    ("IYAH", "IAH"),
    ("IAH", "IYAH"),
    ("YATI", "IATI"),
    ("IATI", "IYATI"),
    ("YADI", "IADI"),
    ("RAH", "ROH"),
    ("UDIN", "UDDIN"),
    ("AU", "AO"),
    ("OE", "U"),
    ("DJ", "J"),
    ("NUR", "NUR "),
    ("NUR ", "NUR"),
    ("ABDUL RAHMAN", "ABDURRAHMAN"),
    ("TS", "S"),
)
_ABBREVIATIONS = {
    "MUHAMMAD": ("MUH.", "M.", "MOH.", "MUHAMAD", "MHD."),
    "MUHAMAD": ("MUH.", "M."),
    "MOHAMMAD": ("MOH.", "M."),
    "AHMAD": ("A.", "ACHMAD"),
    "ABDUL": ("ABD.", "A."),
    "SITI": ("ST.", "S."),
    "LALU": ("L.", "LL."),
    "BAIQ": ("BQ.", "BQ", "B.", "BAIK"),
    "NURUL": ("NRL.",),
}
_NICKNAMES = {
    "JAMILAH": "ILOK",
    "AHMAD": "AMOT",
    "YANI": "YANET",
    "YANTI": "YANET",
    "ANDI": "GANDEK",
    "YUSUF": "USUP",
    "MUHAMMAD": "MAMAT",
    "HAMZAH": "ANJAH",
}
_MAN_TITLES, _WOMAN_TITLES = ("H. {}", "H {}", "TGH. {}", "{}, S.PD", "UST. {}"), ("HJ. {}", "Hj {}", "{}, S.PD.I")


def spoil_name(list_: Spoiling) -> None:
    """Vary and damage the name column."""
    rates = list_.rates
    dealt = list_.one_of(
        {
            "one": rates.name_rule,
            "two": rates.name_two_rules,
            "dropped": rates.name_dropped,
            "typo": rates.name_typo,
            "nickname": rates.name_nickname,
            "digit": rates.name_digit,
            "missing": rates.name_missing,
        }
    )
    cells = list_.cells["name"]
    true: list[str] = list_.true["name"].to_list()
    for kind, times in (("one", 1), ("two", 2)):
        for i in dealt[kind]:
            varied = true[i]
            for _ in range(times):
                varied = respelled(varied, list_)
            if varied != true[i]:
                list_.write(i, "name", "name_spelling", varied)
    for i in dealt["dropped"]:
        shorter = _shortened(true[i], list_)
        if shorter != true[i]:
            list_.write(i, "name", "name_shortened", shorter)
    for i in dealt["typo"]:
        list_.write(i, "name", "name_typing_error", _typing_error(true[i], list_))
    sons = list_.true["father_name"].to_list()
    sexes = list_.true["sex"].to_list()
    for i in dealt["nickname"]:
        first = true[i].split()[0]
        called = f"{'AMAQ' if sexes[i] == 'L' else 'INAQ'} {sons[i].split()[0]}"
        list_.write(i, "name", "name_nickname", _NICKNAMES.get(first, called))
    for i in dealt["digit"]:
        wrong = re.sub(r"(?<=\w)[OI]", lambda found: "0" if found[0] == "O" else "1", true[i], count=1)
        if wrong != true[i]:
            list_.write(i, "name", "name_digits", wrong)
    for i in dealt["missing"]:
        list_.write(i, "name", "name_missing", None)
    gone = set(dealt["missing"]) | set(dealt["digit"])
    _dress(list_, sexes, sons, gone)
    died = list_.true["died_on"].to_list()
    for i in list_.hit(rates.name_deceased):
        if died[i] is not None and i not in gone:
            list_.write(i, "name", "name_deceased", f"{cells[i]} (ALM)")


def _dress(list_: Spoiling, sexes: list[str], fathers: list[str], gone: set[int]) -> None:
    """Add titles and patronyms, then careless spaces, dots and capitals."""
    cells = list_.cells["name"]
    rates = list_.rates
    for i in list_.hit(rates.name_title):
        if i not in gone:
            titles = _MAN_TITLES if sexes[i] == "L" else _WOMAN_TITLES
            list_.write(i, "name", "name_title", titles[list_.below(len(titles))].format(cells[i]))
            gone.add(i)
    for i in list_.hit(rates.name_title / 6):
        if i not in gone:
            bin_ = "BIN" if sexes[i] == "L" else "BINTI"
            list_.write(i, "name", "name_patronym", f"{cells[i]} {bin_} {fathers[i].split()[0]}")
            gone.add(i)
    for i in list_.hit(rates.name_space):
        name = cells[i]
        if isinstance(name, str):
            spaced = (f"{name} ", f"{name}\u00a0", f" {name}", name.replace(" ", "  ", 1))[list_.below(4)]
            if spaced != name:
                list_.write(i, "name", "name_spaces", spaced)
    for i in list_.hit(rates.name_dot):
        name = cells[i]
        if isinstance(name, str) and ". " in name:
            list_.write(i, "name", "name_dots", name.replace(". ", ".", 1))
    for i in list_.hit(rates.name_case):
        name = cells[i]
        if isinstance(name, str):
            other = name.title() if name.isupper() else name.upper()
            if other != name:
                list_.write(i, "name", "name_case", other)


def respelled(name: str, list_: Spoiling) -> str:
    """Write a name by one other rule of spelling: a known family of spellings first, else a change of sound."""
    words = name.split(" ")
    families = spelling_families()
    start = list_.below(len(words))
    if list_.below(10) < 6:
        for step in range(len(words)):
            at = (start + step) % len(words)
            others = _ABBREVIATIONS.get(words[at]) or families.get(words[at])
            if others:
                words[at] = others[list_.below(len(others))]
                return " ".join(words)
    first = list_.below(len(_RULES))
    for step in range(len(_RULES)):
        old, new = _RULES[(first + step) % len(_RULES)]
        if old in name:
            return re.sub(r"\s+", " ", name.replace(old, new, 1)).strip()
    return name


def _shortened(name: str, list_: Spoiling) -> str:
    words = name.split(" ")
    if len(words) == 1:
        return name[:-1] if len(name) > 8 else name
    choice = list_.below(3)
    if choice == 0 and len(words) > 2:
        del words[1 + list_.below(len(words) - 1)]
        return " ".join(words)
    if choice == 1:
        return " ".join([words[0][0] + "." if len(words[0]) > 2 else words[0], *words[1:]])
    if len(words) > 2:
        return " ".join([*words[:-1], words[-1][0] + "."])
    return words[0] if len(words[0]) > 3 else words[1]


def _typing_error(name: str, list_: Spoiling) -> str:
    """Drop, double, swap or mistake a letter."""
    at = list_.below(max(1, len(name) - 1))
    choice = list_.below(4)
    if choice == 0 and len(name) > 3:
        wrong = name[:at] + name[at + 1 :]
    elif choice == 1:
        wrong = name[:at] + name[at] + name[at:]
    elif choice == 2 and at + 1 < len(name):
        wrong = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    else:
        wrong = name[:at] + "AEIOURNSTLM"[list_.below(11)] + name[at + 1 :]
    wrong = re.sub(r"\s+", " ", wrong).strip()
    return wrong if wrong != name else name + "H"


def spoil_mother(list_: Spoiling) -> None:
    """Leave out mothers, call them by their child (Inaq X), or spell them another way."""
    true: list[str] = list_.true["mother_name"].to_list()
    names: list[str] = list_.true["name"].to_list()
    dealt = list_.one_of(
        {
            "missing": list_.rates.mother_missing,
            "teknonym": list_.rates.mother_teknonym,
            "spelling": list_.rates.name_rule,
        }
    )
    for i in dealt["missing"]:
        list_.write(i, "mother_name", "mother_missing", None)
    for i in dealt["teknonym"]:
        mark = ("INAQ", "INAK", "IQ.")[list_.below(3)]
        list_.write(i, "mother_name", "mother_teknonym", f"{mark} {names[i].split()[-1]}")
    for i in dealt["spelling"]:
        varied = respelled(true[i], list_)
        if varied != true[i]:
            list_.write(i, "mother_name", "mother_spelling", varied)
