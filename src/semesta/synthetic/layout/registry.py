"""Every layout by name, with the fields it shows and the formats it is handed in as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from semesta.synthetic.layout import flat, handmade, household
from semesta.synthetic.layout.page import Laid, Page

_FAMILY = frozenset({"relation", "marital", "education", "religion"})
_PERSON = frozenset({"nik", "name", "sex", "birth_place", "birth_on", "mother_name", "occupation"})


@dataclass(frozen=True)
class Layout:
    """A layout: how it is laid out, what it shows, the usual formats, and how it writes codes, sex and dates."""

    name: str
    lay: Callable[[Page], Laid]
    shows: frozenset[str]
    formats: tuple[str, ...]
    villages: int  # share of the village lists, as a weight
    sex: tuple[str, ...] = ("letter",)
    codes: str = "word"  # word | number | short
    dates: tuple[str, ...] = ("dd-mm-yyyy", "dd/mm/yyyy", "date cell")
    by_household: bool = False
    no_break_nik: bool = False

    @property
    def from_registry(self) -> bool:
        """Say whether it shows the occupation of the family card rather than the author's own words."""
        return self.name.startswith(("opensid", "bip", "siak"))

    @property
    def one_line_each(self) -> bool:
        """Say whether a person is one line of one table, which can slip to the right as a whole."""
        return not self.by_household and not self.from_registry


_ALL_DATES = ("dd-mm-yyyy", "dd/mm/yyyy", "date cell", "yyyy-mm-dd", "dd month yyyy", "d-m-yyyy", "dd.mm.yyyy")
_TEXT_DATES = ("dd-mm-yyyy", "dd/mm/yyyy", "dd month yyyy", "d-m-yyyy", "dd.mm.yyyy")
_HANDMADE = (_PERSON | {"kk", "rt", "phone", "dusun"}) - {"birth_place"}

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        Layout(
            "opensid",
            flat.opensid,
            _PERSON | _FAMILY | {"kk", "father_name", "dusun", "rt", "rw", "address"},
            ("xlsx", "xls", "ods", "csv"),
            6,
            sex=("number", "long"),
            codes="number",
            dates=("yyyy-mm-dd", "date cell", "dd-mm-yyyy"),
        ),
        Layout(
            "opensid words",
            flat.opensid,
            _PERSON | _FAMILY | {"kk", "father_name", "dusun", "rt", "rw", "address"},
            ("xlsx", "ods"),
            3,
            sex=("long",),
            dates=("yyyy-mm-dd", "dd-mm-yyyy"),
        ),
        Layout(
            "bip 2012",
            household.bip2012,
            (_PERSON | _FAMILY | {"father_name", "rt", "rw"}),
            ("xls", "xlsx"),
            3,
            sex=("letter",),
            by_household=True,
            dates=("dd-mm-yyyy", "dd/mm/yyyy"),
        ),
        Layout(
            "bip 2016",
            household.bip2016,
            (_PERSON | _FAMILY | {"father_name", "rt", "rw"}),
            ("xls", "xlsx", "ods"),
            3,
            sex=("short",),
            by_household=True,
            no_break_nik=True,
            dates=("dd-mm-yyyy", "dd/mm/yyyy"),
        ),
        Layout(
            "bip e-ktp",
            flat.ektp,
            _PERSON | _FAMILY | {"father_name"},
            ("xls", "xlsx"),
            3,
            codes="short",
            dates=("dd-mm-yyyy", "dd/mm/yyyy"),
        ),
        Layout(
            "siak",
            flat.siak,
            _PERSON | _FAMILY | {"kk", "father_name", "village", "district", "address", "rt", "rw"},
            ("xlsx", "csv"),
            3,
            sex=("siak",),
            dates=("yyyy-mm-dd", "dd-mm-yyyy", "date cell"),
        ),
        Layout(
            "family form",
            household.family_form,
            (_PERSON | {"relation", "marital", "phone", "rt"}),
            ("xlsx", "xls"),
            2,
            by_household=True,
            sex=("letter", "long"),
        ),
        Layout(
            "regsosek",
            household.regsosek,
            frozenset({"kk", "nik", "name", "relation", "sex", "birth_on", "marital", "education", "occupation", "rt"}),
            ("xlsx",),
            2,
            by_household=True,
            sex=("number", "long"),
        ),
        Layout(
            "health post",
            flat.health_post,
            frozenset(
                {"nik", "name", "birth_on", "sex", "mother_name", "village", "district", "dusun", "phone", "occupation"}
            ),
            ("xlsx", "ods"),
            2,
            dates=_ALL_DATES,
        ),
        Layout(
            "bpjs employer",
            flat.bpjs_employer,
            _PERSON | {"marital", "address", "village", "district", "phone", "income_rp", "enterprise"},
            ("xlsx", "xls"),
            2,
            dates=("dd-mm-yyyy",),
        ),
        Layout(
            "aid programme",
            flat.aid_programme,
            (_PERSON | {"village", "district", "address"}) - {"mother_name"},
            ("xlsx",),
            1,
            dates=("yyyy-mm-dd", "dd-mm-yyyy"),
        ),
        Layout(
            "plain",
            flat.plain,
            _PERSON | {"kk", "address", "village", "district", "phone"},
            ("csv", "csv", "xlsx", "ods"),
            7,
            dates=_ALL_DATES,
        ),
        Layout(
            "handmade lines",
            handmade.by_lines,
            _HANDMADE | {"birth_place"},
            ("xlsx", "xls", "xlsx", "ods"),
            9,
            dates=_ALL_DATES,
        ),
        Layout(
            "handmade first row",
            handmade.by_first_row,
            _HANDMADE | {"birth_place"},
            ("xlsx", "xls", "ods"),
            6,
            dates=_ALL_DATES,
        ),
        Layout(
            "handmade sheets",
            handmade.by_sheets,
            _HANDMADE | {"birth_place"},
            ("xlsx", "ods", "xls"),
            6,
            dates=_ALL_DATES,
        ),
        Layout(
            "handmade combined",
            handmade.with_column,
            _HANDMADE | {"birth_place"},
            ("xlsx", "xls", "ods"),
            7,
            dates=_TEXT_DATES,
        ),
    )
}
