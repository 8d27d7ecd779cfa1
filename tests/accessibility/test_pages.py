"""Every page and every dialog by axe-core: WCAG 2.2 A and AA and good practice, wide and light, narrow and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.links.actions import issue_link
from rapport.core.links.queries import token
from rapport.core.notifications.stopping import sign
from rapport.core.notifications.wording import Category
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.unsubscribing import sign as unsubscribe
from tests.accessibility.axe import Looker
from tests.doors.test_pages import PART, routes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# the first word of an address → the run in which it is looked at; what is named nowhere is looked at with the settings
RUNS = {
    "customers": {"people", "organizations", "households", "parties", "affiliations", "merges"}
    | {"accounts-of-customers", "notes", "access", "files", "lists"},
    "work": {
        "",
        "interactions",
        "mail",
        "mailboxes",
        "messages",
        "tasks",
        "orders",
        "products",
        "trash",
        "search",
    },
}
QUERIES = {
    "mail/new": "party={party_id}",
    "mail/new/preview": "party={party_id}",
    "parties/assign": "id={party_id}",
    "parties/tags/new": "id={party_id}",
    "parties/trash": "id={party_id}",
    "lists/<slug:name>/bulk/edit": "id={party_id}",
    "lists/<slug:name>/bulk/<slug:verb>": "id={party_id}",
    "lists/<slug:name>/bulk/<slug:verb>/preview": "id={party_id}",
    "trash/purge/ask": "id=party:{party_id}",
    "merges/new": "ids={party_id}&ids={person_twin}",
    "people/similar": "family=王&given=伟",
    "organizations/similar": "legal_name=海蓝科技",
}
ELSEWHERE = {
    "accounts/invitation/<str:token>": "test_signed_out",
    "accounts/link/<str:token>": "test_signed_out",
    "accounts/password/<str:token>": "test_signed_out",
    "accounts/mails/<str:signed>": "test_signed_out",
    "mail/unsubscribe/<str:signed>": "test_signed_out",
    "accounts/sign-in": "test_signed_out",
    "accounts/second-proof": "test_signed_out",
    "welcome": "test_signed_out",
    "merges/choose": "leads to merges/new, from a selection",
    "messages/<int:mail_message_id>/body": "stands in a frame: what others designed",
    "messages/<int:mail_message_id>/raw": "a file",
    "notifications/menu": "test_open: the bell",
    "search/palette": "test_open: options, which stand in the palette",
    "parties/pick": "test_open: options, which stand below their field",
    "products/pick": "as parties/pick",
    "fields/pick": "as parties/pick",
    "parties/<int:party_id>/colleagues": "as parties/pick",
    "lists/<slug:name>/place/<int:row_id>": "a figure beside the path of a record, asked for by the scripts of lists",
    "exports/<int:export_id>/file": "a file, once the worker wrote it",
    "bulk/<int:run_id>/result.csv": "a file",
    "accounts/language": "leads back",
    "settings/pages": "leads to the first kind of record",
    "settings/pages/<slug:sheet>/<int:role_id>/preview": "leads to a record, or to its form",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/": "leads to the company's own sign-in",
    "accounts/oidc/^(?P<provider_id>[^/]+)/login/callback/": "comes back from there",
    "parties/<int:party_id>": "leads to the person or company",
    "organizations/<int:party_id>/people": "no person has it; shown on the page of a company",
    "imports/<int:run_id>/progress": "shown on the page of the import once it runs",
    "parties/<int:party_id>/field/<slug:name>": "test_open: edited in place",
    "people/<int:person_id>/custom/<str:name>": "as parties/…/field",
    "organizations/<int:organization_id>/custom/<str:name>": "as parties/…/field",
    "people/<int:person_id>/field/<slug:name>": "as parties/…/field",
    "organizations/<int:organization_id>/field/<slug:name>": "as parties/…/field",
    "tasks/<int:task_id>/field/<slug:name>": "as parties/…/field",
    "people/<int:person_id>/identity": "stands on the record's page, asked for again after an edit",
    "organizations/<int:organization_id>/identity": "as people/…/identity",
    "profile/security/codes": "test_signed_out, for somebody who has some",
}
# the gallery shows each component twice on one page
TWICE = ("landmark-unique", "duplicate-id-aria")


def addresses(run: str, values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return route and address of each door of a run."""
    named = set().union(*RUNS.values())
    for route in sorted(set(routes(get_resolver()))):
        first = route.split("/")[0]
        is_here = first in RUNS[run] if run in RUNS else first not in named
        if is_here and route not in ELSEWHERE:
            yield route, _address(route, {**values, **values.get(first, {})})


def _address(route: str, values: dict[str, Any]) -> str:
    path = PART.sub(lambda part: str(values[part[1]]), route)
    query = QUERIES.get(route, "").format_map(values)
    return f"/{path}?{query}" if query else f"/{path}"


def kind_of(client: Client, address: str) -> str:
    """Tell what an address shows: a page, a dialog, a part of a page, or nothing to look at."""
    answer = client.get(address, headers={"HX-Request": "true"})
    if answer.status_code == 405 or "html" not in answer.headers.get("Content-Type", ""):
        return "nothing"
    if answer.status_code != 200:
        return f"an answer {answer.status_code}"
    text = answer.content.decode()
    if "<!doctype" in text[:200].lower():
        return "page"
    return "dialog" if 'id="dialog-title"' in text else "part"


@pytest.mark.parametrize("run", [*RUNS, "settings"])
def test_every_page_and_dialog(
    run: str, values: dict[str, Any], ada: User, sign_in: Any, context: Any, live_server: Any
) -> None:
    client, looker = sign_in(ada), Looker(context, live_server.url)
    kinds: dict[str, list[str]] = {"page": [], "dialog": [], "part": [], "nothing": []}
    for route, address in addresses(run, values):
        kind = kind_of(client, address)
        assert kind in kinds, (
            f"{route} ({address}) gave {kind}: give it values, or say in ELSEWHERE"
        )
        kinds[kind].append(address)
    for address in kinds["page"]:
        looker.look(address, except_rules=TWICE if address == "/ui/gallery" else ())
    shown = {address.split("?")[0] for address in looker.asked}
    for address in kinds["part"]:
        if address.split("?")[0] not in shown:  # by itself, in a page of its own
            looker.look(address, except_rules=("page-has-heading-one",))
    for address in kinds["dialog"]:
        looker.look_into(address)
    assert len(kinds["page"] + kinds["dialog"]) > 15, "the addresses are gone"
    assert not looker.found, looker.told()


def test_signed_out(
    values: dict[str, Any], ada: User, sign_in: Any, context: Any, live_server: Any
) -> None:
    bob = User.objects.get(email__startswith="bob@")
    looker = Looker(context, live_server.url)
    links = {"sign_in": "link", "new_password": "password", "invitation": "invitation"}
    looker.look("/accounts/sign-in")
    for purpose, page in links.items():
        link = issue_link(bob.pk, purpose, by=ada, at=timezone.now())
        looker.look(f"/accounts/{page}/{token(link)}")
    looker.look("/accounts/link/broken")
    looker.look(f"/accounts/mails/{sign(bob.pk, Category.MENTIONS)}")
    mail = OutgoingMail.objects.get(pk=values["mail_id"])
    looker.look(f"/mail/unsubscribe/{unsubscribe(mail)}")
    _give_codes(ada)
    looker.page.goto(f"{live_server.url}/accounts/sign-in")
    looker.page.fill("[name=login]", ada.email)
    looker.page.fill("[name=password]", "a password of the demo")
    looker.page.keyboard.press("Enter")
    looker.page.wait_for_url("**/accounts/second-proof*")
    looker.look("/accounts/second-proof")
    sign_in(ada)
    looker.look("/profile/security/codes")
    looker.look("/nowhere")
    call_command("flush", interactive=False, verbosity=0)
    looker.page.context.clear_cookies()
    looker.look("/welcome")
    assert not looker.found, looker.told()


def _give_codes(user: User) -> None:
    """An authenticator app and its recovery codes."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
