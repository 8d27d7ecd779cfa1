"""What the phone hands over when somebody chooses Rapport in its share menu, and the question whom it is about."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.access.queries import system
from rapport.core.errors import Conflict, Invalid, NotAllowed, RapportError
from rapport.core.files.actions import FileTooLarge
from rapport.core.files.content import icon_of, size_words
from rapport.core.pages.blame import blame
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.customers.cards.reading import LONGEST
from rapport.customers.received import actions, queries
from rapport.customers.received.forms import PlaceForm
from rapport.customers.received.models import Received

RIGHT = "customers.write_note"
HELD = "held"  # in the session: the key of what was shared before the sign-in
SAID = ("name", "title", "company", "phone", "email", "wechat")
ASKED = ("family", "given", "phone", "email", "wechat", "title")


class SentByAnotherSite(NotAllowed):
    """Another website sent this, not your phone. Nothing was kept."""


# The phone knows no form of ours and so no token: the cookie of the session does not come along from another site
# (SameSite=Lax), a browser says where a request comes from, and what is kept here is only a draft of her own.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """Keep what the phone hands over, then ask whom it is about; opened by itself, show what waits.

    Where the session has ended, it is held until she has signed in; its key stands in the session, not in an address.
    """
    here = reverse("received:take")
    if not request.user.is_authenticated:
        if request.method == "POST":
            _hold(request)
        return redirect_to_login(here)
    key = request.session.pop(HELD, "")
    held = actions.receive_held(key, by=caller(request), at=timezone.now()) if key else None
    if request.method == "GET" and held is not None:
        return go(request, reverse("received:open", args=[held.pk]))
    if request.method == "GET":
        lines = [(row, _told(row)) for row in queries.waiting(caller(request))]
        return page(request, "customers/received/list.html", {"lines": lines})
    text, files = _shared(request)
    row = actions.receive(by=caller(request), at=timezone.now(), text=text, files=files)
    return go(request, reverse("received:open", args=[row.pk]))


def _hold(request: HttpRequest) -> None:
    """Hold what was shared; what cannot be held is said once she is signed in."""
    try:
        text, files = _shared(request)
        key = actions.hold(by=system(), at=timezone.now(), text=text, files=files)
    except RapportError as error:
        toast(request, error.sentence(), level="bad")
    else:
        request.session[HELD] = str(key)


def _shared(request: HttpRequest) -> tuple[str, list[actions.Upload]]:
    """Return the text and the files that the phone handed over; a contact is a text. Errors: SentByAnotherSite, FileTooLarge."""
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        raise SentByAnotherSite
    if getattr(request, "upload_refused", False):
        raise FileTooLarge(limit=settings.UPLOAD_MB)
    said = [request.POST.get(name, "").strip() for name in ("title", "text", "url")]
    text = "\n".join(dict.fromkeys(filter(None, said)))
    files: list[actions.Upload] = []
    for upload in request.FILES.getlist("files"):
        name = upload.name or ""
        if name.lower().endswith(".vcf") and (upload.size or 0) <= LONGEST:
            text = upload.read().decode("utf-8", "replace")
        else:
            files.append((name, upload.chunks()))
    return text, files


@needs(RIGHT)
@require_http_methods(["GET", "POST"])
def open_received(request: HttpRequest, received_id: int) -> HttpResponse:
    """Show what was shared, and put it on the record of the customer whom it is about."""
    row = queries.received(caller(request), received_id)
    files = [one.file for one in row.files.all()]
    form = PlaceForm(request.POST or None, initial={"body": _body(row)}, has_files=bool(files))
    if form.is_valid():
        data = form.cleaned_data
        try:
            party = actions.place_received(
                row.pk,
                party_id=data["party"],
                by=caller(request),
                at=timezone.now(),
                body=data["body"],
            )
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, _("Kept with %(name)s.") % {"name": party.display_name}, undo=True)
            return go(request, reverse("parties:open", args=[party.pk]))
    context = {
        "form": form,
        "row": row,
        "files": [(one.name, icon_of(one.content_type), size_words(one.size)) for one in files],
        "new_person": _new_person(row),
    }
    status = 422 if form.errors else 200
    return page(request, "customers/received/open.html", context, status=status)


@needs(RIGHT)
@require_POST
def discard(request: HttpRequest, received_id: int) -> HttpResponse:
    """Forget what was shared."""
    actions.discard_received(received_id, by=caller(request), at=timezone.now())
    toast(request, _("Discarded."))
    return go(request, reverse("received:take"))


def _told(row: Received) -> str:
    """Return what it is in a line."""
    names = [row.card.get("name", ""), row.text, *(one.file.name for one in row.files.all())]
    return next(filter(None, names), "")[:140]


def _body(row: Received) -> str:
    """Return the text of the note: what was shared, or what the card says."""
    return row.text or "\n".join(row.card[name] for name in SAID if name in row.card)


def _new_person(row: Received) -> str:
    """Return where a new person is made of a shared card."""
    if not row.card:
        return ""
    asked = {name: row.card[name] for name in ASKED if name in row.card}
    return f"{reverse('people:create')}?{urlencode(asked)}"
