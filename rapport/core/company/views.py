"""The first start, and the company's settings."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rapport.core.access.models import User
from rapport.core.access.queries import may, system
from rapport.core.assembly import listed
from rapport.core.company.actions import (
    Administrator,
    MailServer,
    edit_company,
    edit_mail_server,
    found_company,
)
from rapport.core.company.adapters import send_test_letter
from rapport.core.company.forms import CompanyForm, MailServerForm, WelcomeForm
from rapport.core.company.models import Company
from rapport.core.company.queries import company, is_founded
from rapport.core.errors import Invalid
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.limits import limit
from rapport.core.pages.rendering import page, toast

MAIL_FIELDS = ("mail_host", "mail_port", "mail_security", "mail_user", "sender")
COMPANY_FIELDS = ("name", "base_currency", "fiscal_year_start", "language", "timezone")
EDITED_FIELDS = (*COMPANY_FIELDS, "keep_months")


@sensitive_post_parameters("password")
@never_cache
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask who the company and its first administrator are; only while there is nobody."""
    limit(request, "setup")
    if is_founded():
        return redirect("account_login")
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    initial = {
        "language": language,
        "base_currency": "CNY" if language == "zh-hans" else "EUR",
        "timezone": "Asia/Shanghai" if language == "zh-hans" else "UTC",
    }
    form = WelcomeForm(request.POST or None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        person = Administrator(
            name=data["administrator"], email=data["email"], password=data["password"]
        )
        try:
            found_company(
                by=system(),
                at=timezone.now(),
                administrator=person,
                **{name: data[name] for name in COMPANY_FIELDS},
            )
        except Invalid as error:
            blame(form, error)
        else:
            user = User.objects.get(email=person.email.lower())
            record_authentication(request, user, "password")
            response: HttpResponse = perform_login(request, Login(user=user))
            return response
    status = 422 if form.errors else 200
    return page(request, "core/company/welcome.html", {"form": form}, status=status)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Show the areas of the settings that are open to this user."""
    areas = [area for area in listed("areas") if may(request.user, area.right)]  # type: ignore[arg-type]
    return page(request, "core/company/index.html", {"areas": areas})


@needs("core.manage_company")
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change the company."""
    row = company()
    start = _values(row, EDITED_FIELDS)
    editing = Editing(request, lambda data: CompanyForm(data, initial=start), row)
    form = editing.form
    if editing.is_ready:
        try:
            edit_company(
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                version=editing.version,
                **form.cleaned_data,
            )
        except Invalid as error:
            blame(form, error)
        else:
            toast(request, _("Company saved."))
            return redirect("company:edit")
    return editing.show("core/company/edit.html", {"since": row.journals_since})


@sensitive_post_parameters("mail_password")
@needs("core.manage_company")
def mail(request: HttpRequest) -> HttpResponse:
    """Show and change the mail server; its password is never shown again."""
    row = company()
    editing = _mail_form(request, row)
    form = editing.form
    if editing.is_ready:
        try:
            edit_mail_server(
                MailServer(**form.cleaned_data),
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
                version=editing.version,
                keep_password=not form.cleaned_data["mail_password"],
            )
        except Invalid as error:
            blame(form, error)
        else:
            toast(request, _("Mail server saved. Send a test mail to see that it works."))
            return redirect("company:mail")
    return editing.show("core/company/mail.html", {"has_password": bool(row.mail_password)})


@needs("core.manage_company")
@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """Send a mail to the user who asks, and say what the server answered."""
    row = company()
    test = send_test_letter(request.user)  # type: ignore[arg-type]
    context = {"has_password": bool(row.mail_password), "test": test}
    return _mail_form(request, row, sent=False).show("core/company/mail.html", context)


def _mail_form(
    request: HttpRequest, row: Company, *, sent: bool | None = None
) -> Editing[MailServerForm]:
    start = _values(row, MAIL_FIELDS)
    return Editing(request, lambda data: MailServerForm(data, initial=start), row, sent=sent)


def _values(row: Company, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}
