"""What the palette can do: things to create, and verbs on the record that was found, by its kind."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.pages.formats import phone
from rapport.core.search.commands import Command, Option, Palette
from rapport.core.search.queries import Found
from rapport.customers.parties.queries import Reachable, reachable


def _on_a_customer(user: User, found: Found) -> Iterable[Option]:
    """Return the verbs on a person or a company: call, write, and what opens a dialog."""
    ways = reachable([found.object_id]).get(found.object_id, Reachable())
    record = f"?id={found.object_id}"
    log = f"{reverse('interactions:log')}?party={found.object_id}&kind=call"
    note = reverse("notes:write", args=[found.object_id])
    task = f"{reverse('tasks:create')}?party={found.object_id}"
    if ways.phone:
        shown = phone(ways.phone)
        yield Option(label=_("Call"), href=f"tel:{ways.phone}", icon="phone", detail=shown, key="C")
    if ways.email:
        mail = f"mailto:{ways.email}"
        yield Option(label=_("Write"), href=mail, icon="mail", detail=ways.email, key="W")
    yield from [
        Option(label=_("Log a call"), href=log, icon="phone-check", key="L", dialog=True),
        Option(label=_("Set next step"), href=task, icon="calendar-plus", key="N", dialog=True),
        Option(label=_("Write a note"), href=note, icon="note", dialog=True),
        Option(
            label=_("Assign"),
            href=reverse("parties:assign") + record,
            icon="user-share",
            dialog=True,
        ),
    ]


PALETTE = Palette(
    creates=[
        Command(
            label=_("Log a contact"),
            page="interactions:log",
            icon="pencil",
            right="touchpoints.log_interaction",
            dialog=True,
        ),
        Command(
            label=_("New task"),
            page="tasks:create",
            icon="checkbox",
            right="touchpoints.create_task",
            dialog=True,
        ),
        Command(
            label=_("New person"),
            page="people:create",
            icon="user-plus",
            right="customers.create_person",
        ),
        Command(
            label=_("New company"),
            page="organizations:create",
            icon="building-plus",
            right="customers.create_organization",
        ),
        Command(
            label=_("New order"),
            page="orders:create",
            icon="shopping-cart",
            right="sales.place_order",
        ),
        Command(
            label=_("New product"),
            page="products:create",
            icon="package",
            right="catalog.create_product",
        ),
    ],
    verbs={"person": [_on_a_customer], "organization": [_on_a_customer]},
)
