"""The shape of what is asked about a field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.queries import role_name
from rapport.core.customfields.checking import SEARCHED
from rapport.core.customfields.entities import Entity, targets
from rapport.core.customfields.models import CHOSEN, CustomField, Kind, Option, Reach
from rapport.core.customfields.queries import formula_in_words, roles
from rapport.core.formulas.tokens import LONGEST
from rapport.core.sentences import NO_NAME, needs

BETWEEN = "|"


class FieldForm(forms.Form):
    """What a field is called in both languages, which hint stands below it, and when it must be filled."""

    label = forms.CharField(
        label=pgettext_lazy("of a thing", "Name"), max_length=100, error_messages=needs(NO_NAME)
    )
    label_zh = forms.CharField(label=_("Name in Chinese"), max_length=100, required=False)
    hint = forms.CharField(
        label=_("Hint"),
        max_length=200,
        required=False,
        help_text=_("Stands below the field while it is filled in."),
    )
    more = forms.CharField(
        label=_("Options"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Each on a line of its own; behind a | its name in Chinese, if it has one."),
    )
    formula = forms.CharField(
        label=_("Formula"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Fields stand in braces, texts in quotation marks."),
    )
    back = forms.CharField(
        label=_("Name on the other side"),
        max_length=100,
        required=False,
        help_text=_("How the records that are referred to tell of it, such as Favourite of."),
    )
    back_zh = forms.CharField(
        label=_("Name on the other side in Chinese"), max_length=100, required=False
    )
    required_at = forms.MultipleChoiceField(
        label=_("Required for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_searched = forms.BooleanField(label=_("Found by search"), required=False)

    def __init__(self, *args: Any, entity: Entity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if entity.stages:
            self.fields["required_at"].choices = entity.stages  # type: ignore[attr-defined]
        else:
            del self.fields["required_at"]

    def added(self) -> list[Option]:
        """Return the options that were written, each on a line."""
        lines = [line.partition(BETWEEN) for line in self.cleaned_data.get("more", "").splitlines()]
        return [
            Option("", label.strip(), zh.strip()) for label, _sign, zh in lines if label.strip()
        ]

    def details(self) -> dict[str, Any]:
        """Return what both a new and a known field have."""
        names = ("label", "label_zh", "hint", "required_at", "is_searched", "back", "back_zh")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class NewFieldForm(FieldForm):
    """A new field: also what it holds, and the key by which programs name it."""

    kind = forms.ChoiceField(label=_("It holds"), choices=Kind.choices, initial=Kind.TEXT)
    target = forms.ChoiceField(label=_("It refers to"), required=False)
    is_several = forms.BooleanField(label=_("Several records"), required=False)
    key = forms.CharField(
        label=_("Key"),
        max_length=40,
        required=False,
        help_text=_(
            "What programs and files call it, for good. Left empty, it is made of the name."
        ),
    )
    field_order = (
        "label",
        "label_zh",
        "kind",
        "more",
        "formula",
        "hint",
        "required_at",
        "is_searched",
        "key",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.name, one.label) for one in targets().values()]
        self.fields["target"].choices = kinds  # type: ignore[attr-defined]

    def details(self) -> dict[str, Any]:
        """Return everything about a new field."""
        names = ("kind", "key", "formula", "target", "is_several")
        own = {name: self.cleaned_data[name] for name in names}
        if own["kind"] != Kind.RELATION:
            own |= {"target": "", "is_several": False}
        return super().details() | own | {"options": self.added()}


class KnownFieldForm(FieldForm):
    """A field that is in use: its options one by one, and what each role may do with it."""

    order = forms.MultipleChoiceField(
        label=_("Order of the options"), required=False, widget=forms.MultipleHiddenInput
    )

    def __init__(self, *args: Any, field: CustomField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field = field
        if field.kind not in SEARCHED:
            del self.fields["is_searched"]
        if field.kind != Kind.RELATION:
            del self.fields["back"], self.fields["back_zh"]
        if field.kind == Kind.FORMULA:
            self.fields.pop("required_at", None)
        else:
            del self.fields["formula"]
        if field.kind in CHOSEN:
            self._add_options()
        else:
            del self.fields["more"], self.fields["order"]
        for role in roles():
            self.fields[f"role_{role.pk}"] = forms.ChoiceField(
                label=role_name(role), choices=Reach.choices, required=False
            )

    def _add_options(self) -> None:
        self.fields["more"].label = _("More options")
        self.fields["order"].choices = [(key, key) for key in self.field.choices]  # type: ignore[attr-defined]
        for key, one in self.field.choices.items():
            words = {"name": one.label}
            self.fields[f"option_{key}"] = forms.CharField(
                label=_("Option"), max_length=100, required=not one.is_retired
            )
            self.fields[f"zh_{key}"] = forms.CharField(
                label=_("“%(name)s” in Chinese") % words, max_length=100, required=False
            )
            self.fields[f"retired_{key}"] = forms.BooleanField(
                label=_("No longer offered"), required=False
            )

    @staticmethod
    def initial_of(field: CustomField) -> dict[str, Any]:
        """Return how a field stands, as this form shows it."""
        names = ("label", "label_zh", "hint", "required_at", "is_searched", "back", "back_zh")
        found = {name: getattr(field, name) for name in names} | {"order": list(field.choices)}
        for key, one in field.choices.items():
            found |= {f"option_{key}": one.label, f"zh_{key}": one.label_zh}
            found[f"retired_{key}"] = one.is_retired
        limits = {str(role.pk): Reach.EDIT.value for role in roles()} | field.limits
        if field.kind == Kind.FORMULA:
            found["formula"] = formula_in_words(field)
        return found | {f"role_{pk}": reach for pk, reach in limits.items()}

    def changes(self) -> dict[str, Any]:
        """Return what to change of the field."""
        data = self.cleaned_data
        reached = {n.removeprefix("role_"): v for n, v in data.items() if n.startswith("role_")}
        limits = {pk: reach for pk, reach in reached.items() if reach and reach != Reach.EDIT}
        changes = self.details() | {"limits": limits}
        if self.field.kind == Kind.FORMULA:
            changes["formula"] = data["formula"]
        if self.field.kind in CHOSEN:
            keys = list(dict.fromkeys([*data["order"], *self.field.choices]))
            known = [
                Option(key, data[f"option_{key}"], data[f"zh_{key}"], data[f"retired_{key}"])
                for key in keys
            ]
            changes["options"] = [*known, *self.added()]
        return changes
