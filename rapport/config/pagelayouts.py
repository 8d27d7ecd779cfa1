"""The kinds of records whose pages and forms a company can arrange."""

from django.utils.translation import gettext_lazy as _

from rapport.core.pagelayouts.sheets import Arranged
from rapport.customers.organizations.layouts import ORGANIZATION, ORGANIZATION_FORM
from rapport.customers.people.layouts import PERSON, PERSON_FORM

PAGELAYOUTS = [
    Arranged("people", _("People"), (PERSON, PERSON_FORM)),
    Arranged("organizations", _("Companies"), (ORGANIZATION, ORGANIZATION_FORM)),
]
