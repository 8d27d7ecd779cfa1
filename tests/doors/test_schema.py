"""Every endpoint against its own description: whatever is sent, the answer is one that is described."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings as hypothesis_settings

from rapport.config.api import api
from rapport.core.tokens.models import ApiToken
from rapport.core.tokens.queries import digest_of

SECRET = "rpt_schema"
schema = schemathesis.openapi.from_dict(api.described())
schema.app = WSGIHandler()
REFUSED = ["2xx", "304", "400", "401", "403", "404", "409", "412", "422", "429"]
schema.config.checks.positive_data_acceptance.expected_statuses = REFUSED


REAL: dict[str, int] = {}
OF_PAGES = {"mailbox_id", "source_id", "where"}  # what has no endpoint yet


@schema.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """Let every even id be one that exists, so that more than 404 is seen."""
    for name, value in list((path_parameters or {}).items()):
        if isinstance(value, int) and value > 0 and value % 2 == 0 and name in REAL:
            path_parameters[name] = REAL[name]
            if name == "record_id":
                path_parameters["kind"] = "party"
    return path_parameters


@schema.auth()
class Token:
    """Signs every request in."""

    def get(self, case: Any, context: Any) -> str:
        """Return the token."""
        return SECRET

    def set(self, case: Any, data: str, context: Any) -> None:
        """Put it where it belongs."""
        case.headers["Authorization"] = f"Bearer {data}"
        case.cookies.pop("sessionid", None)


@pytest.fixture(autouse=True)
def _one_connection(settings: Any) -> Any:
    """Keep the test's own connection, with its transaction, through every request."""
    settings.API_REQUESTS_A_MINUTE = 10**9
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def _token(admin: Any) -> None:
    """The administrator's token: nothing is hidden behind a missing right."""
    ApiToken.objects.create(user=admin, name="schema", prefix=SECRET, digest=digest_of(SECRET))


@pytest.fixture
def _records(records: dict[str, int]) -> None:
    """A record of each kind, so that ids in addresses find something."""
    REAL.update(records)


@schema.parametrize()
@hypothesis_settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@pytest.mark.usefixtures("_token", "_records")
def test_every_answer_is_described(case: Any) -> None:
    case.call_and_validate()


@pytest.mark.usefixtures("_records")
def test_every_id_in_an_address_has_a_record() -> None:
    """Else an address would be walked to its 404 only."""
    paths = " ".join(api.described()["paths"])
    assert set(re.findall(r"{(\w+_id)}", paths)) == set(REAL) - OF_PAGES
