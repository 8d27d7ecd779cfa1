"""The dialog “Why can (not) she see this?”."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.explain.queries import explain, may_ask, record
from rapport.core.pages.rendering import page


@login_required
def why(request: HttpRequest, label: str, row_id: int) -> HttpResponse:
    """Explain who sees a record: for oneself, or for the colleague that is chosen."""
    by: Any = request.user
    row = record(label, row_id, by=by)
    colleagues = User.objects.filter(is_system=False).order_by("name")
    everybody = any(may_ask(by, row, one) for one in colleagues.exclude(pk=by.pk)[:1])
    shown = colleagues if everybody else colleagues.filter(pk=by.pk)
    choices = list(shown.values_list("pk", "name"))
    wanted = request.GET.get("user", "")
    about = (
        colleagues.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else by
    )
    if about is None:
        raise Missing
    context = {"found": explain(about, row, by=by), "choices": choices, "row": row}
    return page(request, "core/explain/why.html", context)
