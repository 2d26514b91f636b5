"""Whatever is asked, the door keeps to its own description: no failure inside, no answer of another shape."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)

from semesta.api.door import described
from semesta.config.wsgi import application
from tests.api.systems import a_secret
from tests.duplicates.registers import a_pair
from tests.web.made_up_money import MadeUpMoney, number_of

EXAMPLES = 4
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection, positive_data_acceptance,
]  # fmt: skip
MEANS_MORE_THAN_ITS_SHAPE = {"/api/v1/law/answers", "/api/v1/lists"}
"""A question of law or a file may have the right shape and still be one that cannot be taken."""
_PHASES = {"coverage": {"enabled": True}, "stateful": {"enabled": False}, "fuzzing": {"enabled": True}}


_CONFIG = {"generation": {"max-examples": EXAMPLES, "deterministic": True}, "phases": _PHASES}
schema = schemathesis.openapi.from_dict(described(), config=SchemathesisConfig.from_dict(_CONFIG))
schema.app = application

pytestmark = pytest.mark.usefixtures("regency")


@pytest.fixture
def token(regency: MadeUpMoney) -> str:
    return a_secret()


def headers_of(token: str) -> dict[str, str]:
    """Return what a system sends; schemathesis unpacks no answer that is packed."""
    return {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}


@schema.parametrize()
@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
def test_the_door_keeps_to_its_description_whatever_is_asked(case: Case, token: str) -> None:
    excluded = [positive_data_acceptance] if case.path in MEANS_MORE_THAN_ITS_SHAPE else []
    case.call_and_validate(
        headers=headers_of(token),
        checks=[one for one in CHECKS if one not in excluded],
    )


@pytest.mark.parametrize(
    ("address", "key", "query"),
    [
        ("/plans", "", {"year": 2026}),
        ("/plans/{number}", "plan", {}),
        ("/money/purses", "", {"year": 2026}),
        ("/money/decrees", "", {}),
        ("/money/decrees/{number}", "decree", {}),
        ("/money/bills", "", {"month": "2026-02"}),
        ("/money/arrears", "", {}),
        ("/exchange/batches", "", {}),
        ("/exchange/batches/{number}", "batch", {}),
        ("/pairs", "", {}),
        ("/pairs/{number}", "pair", {"lang": "en"}),
    ],
)
def test_what_is_there_is_told_as_described(
    regency: MadeUpMoney, token: str, address: str, key: str, query: dict[str, object]
) -> None:
    if address == "/pairs":  # whatever was asked before may have decided the regency's own pair
        a_pair(number_of("PETANI F"), number_of("PETANI G"))
    operation = schema[f"/api/v1{address}"]["GET"]
    case = operation.Case(path_parameters={"number": getattr(regency, key)} if key else {}, query=query)
    answer = case.call_and_validate(headers=headers_of(token), checks=CHECKS)
    assert answer.status_code == 200
    told = answer.json()
    assert told.get("items", told.get("payers", [told])) or address == "/money/arrears"
