"""A refusal of a form, of the API and of an import is the same sentence, in the reader's language."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation
from django.utils.module_loading import import_string

from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import figure, text
from rapport.core.imports.dates import day
from rapport.core.rest.problems import _sentence
from rapport.core.sentences import needs
from rapport.customers.organizations.actions import NamelessOrganization

DJANGOS = ("This field", "Select a valid", "Ensure", "Enter a valid", "Enter a number", "No file")


class Sample(forms.Form):
    """A field of each kind."""

    text = forms.CharField(max_length=3)
    whole = forms.IntegerField(min_value=5)
    figure = forms.DecimalField(decimal_places=2)
    day = forms.DateField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    file = forms.FileField()


def said(form: forms.Form) -> dict[str, str]:
    return {name: str(sentences[0]) for name, sentences in form.errors.items()}


def test_what_is_empty_says_what_to_do() -> None:
    assert said(Sample({}, {})) == {
        "text": "Fill this in.",
        "whole": "Fill this in.",
        "figure": "Fill this in.",
        "day": "Choose a day.",
        "choice": "Choose one of the values offered.",
        "email": "Enter an e-mail address such as anna@example.com.",
        "file": "Choose a file.",
    }


def test_form_api_and_import_say_the_same() -> None:
    values = {"text": "long", "whole": "2", "figure": "abc", "day": "soon", "choice": "b"}
    form = said(Sample(values))
    assert (
        form["text"] == _sentence("string_too_long", {"max_length": 3}) == _refused(text(3), "long")
    )
    assert form["whole"] == _sentence("greater_than_equal", {"ge": 5})
    assert form["figure"] == _sentence("decimal_parsing", {}) == _refused(figure(places=2), "abc")
    assert form["day"] == _sentence("date_parsing", {}) == _refused(day, "soon")
    assert form["choice"] == _sentence("enum", {"expected": "a"})


@pytest.mark.parametrize("year", ["0001", "1899", "2201", "9999"])
def test_a_day_that_nobody_means_is_refused(year: str) -> None:
    assert said(Sample({"day": f"{year}-12-31"}))["day"] == "Enter a date between 1900 and 2200."
    assert _refused(day, f"{year}-12-31") == "Enter a date between 1900 and 2200."


def _refused(convert: object, cell: str) -> str:
    with pytest.raises(RowError) as told:
        convert(cell, Reading())
    return str(told.value)


def test_in_the_readers_language() -> None:
    with translation.override("zh-hans"):
        assert said(Sample({}))["text"] == "此项必填。"
        assert str(needs(NamelessOrganization)["required"]) == "填写公司名称。"


FORMS = [
    "rapport.customers.organizations.forms.OrganizationForm",
    "rapport.customers.people.forms.PersonForm",
    "rapport.core.signin.forms.SignInForm",
    "rapport.catalog.products.forms.ProductForm",
    "rapport.sales.orders.forms.OrderForm",
    "rapport.core.company.forms.WelcomeForm",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", FORMS)
def test_no_form_falls_back_to_the_library(path: str) -> None:
    for field in import_string(path).base_fields.values():
        for sentence in field.error_messages.values():
            assert not str(sentence).startswith(DJANGOS), sentence
