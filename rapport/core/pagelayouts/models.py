"""Layouts of record pages and forms that the company arranged."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from rapport.core.access.models import Role
from rapport.core.records import Record


class PageLayout(Record):
    """Where the parts and fields of a record's page or form stand: for a role or, without one, for everybody.

    `main`, `beside` and `out` hold names of parts from the top, `sections` what `sheets.Section` holds, `hidden` names
    of fields. Without a row the layout is the shipped one.
    """

    sheet = models.CharField(max_length=40)
    role = models.ForeignKey(
        Role, models.CASCADE, null=True, blank=True, related_name="page_layouts"
    )
    main = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    beside = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    out = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    sections = models.JSONField(default=list, blank=True)
    hidden = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "role"], nulls_distinct=False, name="page_layout_once"
            )
        ]

    def __str__(self) -> str:
        return self.sheet
