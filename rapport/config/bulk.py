"""What can be done with many rows of a list at once, in the order of the bar."""

from rapport.core.bulk.verbs import Verb
from rapport.customers.households.bulk import DISSOLVE
from rapport.customers.organizations.bulk import VERBS as ORGANIZATIONS
from rapport.customers.parties.bulk import ASSIGN, LIFECYCLE, TRASH
from rapport.customers.people.bulk import VERBS as PEOPLE
from rapport.customers.tags.bulk import TAG, UNTAG
from rapport.touchpoints.mail.bulk import AGAIN, CANCEL, MAIL
from rapport.touchpoints.tasks.bulk import TASK, VERBS as TASKS

ALL: list[Verb] = [
    LIFECYCLE,
    *PEOPLE,
    *ORGANIZATIONS,
    ASSIGN,
    TAG,
    UNTAG,
    TASK,
    MAIL,
    TRASH,
    DISSOLVE,
    *TASKS,
    CANCEL,
    AGAIN,
]
BULK = {verb.name: verb for verb in ALL}
