"""What an automation can do with a record: the verbs of its list, its own fields, and telling somebody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.automation.subjects import Act, Case, Step, Subject, Values
from rapport.core.bulk.choosing import sort_out
from rapport.core.bulk.verbs import Verb
from rapport.core.customfields.models import CustomField
from rapport.core.customfields.place import form_field, in_words
from rapport.core.customfields.queries import fields_for
from rapport.core.customfields.reading import BadValue, read
from rapport.core.errors import Conflict, Invalid

FIELD = "field-"


class UnknownStep(Invalid):
    """This step cannot be done: it is about something that is gone, or that you may not change. Remove it."""


class StepRefused(Conflict):
    """This step could not be done."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__()

    def sentence(self) -> str:
        """Return why, in the words of the verb that refused."""
        return self.why


def of_verb(
    verb: Verb,
    *,
    form: Callable[[User, Any], forms.Form] | None = None,
    plain: Callable[[Any], dict[str, Any]] | None = None,
    says: Callable[[Values], str] | None = None,
    asked: Callable[[Values, Case], Values] = lambda values, _case: values,
) -> Step:
    """Return the step that does a bulk verb; `asked` are the values as the verb takes them now."""

    def blocked(case: Case, values: Values) -> dict[int, str]:
        _able, left = sort_out(verb, case.ids, asked(values, case), case.by)
        return {pk: why for pk, (_outcome, why) in left.items()}

    def act(case: Case, values: Values) -> Collection[int]:
        return verb.write(case.ids, asked(values, case), by=case.by, at=case.at)

    wording = says or verb.says
    return Step(
        name=verb.name,
        label=verb.label,
        icon=verb.icon,
        right=verb.right,
        form=form or verb.form,
        plain=plain or verb.plain,
        says=lambda values, _user: wording(values) or str(verb.label),
        act=act,
        blocked=blocked,
    )


def through(step: Step, path: str, label: str | Promise) -> Step:
    """Return the step that does the same with a record that this one leads to by `path`, such as an order's customer."""

    def leads(case: Case) -> dict[int, int | None]:
        rows = case.subject.model._default_manager.filter(pk__in=list(case.ids))
        return dict(rows.values_list("pk", path))

    def meant(case: Case, found: Mapping[int, int | None]) -> Case:
        return replace(case, ids=sorted({other for other in found.values() if other is not None}))

    def blocked(case: Case, values: Values) -> dict[int, str]:
        found, nobody = leads(case), _("There is no customer here.")
        why = step.blocked(meant(case, found), values)
        known = {pk: nobody if other is None else why.get(other, "") for pk, other in found.items()}
        return {pk: reason for pk, reason in known.items() if reason}

    def act(case: Case, values: Values) -> Collection[int]:
        found = leads(case)
        changed = set(step.act(meant(case, found), values))
        return [pk for pk, other in found.items() if other in changed]

    return replace(step, label=label, blocked=blocked, act=act)


def steps_for(subject: Subject, user: User) -> list[Step]:
    """Return what this user may let an automation do with records of a list, her company's own fields included."""
    found = [one for one in subject.steps if not one.right or may(user, one.right)]
    if subject.custom and subject.set_custom is not None:
        held = fields_for(user, subject.custom).values()
        found += [_of_field(subject, one.field) for one in held if one.may_edit]
    return found


def step_of(subject: Subject, name: str, user: User) -> Step:
    """Return a step by its name. Errors: UnknownStep."""
    found = next((one for one in steps_for(subject, user) if one.name == name), None)
    if found is None:
        raise UnknownStep(fields={"steps": UnknownStep().sentence()})
    return found


def answered(step: Step, user: User, answers: Any) -> dict[str, Any]:
    """Return the values of a step from what is sent, read as its dialog reads them. Errors: Invalid."""
    form = step.form(user, answers)
    if form.is_valid():
        return step.plain(form)
    raise Invalid({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})


class _ValueForm(forms.Form):
    """The value that a field of the company's own shall have."""

    def __init__(self, data: Any, *, field: CustomField) -> None:
        super().__init__(data)
        self.field = field
        made = form_field(field)
        made.label, made.required = field.name, False
        made.help_text = _("Leave it empty to clear the field.")
        self.fields["value"] = made

    def clean_value(self) -> Any:
        """Refuse what the field cannot hold."""
        raw = self.cleaned_data["value"]
        raw = raw.isoformat() if isinstance(raw, date) else raw
        try:
            read(self.field, raw)
        except BadValue as error:
            raise forms.ValidationError(str(error)) from error
        return raw


def _of_field(subject: Subject, field: CustomField) -> Step:
    """Return the step that sets a field of the company's own, by the verb that edits the record."""
    return Step(
        name=FIELD + field.key,
        label=_("Set %(field)s") % {"field": field.name},
        icon="forms",
        form=lambda _user, data: _ValueForm(data, field=field),
        plain=lambda form: {"value": form.cleaned_data["value"]},
        says=lambda values, user: _field_in_words(field, values["value"], user),
        act=_setting(subject, field),
    )


def _field_in_words(field: CustomField, raw: Any, user: User) -> str:
    try:
        value = in_words(user, field, read(field, raw))
    except BadValue:
        value = str(raw)
    return _("%(field)s → %(value)s") % {"field": field.name, "value": value or "–"}


def _setting(subject: Subject, field: CustomField) -> Act:
    def act(case: Case, values: Values) -> Collection[int]:
        assert subject.set_custom is not None
        rows = subject.model._default_manager.filter(pk__in=case.ids)
        before = dict(rows.values_list("pk", "custom"))
        for pk in case.ids:
            try:
                subject.set_custom(pk, {field.key: values["value"]}, by=case.by, at=case.at)
            except Invalid as error:
                why = " ".join(error.fields.values()) or error.sentence()
                raise StepRefused(why=why) from error
        return [pk for pk, now in rows.values_list("pk", "custom") if now != before[pk]]

    return act
