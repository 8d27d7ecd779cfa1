"""Rapport as an app on the phone: its manifest, the page shown without a network, and the script that shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rapport.core.assembly import listed

PAPER = "#f5f2ee"  # --paper of css/tokens.css, light: what stands around the app until its page is there
SHORTCUTS = 4  # more are not shown


@require_safe
@never_cache
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the app is called, looks and begins, in the reader's language, with what she may open."""
    told = {
        "id": "/",
        "name": "Rapport",
        "short_name": "Rapport",
        "description": _("Customers, contacts, tasks and orders of your company."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": PAPER,
        "background_color": PAPER,
        "categories": ["business", "productivity"],
        "icons": [
            *(_icon(f"app-{size}", size, "any") for size in (192, 512)),
            _icon("app-maskable", 512, "maskable"),
        ],
        "shortcuts": _shortcuts(request),
        "share_target": _share_target(),
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _share_target() -> dict[str, Any]:
    """Let the app stand in the share menu of other apps, for texts, links, contacts, pictures and papers."""
    taken = [
        "image/*",
        "application/pdf",
        "text/vcard",
        "text/x-vcard",
        ".vcf",
        "audio/*",
        "video/*",
    ]
    names = {"title": "title", "text": "text", "url": "url"}
    return {
        "action": reverse(listed("share")),
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {**names, "files": [{"name": "files", "accept": taken}]},
    }


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    sizes = f"{size}x{size}"
    source = static(f"built/{name}.png")
    return {"src": source, "sizes": sizes, "type": "image/png", "purpose": purpose}


def _shortcuts(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the first rooms of the side bar besides home, as far as the user may enter them."""
    if not request.user.is_authenticated:
        return []
    rooms = [entry for entry in listed("navigation")(request) if entry.address != "/"]
    return [{"name": str(one.label), "url": one.address} for one in rooms[:SHORTCUTS]]


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the offline page, and nothing else: no record ever lies in its store."""
    files = [static("built/app.css"), static("built/fonts/inter-latin-wght-normal.woff2")]
    context = {"page": reverse("install:offline"), "files": files, "language": get_language()}
    return render(
        request, "core/install/worker.js", context, content_type="text/javascript; charset=utf-8"
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network."""
    return render(request, "core/install/offline.html", {"language_url": None})
