"""Index of the room's tables."""

from rapport.core.access.models import Grant, Role, Team, User
from rapport.core.audit.models import SignInEvent
from rapport.core.automation.models import Automation, AutomationRun, AutomationState
from rapport.core.bulk.models import BulkLeft, BulkRun, BulkSlice
from rapport.core.changes.models import Change
from rapport.core.company.models import Company
from rapport.core.customfields.models import CustomField
from rapport.core.events.models import EventRow
from rapport.core.exports.models import ExportRun
from rapport.core.files.models import Attachment, File
from rapport.core.home.models import HomePage
from rapport.core.idempotency.models import IdempotencyKey
from rapport.core.imports.models import ImportIssue, ImportRun, RememberedMapping
from rapport.core.incoming.models import IncomingHook, IncomingMessage
from rapport.core.links.models import OneTimeLink
from rapport.core.notifications.models import Letter, Notification, NotificationSettings
from rapport.core.onboarding.models import Onboarding
from rapport.core.pagelayouts.models import PageLayout
from rapport.core.rest.models import ApiUsage
from rapport.core.search.models import RecentRecord, SearchEntry, SearchWord, StaleEntry
from rapport.core.sources.models import ImportSource, SourceReading
from rapport.core.tokens.models import ApiToken, TokenUse
from rapport.core.views.models import SavedView, ViewUse
from rapport.core.webhooks.models import Webhook, WebhookAttempt, WebhookDelivery, WebhookHealth

__all__ = [
    "ApiToken",
    "ApiUsage",
    "Attachment",
    "Automation",
    "AutomationRun",
    "AutomationState",
    "BulkLeft",
    "BulkRun",
    "BulkSlice",
    "Change",
    "Company",
    "CustomField",
    "EventRow",
    "ExportRun",
    "File",
    "Grant",
    "HomePage",
    "IdempotencyKey",
    "ImportIssue",
    "ImportRun",
    "ImportSource",
    "IncomingHook",
    "IncomingMessage",
    "Letter",
    "Notification",
    "NotificationSettings",
    "Onboarding",
    "OneTimeLink",
    "PageLayout",
    "RecentRecord",
    "RememberedMapping",
    "Role",
    "SavedView",
    "SearchEntry",
    "SearchWord",
    "SignInEvent",
    "SourceReading",
    "StaleEntry",
    "Team",
    "TokenUse",
    "User",
    "ViewUse",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookHealth",
]
