"""Index of the room's tables."""

from rapport.customers.accounts.models import Account
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.consent.models import ConsentEvent, Suppression
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.duplicates.models import MatchCandidate, MatchRun, MatchVerdict
from rapport.customers.households.models import Household, Member
from rapport.customers.merges.models import Merge, Merged
from rapport.customers.notes.models import Mention, Note
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import ExternalRef, Party, Share
from rapport.customers.people.models import Person
from rapport.customers.privacy.models import Erasure, PrivacyRequest
from rapport.customers.received.models import Received, ReceivedFile
from rapport.customers.relations.models import Relation
from rapport.customers.tags.models import PartyTag, Tag
from rapport.customers.traits.models import Trait

__all__ = [
    "Account",
    "Affiliation",
    "ConsentEvent",
    "ContactPoint",
    "Erasure",
    "ExternalRef",
    "Household",
    "MatchCandidate",
    "MatchRun",
    "MatchVerdict",
    "Member",
    "Mention",
    "Merge",
    "Merged",
    "Note",
    "Organization",
    "Party",
    "PartyTag",
    "Person",
    "PrivacyRequest",
    "Received",
    "ReceivedFile",
    "Relation",
    "Share",
    "Suppression",
    "Tag",
    "Trait",
]
