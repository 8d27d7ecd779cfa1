"""What is derived from a table and must follow when rows change by undo, restore or SQL: table → function of row ids."""

from collections.abc import Callable

from rapport.core.automation.preparing import keep_states

PROJECTIONS: dict[str, Callable[[list[int]], None]] = {"core_automation": keep_states}
