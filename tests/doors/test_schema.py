"""Every endpoint against its own description: whatever is sent, the answer is one that is described."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings as hypothesis_settings

from rapport.catalog.products.actions import create_product
from rapport.config.api import api
from rapport.core.tokens.models import ApiToken
from rapport.core.tokens.queries import digest_of
from rapport.customers.accounts.actions import open_account
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.households.actions import form_household
from rapport.customers.organizations.actions import create_organization
from rapport.customers.people.actions import create_person
from rapport.customers.relations.actions import relate_parties
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput

SECRET = "rpt_schema"
schema = schemathesis.openapi.from_dict(api.described())
schema.app = WSGIHandler()
REFUSED = ["2xx", "304", "400", "401", "403", "404", "409", "412", "422", "429"]
schema.config.checks.positive_data_acceptance.expected_statuses = REFUSED


REAL: dict[str, int] = {}


@schema.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> Any:
    """Let every even id be one that exists, so that more than 404 is seen."""
    for name, value in (path_parameters or {}).items():
        if isinstance(value, int) and value > 0 and value % 2 == 0 and name in REAL:
            path_parameters[name] = REAL[name]
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
def _records(admin: Any, at: Any) -> None:
    """A record of each kind, so that ids in addresses find something."""
    person = create_person(by=admin, at=at, family="王", given="伟")
    organization = create_organization(by=admin, at=at, legal_name="海纳")
    contact = Contact(channel="phone", value="+8613816432207")
    point = add_contact_point(person.pk, by=admin, at=at, contact=contact)
    REAL.update(party_id=person.pk, person_id=person.pk, organization_id=organization.pk)
    REAL.update(point_id=point.pk)
    place = start_affiliation(person.pk, by=admin, at=at, organization_id=organization.pk)
    household = form_household(person.pk, by=admin, at=at)
    account = open_account(person.pk, by=admin, at=at)
    relation = relate_parties(person.pk, by=admin, at=at, other_id=organization.pk, kind="supplier")
    REAL.update(affiliation_id=place.pk, household_id=household.pk)
    REAL.update(account_id=account.pk, relation_id=relation.pk)
    _trade(admin, at, person.pk)


def _trade(admin: Any, at: Any, party_id: int) -> None:
    product = create_product(by=admin, at=at, sku="NB", name="Notebook", currency="CNY")
    line = LineInput(product_id=product.pk, quantity=Decimal(2), unit_price=Decimal(10))
    order = place_order(by=admin, at=at, party_id=party_id, lines=[line])
    REAL.update(product_id=product.pk, order_id=order.pk)


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
