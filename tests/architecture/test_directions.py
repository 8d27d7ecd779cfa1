"""A foreign key is an import: it may only point at the same room or one below."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from rapport.core.changes.triggers import logged_models
from rapport.core.records import LooseKey, Record
from tests.architecture.source import ROOMS


def _height(model: type[models.Model]) -> int:
    """Return how far below the roof a model stands; what others ship lies under the cellar."""
    label = model._meta.app_label
    return ROOMS.index(label) if label in ROOMS else len(ROOMS)


def test_foreign_keys_point_down() -> None:
    up = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.local_concrete_fields
        if isinstance(field.related_model, type) and _height(field.related_model) < _height(model)
    ]
    assert up == []


def test_loose_keys_name_an_existing_model() -> None:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, LooseKey):
                assert apps.get_model(field.to), field


def test_every_business_row_can_be_locked_and_seen_through_one_road() -> None:
    """A logged table that people edit has a version; a model with owner or parent declares its access."""
    odd = [
        model._meta.label
        for model in logged_models()
        if model._meta.app_label not in {"core"}
        and not (issubclass(model, Record) or hasattr(model, "access"))
    ]
    assert odd == []


def test_every_choice_is_translated() -> None:
    plain = []
    for model in apps.get_models():
        if not model.__module__.startswith("rapport.") or model._meta.label in {"core.Change"}:
            continue
        for field in model._meta.local_fields:
            plain += [
                f"{model._meta.label}.{field.name}: {label}"
                for _value, label in field.flatchoices
                if not isinstance(label, Promise)
            ]
    assert plain == []
