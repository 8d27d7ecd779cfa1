"""One journey in Chromium: make a passkey, sign out, come back by it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from rapport.core.access.models import User


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_made_and_opens(live_server, open_as, alice: User) -> None:
    cache.clear()
    host = live_server.url
    page = open_as(alice, "/profile/security")
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{host}/profile/security/passkey")
    page.fill("[name=password]", "alicealice")
    page.click("button[type=submit].btn-primary")
    page.fill("[name=name]", "Laptop")
    page.wait_for_load_state()  # the script that asks the browser for a key is there
    page.click("form[data-passkey] button[type=submit]")
    page.wait_for_url("**/profile/security/codes")
    assert Authenticator.objects.get(type="webauthn").wrap().name == "Laptop"
    page.get_by_role("button", name="Alice, account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/accounts/sign-in*")
    page.click("form[data-passkey] button[type=submit]")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto(f"{host}/profile")
    assert page.input_value("[name=name]") == "Alice"
