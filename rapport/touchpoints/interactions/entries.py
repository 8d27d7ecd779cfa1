"""Interactions as they stand on the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.pages.formats import date
from rapport.touchpoints.interactions.models import Channel, Direction, Interaction, Reason
from rapport.touchpoints.timeline.entries import COUNTED, Asked, Entry, Filter, Source

SHOWN = 400
ICONS = {
    Channel.PHONE: "phone",
    Channel.EMAIL: "mail",
    Channel.WECHAT: "brand-wechat",
    Channel.CHAT: "message-circle",
    Channel.SMS: "message",
    Channel.MEETING: "users",
    Channel.VISIT: "map-pin",
    Channel.LETTER: "mailbox",
    Channel.WEB: "world",
    Channel.PORTAL: "door-enter",
    Channel.ORDER: "package",
}
LABELS = {
    Channel.PHONE: gettext_lazy("Calls"),
    Channel.EMAIL: pgettext_lazy("channel", "E-mail"),
    Channel.WECHAT: gettext_lazy("WeChat"),
    Channel.CHAT: gettext_lazy("Chats"),
    Channel.SMS: gettext_lazy("Text messages"),
    Channel.MEETING: gettext_lazy("Meetings"),
    Channel.VISIT: gettext_lazy("Visits"),
    Channel.LETTER: gettext_lazy("Letters"),
    Channel.WEB: pgettext_lazy("channel", "Web"),
    Channel.PORTAL: gettext_lazy("Portal"),
    Channel.ORDER: gettext_lazy("Order contacts"),
}


def entries(asked: Asked) -> Iterable[Entry]:
    """Return a page of contacts."""
    rows = Interaction.objects.kept()
    if asked.filter:
        rows = rows.filter(channel=asked.filter)
    if asked.words:
        rows = rows.filter(Q(subject__icontains=asked.words) | Q(body__icontains=asked.words))
    for row in asked.cut(rows, "contact", "started_at").select_related("staff"):
        yield entry(row)


def entry(row: Interaction) -> Entry:
    """Return one contact as a line."""
    return Entry(
        source="contact",
        id=row.pk,
        party_id=row.party_id,
        at=row.started_at,
        icon=icon_of(row),
        title=title_of(row),
        what=what_of(row),
        body=_body(row),
        href=reverse("interactions:open", args=[row.pk]),
        mark=mark_of(row),
        fold="web" if row.channel == Channel.WEB and not row.reason else "",
    )


def icon_of(row: Interaction) -> str:
    """Return the icon of the channel; calls show which way they went."""
    if row.channel == Channel.PHONE:
        return "phone-incoming" if row.direction == Direction.IN else "phone-outgoing"
    return ICONS[Channel(row.channel)]


def title_of(row: Interaction) -> str:
    """Return “Call, 6 min: Asked for a sea view”."""
    text = str(row.get_channel_display())
    if row.ended_at is not None and (minutes := _minutes(row)):
        text = _("%(channel)s, %(n)s min") % {"channel": text, "n": minutes}
    if row.subject:
        text = _("%(channel)s: %(subject)s") % {"channel": text, "subject": row.subject}
    return text


def what_of(row: Interaction) -> str:
    """Return who spoke with whom, what it was about and how it ended."""
    parts = []
    name = {"name": row.staff.name if row.staff else ""}
    if row.direction == Direction.IN:
        told = _("from the customer to %(name)s") if row.staff else _("from the customer")
        parts.append(told % name)
    elif row.staff is not None:
        parts.append(_("by %(name)s") % name)
    if row.reason == Reason.COMPLAINT:
        if row.resolved_at is None:
            parts.append(_("open complaint"))
        else:
            parts.append(_("complaint, solved %(day)s") % {"day": date(row.resolved_at)})
    elif row.reason:
        parts.append(str(row.get_reason_display()))
    if row.outcome:
        parts.append(str(row.get_outcome_display()))
    return " · ".join(parts)


def mark_of(row: Interaction) -> str:
    """Return the colour of the icon: an open complaint is bad, a solved one is well."""
    if row.reason != Reason.COMPLAINT:
        return ""
    return "bad" if row.resolved_at is None else "ok"


def _minutes(row: Interaction) -> int:
    seconds = (row.ended_at - row.started_at).total_seconds() if row.ended_at else 0
    return round(seconds / 60)


def _body(row: Interaction) -> str:
    text = row.body[:SHOWN]
    if row.next_step:
        step = _("Next step: %(text)s") % {"text": row.next_step}
        text = f"{text} {step}".strip()
    return text


def counts(_user: User, parties: Sequence[int]) -> Mapping[str, int]:
    """Return how many contacts there are per channel among 10,000, of one party the latest; the index alone is read."""
    rows = Interaction.objects.kept().filter(party_id__in=parties)
    if len(parties) == 1:
        rows = rows.order_by("-started_at", "-id")
    return Counter(rows.values_list("channel", flat=True)[:COUNTED])


INTERACTIONS = Source(
    "contact",
    [Filter(channel.value, LABELS[channel], ICONS[channel]) for channel in Channel],
    entries,
    counts,
    [
        "InteractionLogged",
        "InteractionEdited",
        "InteractionTrashed",
        "InteractionRestored",
        "ComplaintOpened",
        "ComplaintResolved",
    ],
)
