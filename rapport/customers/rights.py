"""The rights of this room."""

from django.utils.translation import gettext_lazy as _

from rapport.core.access.rights import Right

RIGHTS = [
    Right("customers.view_party", _("See people and companies")),
    Right("customers.create_person", _("Add people")),
    Right("customers.edit_person", _("Edit people")),
    Right("customers.create_organization", _("Add companies")),
    Right("customers.edit_organization", _("Edit companies")),
    Right("customers.change_lifecycle", _("Change the lifecycle")),
    Right("customers.assign_party", _("Give records to another owner")),
    Right("customers.share_party", _("Share records")),
    Right("customers.unshare_party", _("Stop sharing records")),
    Right("customers.trash_party", _("Move records to the trash")),
    Right("customers.restore_party", _("Restore records from the trash")),
    Right("customers.add_contact_point", _("Add numbers and addresses")),
    Right("customers.edit_contact_point", _("Edit numbers and addresses")),
    Right("customers.remove_contact_point", _("Remove numbers and addresses")),
    Right("customers.start_affiliation", _("Say where somebody works")),
    Right("customers.edit_affiliation", _("Edit where somebody works")),
    Right("customers.end_affiliation", _("End where somebody works")),
    Right("customers.set_manager", _("Change the org chart")),
    Right("customers.form_household", _("Form households")),
    Right("customers.edit_household", _("Edit households")),
    Right("customers.add_member", _("Add people to households")),
    Right("customers.remove_member", _("Take people out of households")),
    Right("customers.relate_parties", _("Relate records to each other")),
    Right("customers.unrelate_parties", _("End relations")),
    Right("customers.open_account", _("Open accounts")),
    Right("customers.edit_account", _("Edit accounts")),
    Right("customers.close_account", _("Close accounts")),
    Right("customers.give_consent", _("Record a consent")),
    Right("customers.withdraw_consent", _("Record a withdrawal of consent")),
    Right("customers.suppress_address", _("Block an address for good")),
    Right("customers.set_traits", _("Write findings about customers")),
    Right("customers.tag_parties", _("Add tags")),
    Right("customers.untag_parties", _("Remove tags")),
    Right("customers.write_note", _("Write notes")),
    Right("customers.edit_note", _("Edit own notes")),
    Right("customers.delete_note", _("Delete own notes")),
]
