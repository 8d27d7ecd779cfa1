"""What a law makes us keep of a person who is erased, and which topics look through their files."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.erasure.rules import Kept, Rules
from rapport.core.exports.erasing import remove_files
from rapport.core.imports.erasing import remove_files_with
from rapport.customers.accounts.models import Account
from rapport.customers.privacy.models import Erasure, PrivacyRequest
from rapport.sales.creditnotes.models import CreditNote, CreditNoteLine
from rapport.sales.orders.models import Order, OrderLine
from rapport.touchpoints.messages.erasing import remove_mails_with

BOOKS = _("Tax and accounting law keep business records (GDPR 17(3)(b), PIPL 47)")
PROOF = _("Proof of what was asked and answered (GDPR 5(2), PIPL 9)")

ERASURE = Rules(
    kept=[
        Kept(Order, BOOKS, blank={"note": ""}),
        Kept(OrderLine, BOOKS),
        Kept(CreditNote, BOOKS, blank={"reason": ""}),
        Kept(CreditNoteLine, BOOKS),
        Kept(Account, BOOKS, only=Q(orders__isnull=False)),
        Kept(PrivacyRequest, PROOF, blank={"note": "", "identity": ""}),
        Kept(Erasure, PROOF),
    ],
    files=[remove_files_with, remove_files, remove_mails_with],
)
