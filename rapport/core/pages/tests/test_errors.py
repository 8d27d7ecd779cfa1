"""Every error is a page in the house's look and a sentence, or a fragment for htmx."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.test import Client, RequestFactory

from rapport.core.access.models import User
from rapport.core.errors import RapportError
from rapport.core.pages import handlers
from rapport.core.pages.translate import error_page

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there(alice: User, signed_in) -> None:
    answer = signed_in(alice).get("/there/is/no/such/page")
    assert answer.status_code == 404
    assert "There is no such page, or you cannot see it." in answer.content.decode()


def test_for_htmx_the_answer_is_a_fragment(alice: User, signed_in) -> None:
    answer = signed_in(alice).get("/there/is/no/such/page", headers={"HX-Request": "true"})
    assert answer.status_code == 404
    assert "<html" not in answer.content.decode()
    assert "data-problem" in answer.content.decode()


def test_in_chinese(alice: User, signed_in) -> None:
    alice.language = "zh-hans"
    alice.save(update_fields=["language"])
    assert "没有这个页面，或你无权查看。" in signed_in(alice).get("/nowhere").content.decode()


def test_a_form_without_its_token(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/undo/00000000-0000-0000-0000-000000000001")
    assert answer.status_code == 403
    assert "This form was open for too long" in answer.content.decode()


def test_a_defect_has_a_reference_and_tells_nothing_else(alice: User) -> None:
    request = RequestFactory().get("/people")
    request.user, request.session = alice, SessionStore()
    answer = handlers.defect(request)
    assert answer.status_code == 500
    assert "Reference:" in answer.content.decode()


def test_an_address_that_takes_only_forms(alice: User, signed_in) -> None:
    answer = signed_in(alice).get("/trash/restore")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "only takes what a form sends" in answer.content.decode()


def test_a_page_left_open_goes_to_the_sign_in_whole() -> None:
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/people/?q=wang"}
    answer = Client().get("/interactions/new", headers=part)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/sign-in?next=%2Fpeople%2F%3Fq%3Dwang"
    sent = Client().post("/interactions/new", {"subject": "Charger"}, headers=part)
    assert sent.status_code == 401
    assert "You were signed out" in sent.content.decode()
    assert "data-problem" in sent.content.decode()


def test_what_is_too_large_says_so(alice: User) -> None:
    request = RequestFactory().get("/people")
    request.user, request.session = alice, SessionStore()
    assert handlers.bad_request(request, RequestDataTooBig()).status_code == 413


def test_an_error_of_the_rules_keeps_its_status(alice: User, signed_in) -> None:
    answer = signed_in(alice).post("/undo/00000000-0000-0000-0000-000000000001")
    assert answer.status_code == 404
    assert "There is nothing left to undo here." in answer.content.decode()


def test_an_address_that_takes_only_forms_signed_out(alice: User) -> None:
    answer = Client().get("/accounts/sign-out")
    assert answer.status_code == 405
    assert "only takes what a form sends" in answer.content.decode()


def test_the_api_says_it_as_a_problem(alice: User, signed_in) -> None:
    answer = signed_in(alice).delete("/api/v1/people")
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"
    assert "GET" in answer["Allow"]


def kinds(error: type[RapportError]) -> Iterator[type[RapportError]]:
    """Yield an error and all that are one."""
    yield error
    for one in error.__subclasses__():
        yield from kinds(one)


def test_every_error_that_can_be_shown_has_a_title(alice: User, signed_in) -> None:
    signed_in(alice).get("/")  # so that every room is loaded
    statuses = {error.status for error in kinds(RapportError)}
    assert {401, 403, 404, 405, 409, 422, 507} <= statuses
    for status in statuses - {308, 412}:  # what moved leads on; If-Match, which the API alone knows
        shown = type("Shown", (RapportError,), {"__doc__": "It is.", "status": status})
        request = RequestFactory().get("/people")
        request.user, request.session = alice, SessionStore()
        html = error_page(request, shown()).content.decode()
        assert f"<h1>{status}</h1>" not in html, status


@pytest.fixture
def _no_database(transactional_db: None) -> Iterator[None]:
    """Nobody listens where the database is looked for."""
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    yield
    connection.settings_dict["PORT"] = port
    connection.close()


@pytest.mark.usefixtures("_no_database")
def test_without_the_database_a_page_that_needs_nothing() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    answer = client.get("/people")
    assert answer.status_code == 503
    html = answer.content.decode()
    assert "Rapport cannot answer right now" in html
    assert "Rapport 暂时无法响应" in html
    assert "00000000" not in html


@pytest.mark.usefixtures("_no_database")
def test_without_the_database_the_api_answers_with_a_problem() -> None:
    client = Client(raise_request_exception=False)
    answer = client.get("/api/v1/people", headers={"Authorization": "Bearer rpt_any"})
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert "database does not answer" in answer.json()["detail"]
