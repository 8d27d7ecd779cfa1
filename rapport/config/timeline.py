"""What stands on a customer's timeline, in the order of its filters."""

from rapport.sales.orders.timeline import ORDERS
from rapport.touchpoints.interactions.entries import INTERACTIONS
from rapport.touchpoints.tasks.entries import TASKS
from rapport.touchpoints.timeline.entries import Source
from rapport.touchpoints.timeline.notes import NOTES

TIMELINE: list[Source] = [INTERACTIONS, NOTES, TASKS, ORDERS]
