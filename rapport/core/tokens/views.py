"""One's access tokens: made, shown once, ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rapport.core.access.caller import caller
from rapport.core.errors import Invalid
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import page, toast
from rapport.core.tokens.actions import create_token, revoke_token
from rapport.core.tokens.forms import TokenForm
from rapport.core.tokens.queries import tokens_of


@needs("core.use_api")
@never_cache
def list_tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens and make a new one; its secret is shown with this answer only."""
    user, now = caller(request), timezone.now()
    form = TokenForm(request.POST or None, user=user)
    secret = None
    if form.is_valid():
        lasts = form.lasts()
        try:
            _token, secret = create_token(
                by=user,
                at=now,
                name=form.cleaned_data["name"],
                scopes_wanted=form.wanted(),
                expires_at=now + lasts if lasts else None,
            )
            form = TokenForm(user=user)
        except Invalid as error:
            blame(form, error)
    context = {"form": form, "secret": secret, "tokens": list(tokens_of(user)[:200]), "now": now}
    status = 422 if form.errors else 200
    return page(request, "core/tokens/list.html", context, status=status)


@needs("core.use_api")
@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token."""
    token = revoke_token(token_id, by=caller(request), at=timezone.now())
    toast(request, _("“%(name)s” was revoked and works no longer.") % {"name": token.name})
    return redirect("tokens:list")
