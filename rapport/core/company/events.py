"""What the company topic tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class CompanyFounded(Event, subject="company_id"):
    """The installation has its company and its first administrator."""

    company_id: int
    administrator_id: int


@dataclass(frozen=True, kw_only=True)
class CompanyEdited(Event, subject="company_id"):
    """The company's settings were changed."""

    company_id: int
    fields: list[str]
