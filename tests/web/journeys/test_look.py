"""Pages of tables and forms in the dark: they fit and are accessible as in the light."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import Role
from tests.duplicates.registers import told_by_two_payers
from tests.intake.builders import LOTIM
from tests.web.journeys.conftest import Walk
from tests.web.made_up_money import number_of

pytestmark = pytest.mark.browser


def test_the_pages_of_personal_data_can_be_read_in_the_dark(walk: Walk) -> None:
    person = number_of("PETANI A")
    keeper = walk(Role.ADMINISTRATOR, LOTIM, color_scheme="dark")
    for address in ("", "permintaan/", "permintaan/baru/", "kegagalan/", "kegagalan/baru/", "masa-simpan/"):
        keeper.goes_to(f"/privasi/{address}")
        keeper.looks()
    keeper.goes_to(f"/privasi/orang/{person}/")
    keeper.looks()


def test_an_auditor_reads_months_paid_twice_down_to_their_papers(walk: Walk) -> None:
    with told_by_two_payers("PETANI H"):
        auditor = walk(Role.AUDITOR, LOTIM, color_scheme="dark")
        auditor.goes_to("/jejak/")
        auditor.follows("Bayar ganda")
        auditor.looks()
        auditor.follows("PETANI H")
        auditor.looks()
        auditor.follows("November 2025")
        assert auditor.title() == "PETANI H, November 2025"
