"""One quiet and one very damaged regency, each generated once."""

from __future__ import annotations

import pytest

from semesta.synthetic import Assumptions
from tests.synthetic.made_up import MadeUp, a_regency


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    """Return a regency of three in a thousand with the usual damages."""
    return a_regency(tmp_path_factory.mktemp("quiet") / "regency")


@pytest.fixture(scope="session")
def battered(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    """Return a regency of twice that size where every damage is so frequent that each kind occurs."""
    shape = Assumptions(
        two_nik_share=0.05,
        shared_nik_share=0.03,
        deaths_per_thousand=40.0,
        namesake_share=0.01,
        rows_of_neighbour_village=0.06,
    )
    return a_regency(tmp_path_factory.mktemp("battered") / "regency", scale=0.006, noise=4.0, assumptions=shape)
