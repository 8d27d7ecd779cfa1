"""The roles that are shipped. A company may change each; what it did not change follows the version."""

from django.utils.translation import gettext_lazy as _

from rapport.config.rights import RIGHTS
from rapport.core.access.rights import Preset, Scope

OWN, TEAM, BELOW, ALL = Scope.OWN, Scope.TEAM, Scope.BELOW, Scope.ALL


# What every record has, and so everybody who works with customers may.
OF_RECORDS = ("core.attach_file", "core.trash_file", "core.restore_trash")

# Whoever answers for the protection of data may hand out and erase everything, and few others should.
OF_PRIVACY = ("customers.disclose_person", "customers.erase_person")

# Findings come from whoever computes them, not from whoever works with the customer.
OF_ANALYSIS = ("customers.set_traits",)

# How others' mailboxes are set up is the administrators' matter.
OF_ADMINISTRATION = ("touchpoints.manage_mailboxes",)


def _of(rooms: tuple[str, ...], scope: Scope) -> dict[str, Scope]:
    mine = (name for name in RIGHTS if name.split(".")[0] in rooms)
    left_out = OF_ANALYSIS + OF_PRIVACY + OF_ADMINISTRATION
    found = {name: scope for name in mine if name not in left_out}
    return found | (dict.fromkeys(OF_RECORDS, scope) if "customers" in rooms else {})


# Everybody arranges her own lists.
OWN_VIEWS = {"core.save_view": ALL}
VIEWS = OWN_VIEWS | {"core.share_view": ALL}

# Who leads others may let automations act for them.
AUTOMATIONS = {"core.manage_automations": BELOW, "core.run_automation": BELOW}

SHIPPED = [
    Preset("administrator", _("Administrator"), dict.fromkeys(RIGHTS, ALL)),
    Preset(
        "seller",
        _("Seller"),
        _of(("customers", "touchpoints", "sales"), TEAM)
        | {"catalog.view_product": ALL, "core.export_data": TEAM, "core.use_api": TEAM}
        | OWN_VIEWS,
    ),
    Preset(
        "sales_manager",
        _("Sales manager"),
        _of(("customers", "touchpoints", "sales"), BELOW)
        | _of(("catalog",), ALL)
        | {"core.import_data": ALL, "core.export_data": BELOW, "core.use_api": BELOW}
        | AUTOMATIONS
        | VIEWS,
    ),
    Preset(
        "marketer",
        _("Marketer"),
        _of(("customers", "touchpoints"), ALL)
        | {"catalog.view_product": ALL, "sales.view_order": ALL}
        | {"core.import_data": ALL, "core.export_data": ALL}
        | VIEWS,
    ),
    Preset(
        "agent",
        _("Call centre agent"),
        _of(("customers", "touchpoints"), ALL)
        | {"catalog.view_product": ALL, "sales.view_order": ALL}
        | OWN_VIEWS,
    ),
    Preset(
        "supervisor",
        _("Call centre supervisor"),
        _of(("customers", "touchpoints"), ALL)
        | {"catalog.view_product": ALL, "sales.view_order": ALL, "core.export_data": ALL}
        | VIEWS,
    ),
    Preset(
        "analyst",
        _("Analyst"),
        {name: ALL for name in RIGHTS if ".view_" in name}
        | {"core.export_data": ALL, "core.use_api": ALL}
        | dict.fromkeys(OF_ANALYSIS, ALL)
        | VIEWS,
    ),
    Preset("partner", _("Partner"), {}),
]
ROLES = {preset.key: preset for preset in SHIPPED}
