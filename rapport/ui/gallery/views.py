"""Every component in every state, in both themes: what rooms build their pages from."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rapport.ui.gallery.sample import sample_form


@require_safe
@login_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show all macros with their states."""
    return render(request, "ui/gallery/page.html", {"sample": sample_form()}, using="jinja2")
