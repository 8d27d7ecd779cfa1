"""The shape of what the import pages send."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.imports import words
from rapport.core.imports.kinds import ImportKind, kinds
from rapport.core.imports.models import Match
from rapport.core.imports.staging import Mapped

LIMIT_MB = 1024
NOT_IN_FILE = _("Not in this file")


class FileForm(forms.Form):
    """What the file holds, and the file."""

    kind = forms.ChoiceField(label=_("What does the file hold?"))
    file = forms.FileField(label=_("File"), allow_empty_file=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.name, _("%(kind)s. %(hint)s") % {"kind": kind.label, "hint": kind.hint})
            for kind in kinds().values()
        ]

    def clean_file(self) -> Any:
        """Refuse what is too large to be kept."""
        file = self.cleaned_data["file"]
        if file.size > LIMIT_MB << 20:
            sentence = _(
                "This file is larger than %(limit)s MB. Split it, or compress it with gzip."
            )
            raise forms.ValidationError(sentence % {"limit": LIMIT_MB})
        return file


class MappingForm(forms.Form):
    """Which column holds what, and how cells are read and rows matched."""

    match = forms.ChoiceField(label=_("When a record exists already"), choices=Match.choices)
    owner = forms.TypedChoiceField(label=_("The records will belong to"), coerce=int)
    day_order = forms.ChoiceField(
        label=_("Dates are written"),
        choices=[
            ("ymd", _("Year, month, day: 2026-09-17")),
            ("dmy", _("Day, month, year: 17.09.2026")),
            ("mdy", _("Month, day, year: 9/17/2026")),
            ("serial", _("As numbers of a spreadsheet: 46282")),
            ("serial1904", _("As numbers of a spreadsheet from 1904: 44820")),
        ],
    )
    decimal = forms.ChoiceField(
        label=_("Figures are written"),
        choices=[
            (".", _("With a decimal point: 1,234.50")),
            (",", _("With a decimal comma: 1.234,50")),
        ],
    )
    country = forms.CharField(
        label=_("Country of numbers without +"),
        required=False,
        max_length=2,
        help_text=_("Its code, such as CN or DE."),
    )

    def __init__(
        self,
        *args: Any,
        run: Mapped,
        kind: ImportKind,
        owners: list[tuple[int, str]],
        absent: Any = NOT_IN_FILE,
        unknown: dict[str, list[str]] | None = None,
        **kwargs: Any,
    ) -> None:
        initial = {"match": run.match, "owner": run.owner_id, **_defaults(kind), **run.options}
        initial |= {f"column_{name}": index for name, index in run.mapping.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.run, self.kind = run, kind
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]
        columns = [("", absent), *enumerate(run.columns)]
        for one in kind.fields:
            self.fields[f"column_{one.name}"] = forms.TypedChoiceField(
                label=one.label, choices=columns, required=False, coerce=int, empty_value=None
            )
        for option in kind.questions():
            self.fields[option.name] = (
                forms.ChoiceField(
                    label=option.label,
                    choices=option.choices(),
                    help_text=option.help,
                    required=False,
                )
                if option.choices
                else forms.CharField(
                    label=option.label, required=False, max_length=50, help_text=option.help
                )
            )

        self._ask_words(unknown or {}, run.options.get(words.OPTION) or {})

    def _ask_words(self, unknown: dict[str, list[str]], said: dict[str, dict[str, str]]) -> None:
        """Ask what those words mean that their fields do not know."""
        self.words: dict[str, tuple[str, str]] = {}
        for name, found in unknown.items():
            field = self.kind.field(name)
            for word in found if field else []:
                assert field is not None
                key = words.name_of(name, word)
                self.words[key] = name, words.plain(word)
                self.fields[key] = forms.ChoiceField(
                    label=_("“%(word)s” in %(field)s") % {"word": word, "field": field.label},
                    choices=[
                        ("", _("Not said: the row is an error")),
                        (words.LEFT_OUT, _("Left out")),
                        *field.choices,
                    ],
                    required=False,
                    initial=said.get(name, {}).get(words.plain(word), ""),
                )

    def asked_words(self) -> list[Any]:
        """Return the fields that ask what a word means."""
        return [self[key] for key in self.words]

    def mapping(self) -> dict[str, int]:
        """Return field → column."""
        found = {one.name: self.cleaned_data[f"column_{one.name}"] for one in self.kind.fields}
        return {name: index for name, index in found.items() if index is not None}

    def options(self) -> dict[str, Any]:
        """Return how cells are read, with the kind's own answers."""
        options = {name: self.cleaned_data[name] for name in ("day_order", "decimal", "country")}
        for one in self.kind.questions():
            options[one.name] = self.cleaned_data[one.name] or (one.default if one.choices else "")
        said: dict[str, dict[str, str]] = {}
        for key, (name, word) in self.words.items():
            if self.cleaned_data[key]:
                said.setdefault(name, {})[word] = self.cleaned_data[key]
        options[words.OPTION] = said
        return options | {"country": options["country"].upper()}

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields for columns under their headings, in order."""
        found: dict[str, list[Any]] = {}
        for one in self.kind.fields:
            found.setdefault(str(one.group), []).append(self[f"column_{one.name}"])
        return list(found.items())

    def own_options(self) -> list[Any]:
        """Return the fields of the kind's own questions."""
        return [self[option.name] for option in self.kind.questions()]


def _defaults(kind: ImportKind) -> dict[str, str]:
    return {"day_order": "ymd", "decimal": "."} | {o.name: o.default for o in kind.questions()}
