"""Where the sign-in library asks us: what is written down, who may come in by the company's provider."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.audit.browsers import browser
from rapport.core.audit.models import Method, Outcome
from rapport.core.audit.record import record
from rapport.core.company.cipher import seal, unseal
from rapport.core.errors import RapportError
from rapport.core.pages.rendering import page
from rapport.core.users.actions import join_by_provider


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Our sentences, our log, and no open registration."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("E-mail and password do not match."),
        "too_many_login_attempts": gettext_lazy(
            "Too many attempts. Wait five minutes and try again."
        ),
        "incorrect_password": gettext_lazy("This password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Colleagues come by invitation."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The library's own messages are not shown; our pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What changed in an account stands on the audit page."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a wrong password down."""
        record(request, Outcome.FAILED, Method.PASSWORD, email=credentials.get("email", ""))

    def reauthenticate(self, user: User, password: str) -> bool:
        """Tell whether the signed-in user knows her password."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Write the sign-in down and go where she wanted."""
        records = get_authentication_records(request, user)
        record(request, Outcome.SIGNED_IN, _method(records), user=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Refuse somebody who has left."""
        record(request, Outcome.FAILED, user=user)
        sentence = _("This account is closed. Ask an administrator to open it again.")
        return _closed(request, sentence, 403)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of authenticator apps lie encrypted in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is not right. Codes change every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Name a new passkey for where it is made, such as “Chrome on macOS”, until its owner names it."""
        return browser(context.request.headers.get("User-Agent", ""))


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who may come in by the company's OpenID provider: whom we know, and addresses of allowed domains."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody is made by the library; `join_by_provider` decides."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the colleague behind a confirmed address, or let a new one in if her domain is allowed."""
        if sociallogin.is_existing:
            return
        confirmed = [found.email for found in sociallogin.email_addresses if found.verified]
        try:
            user = join_by_provider(
                confirmed[0] if confirmed else "",
                by=system(),
                at=timezone.now(),
                name=str(sociallogin.account.extra_data.get("userinfo", {}).get("name") or ""),
            )
        except RapportError as error:
            record(request, Outcome.FAILED, Method.PROVIDER, email=(confirmed or [""])[0])
            raise ImmediateHttpResponse(_closed(request, error.sentence(), error.status)) from error
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say that the provider did not let her in, and where to go on."""
        record(request, Outcome.FAILED, Method.PROVIDER)
        sentence = _("The company sign-in did not succeed. Try again, or sign in another way.")
        raise ImmediateHttpResponse(_closed(request, sentence, 401))


def _closed(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return page(request, "core/signin/closed.html", {"sentence": sentence}, status=status)


def _method(records: list[dict[str, Any]]) -> str:
    """Return the first proof of this sign-in."""
    for found in records:
        if found["method"] == "mfa":
            return Method.PASSKEY if found.get("type") == "webauthn" else Method.CODE
        if found["method"] == "socialaccount":
            return Method.PROVIDER
        if found["method"] in Method.values:
            return str(found["method"])
    return ""
