"""The step that writes a mail to the customer of a record; each run has a batch of its own."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.automation.steps import of_verb
from rapport.core.automation.subjects import Case, Values
from rapport.touchpoints.mail import bulk


def _asked(values: Values, case: Case) -> Values:
    """Return the values with a batch for these runs and this step: the same when they are done again."""
    runs = ",".join(str(run) for run in sorted(case.runs.values()))
    return {**values, "batch": uuid5(NAMESPACE_OID, f"automation {runs} {case.place}").hex}


MAIL = replace(
    of_verb(
        bulk.MAIL,
        says=lambda values: (
            _("Mail to the customer: “%(subject)s”") % {"subject": values["subject"]}
        ),
        asked=_asked,
    ),
    name="mail-customer",
    label=gettext_lazy("Mail to the customer"),
)
