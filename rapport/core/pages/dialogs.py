"""A form in the page's dialog: it asks, says at the field what is wrong, or saves and closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from rapport.core.errors import Conflict, Invalid
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.rendering import done, go, page, toast


class Question(forms.Form):
    """A question that needs only a yes."""


def ask(
    request: HttpRequest,
    form: forms.BaseForm | Editing[Any],
    *,
    title: str,
    submit: str,
    save: Callable[[dict[str, Any]], object],
    said: str | Callable[[Any], str],
    back: str,
    text: str = "",
    kind: str = "primary",
    undo: bool = True,
    wide: bool = False,
    onward: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """Answer a dialog. `save` gets the cleaned data and makes one call to an action; `said` is the toast, made of
    its result where that matters; `back` is where a browser without script goes, `onward` where every browser does."""
    editing = form if isinstance(form, Editing) else None
    form = form.form if isinstance(form, Editing) else form
    if editing.is_ready if editing else request.method == "POST" and form.is_valid():
        try:
            result = save(form.cleaned_data)
        except (Invalid, Conflict) as error:
            blame(form, error)
        else:
            toast(request, said if isinstance(said, str) else said(result), undo=undo)
            return go(request, onward(result)) if onward else done(request, back)
    context = {"form": form, "title": title, "submit": submit, "text": text}
    context |= {"kind": kind, "wide": wide, "action": request.get_full_path(), "back": back}
    if editing is not None:
        return editing.show("core/pages/dialog.html", context)
    status = 422 if form.errors else 200
    return page(request, "core/pages/dialog.html", context | {"editing": None}, status=status)
