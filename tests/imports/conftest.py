"""Importing a file as a test writes it down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from django.test import override_settings

from rapport.core.access.models import User
from rapport.core.company.models import Company
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.intake import take_in
from rapport.core.imports.models import ImportRun


@pytest.fixture(autouse=True)
def haina(db: None) -> Company:
    """The company, which counts in yuan."""
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")


@pytest.fixture(autouse=True)
def storage(tmp_path: Any) -> Any:
    """Files go to a folder of the test."""
    place = {"location": str(tmp_path)}
    stores = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=stores):
        yield


@pytest.fixture
def drafted(admin: User, at: datetime) -> Callable[..., ImportRun]:
    """Take in a text or bytes as a file; columns are guessed, `mapping` and the rest override."""

    def draft(
        kind: str, content: str | bytes, *, by: User | None = None, **wanted: Any
    ) -> ImportRun:
        who, data = by or admin, content.encode() if isinstance(content, str) else content
        run = take_in(BytesIO(data), wanted.pop("name", "list.csv"), kind=kind, by=who, at=at)
        return map_import(
            run.pk,
            by=who,
            at=at,
            mapping=wanted.pop("mapping", None) or run.mapping,
            options=run.options | wanted.pop("options", {}),
            **wanted,
        )

    return draft


@pytest.fixture
def imported(drafted: Callable[..., ImportRun], at: datetime) -> Callable[..., ImportRun]:
    """Import a text or bytes to the end."""

    def run_to_end(kind: str, content: str | bytes, **wanted: Any) -> ImportRun:
        is_trial = wanted.pop("is_trial", False)
        run = drafted(kind, content, **wanted)
        start_import(run.pk, by=run.started_by, at=at, is_trial=is_trial)
        drive(run.pk, by=run.started_by, clock=lambda: at)
        run.refresh_from_db()
        return run

    return run_to_end


def counts(run: ImportRun) -> tuple[int, int, int, int, int, int]:
    """Return read, created, updated, unchanged, skipped, errors."""
    return (run.read, run.created, run.updated, run.unchanged, run.skipped, run.errors)
