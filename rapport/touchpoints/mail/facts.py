"""What merge fields say of each customer."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import override

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.records import keys
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import employers
from rapport.customers.people.models import Honorific
from rapport.touchpoints.mail.merging import Facts

CHINESE, ENGLISH = "zh-hans", "en"


def facts_of(
    party_ids: Collection[int], *, sender: User, wanted: Collection[str] | None = None
) -> dict[int, Facts]:
    """Return what is known of each customer, by merge field, as far as the sender sees it. A fixed number of queries.

    Where only some fields are `wanted`, none is asked for the others.
    """
    rows = Party.objects.filter(pk__any=keys(party_ids)).values_list(
        "pk",
        "kind",
        "display_name",
        "city",
        "person__family",
        "person__given",
        "person__honorific",
        "person__locale",
    )
    asks_work = wanted is None or "company" in wanted
    work = employers(sender, list(party_ids)) if asks_work else {}
    always = {"sender": sender.name, "us": company().name}
    titles = {language: _titles(language) for language in (CHINESE, ENGLISH)}
    found: dict[int, Facts] = {}
    for pk, kind, name, city, family, given, honorific, locale in rows:
        is_person = kind == Kind.PERSON
        employer = work[pk].name if pk in work else ""
        found[pk] = always | {
            "name": name,
            "city": city,
            "family": family or "",
            "given": given or "",
            "title": titles[language_of(locale or "", name)].get(honorific, ""),
            "company": employer if is_person else name,
        }
    return found


def _titles(language: str) -> dict[str, str]:
    with override(language):
        return {key: str(label) for key, label in Honorific.choices}


def language_of(locale: str, name: str) -> str:
    """Return in which language we say to a customer what nobody wrote: her own, else that of her name's letters."""
    if locale:
        return CHINESE if locale.lower().startswith("zh") else ENGLISH
    return CHINESE if any("\u4e00" <= letter <= "\u9fff" for letter in name) else ENGLISH
