"""Showing a rule's refusal at the fields of the form that broke it."""

from __future__ import annotations

from django.forms import BaseForm

from rapport.core.errors import RapportError


def blame(form: BaseForm, error: RapportError) -> None:
    """Put each sentence beside its field; what belongs to no field of the form stands above all."""
    fields = dict(getattr(error, "fields", {}))
    known = {name: sentence for name, sentence in fields.items() if name in form.fields}
    for name, sentence in known.items():
        form.add_error(name, sentence)
    others = [sentence for name, sentence in fields.items() if name not in known]
    if others or not known:
        form.add_error(None, " ".join(others) or error.sentence())
