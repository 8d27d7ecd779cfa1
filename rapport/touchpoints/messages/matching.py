"""With which customers a mail is: by address; where several share one, by name or conversation; else by the company's domain."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapport.core.access.models import User
from rapport.core.company.adapters import sender as company_sender
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.organizations.models import Organization
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.messages.models import MailMessageParty, Why
from rapport.touchpoints.messages.parsing import ADDRESS, Address

MOST_SHARED = 5
WORDS = re.compile(r"[^\W_]+")
# Domains at which anybody may have an address: they say nothing about where somebody works.
PUBLIC_DOMAINS = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "yahoo.cn",
        "icloud.com",
        "me.com",
        "aol.com",
        "gmx.de",
        "gmx.net",
        "gmx.com",
        "web.de",
        "t-online.de",
        "freenet.de",
        "proton.me",
        "protonmail.com",
        "mail.ru",
        "yandex.ru",
        "qq.com",
        "foxmail.com",
        "163.com",
        "126.com",
        "yeah.net",
        "139.com",
        "189.cn",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "aliyun.com",
        "21cn.com",
        "tom.com",
        "orange.fr",
        "free.fr",
        "libero.it",
        "wp.pl",
        "seznam.cz",
        "naver.com",
        "daum.net",
        "hanmail.net",
    ]
)


@dataclass(frozen=True)
class Match:
    """A customer with whom a mail is, by which address, and why her."""

    party_id: int
    address: str
    why: Why


def our_addresses() -> frozenset[str]:
    """Return the addresses that are ours: of mailboxes, of colleagues, and the one from which the company writes."""
    found = {one.lower() for one in Mailbox.objects.values_list("address", flat=True)}
    found |= {one.lower() for one in User.objects.values_list("email", flat=True)}
    return frozenset(found | {one.lower() for one in ADDRESS.findall(company_sender())})


def match(
    others: Sequence[Address], *, thread_id: int | None, by_domain: bool = True
) -> list[Match]:
    """Return the customers behind addresses; two queries, three where an address is shared, one more for domains."""
    wanted = {normal(one.address): one for one in others}
    points = ContactPoint.objects.kept().filter(
        channel=Channel.EMAIL, normalized__in=list(wanted), party__trashed_at=None
    )
    holders: dict[str, dict[int, str]] = {}
    for address, party, name in points.values_list(
        "normalized", "party_id", "party__display_name"
    ).order_by("party_id"):
        holders.setdefault(address, {})[party] = name
    found: dict[int, Match] = {}
    for address, names in holders.items():
        for one in _of_address(address, names, wanted[address].name, thread_id):
            found.setdefault(one.party_id, one)
    if not found and by_domain:
        found = {one.party_id: one for one in _of_domains(wanted)}
    return list(found.values())


def normal(address: str) -> str:
    """Return an address as contact points keep it."""
    local, _at, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}".lower()
    except UnicodeError:
        return address.lower()


def _of_address(
    address: str, names: dict[int, str], written: str, thread_id: int | None
) -> list[Match]:
    if len(names) == 1:
        return [Match(party, address, Why.ADDRESS) for party in names]
    alike = [party for party, name in names.items() if _is_same_name(name, written)]
    if len(alike) == 1:
        return [Match(alike[0], address, Why.NAME)]
    if thread_id is not None:
        inside = MailMessageParty.objects.filter(message__thread=thread_id, party__in=list(names))
        talking = sorted(set(inside.values_list("party_id", flat=True)))
        if talking and len(talking) < len(names):
            return [Match(party, address, Why.THREAD) for party in talking[:MOST_SHARED]]
    return [Match(party, address, Why.SHARED) for party in list(names)[:MOST_SHARED]]


def _is_same_name(name: str, written: str) -> bool:
    """Tell whether two names are made of the same words, in whatever order and however they are parted."""
    one, other = _words(name), _words(written)
    return bool(one) and (sorted(one) == sorted(other) or "".join(one) == "".join(other))


def _words(name: str) -> list[str]:
    return WORDS.findall(name.casefold())


def domains_of(addresses: Collection[str]) -> list[str]:
    """Return the domains of addresses that belong to one company, a host's parent domain too."""
    found: dict[str, None] = {}
    for address in addresses:
        domain = address.rpartition("@")[2].lower()
        if domain and domain not in PUBLIC_DOMAINS:
            found[domain] = None
            found[domain.removeprefix("mail.")] = None
    return list(found)


def _of_domains(addresses: Collection[str]) -> list[Match]:
    domains = domains_of(addresses)
    if not domains:
        return []
    companies = Organization.objects.filter(domains__overlap=domains, party__trashed_at=None)
    rows = companies.values_list("pk", "domains").order_by("pk")[:MOST_SHARED]
    found = []
    for pk, owned in rows:
        address = next((one for one in addresses if set(domains_of([one])) & set(owned)), "")
        found.append(Match(pk, address, Why.DOMAIN))
    return found
