"""The Undo button of a toast."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from rapport.core.pages.rendering import toast
from rapport.core.undo.actions import undo


@login_required
@require_POST
def undo_group(request: HttpRequest, group: UUID) -> HttpResponse:
    """Take the action back, say how far, and let the page show the present state."""
    result = undo(group, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    if result.refused_count:
        text = ngettext(
            "Undone, except %(n)s record that was changed since.",
            "Undone, except %(n)s records that were changed since.",
            result.refused_count,
        ) % {"n": result.refused_count}
    else:
        text = _("Undone.")
    toast(request, text)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})
