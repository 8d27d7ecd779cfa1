"""Which bulk verbs there are, by name, and what a program answers to their questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.bulk.own import own_verb
from rapport.core.bulk.verbs import UnknownVerb, Verb
from rapport.core.errors import Invalid

NOT_ASKED = gettext_lazy("This is not asked here. Leave it out.")


def verbs() -> dict[str, Verb]:
    """Return every bulk verb by its name."""
    found: dict[str, Verb] = listed("bulk")
    return found


def find_verb(name: str) -> Verb | None:
    """Return a verb by its name: one of the product's, or the edit of a field of the company's own, removed since or not."""
    return verbs().get(name) or own_verb(name)


def verb_of(name: str, list_name: str = "") -> Verb:
    """Return a verb, of this list if one is given. Errors: UnknownVerb."""
    verb = find_verb(name)
    if verb is None or (list_name and list_name not in verb.lists):
        raise UnknownVerb
    return verb


def answered(verb: Verb, user: User, answers: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a verb from what a program sends, read as the page's dialog reads them. Errors: Invalid."""
    form = verb.form(user, dict(answers))
    wrong = {name: str(NOT_ASKED) for name in answers if name not in form.fields}
    if form.is_valid() and not wrong:
        return verb.plain(form)
    wrong |= {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    raise Invalid(fields=wrong)
