"""Reading and sending a form as a browser does."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._form: dict[str, list[str]] = {}
        self._select = self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if tag == "form":
            self._form = {}
            self.forms.append(self._form)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in values:
            self._form.setdefault(self._select, []).append(values.get("value", ""))
        elif tag == "textarea":
            self._text = name
            self._form[name] = [""]
        elif tag == "input" and name:
            box = values.get("type") in {"checkbox", "radio"}
            if not box or "checked" in values:
                self._form.setdefault(name, []).append(values.get("value", "on" if box else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._form[self._text][0] = self._form[self._text][0].removeprefix("\n")
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self._form[self._text][0] += data


def form_of(html: str) -> dict[str, list[str]]:
    """Return the fields of the form that knows what it had shown; of several the last, which lies on top."""
    reader = _Fields()
    reader.feed(html)
    return [form for form in reader.forms if "before" in form][-1]


class Window:
    """A browser window in which a record's form stands open."""

    def __init__(self, client: Client, address: str, *, dialog: bool) -> None:
        self.client, self.address = client, address
        self.headers = {"HX-Request": "true"} if dialog else {}
        self.html = client.get(address, headers=self.headers).content.decode()
        self.fields = form_of(self.html)

    def save(self, **changes: Any) -> int:
        """Type these values, save, and return the status; what the answer asks is open then."""
        sent = {**self.fields, **changes}
        answer = self.client.post(self.address, sent, headers=self.headers)
        self.html = answer.content.decode()
        if answer.status_code in {409, 422}:
            self.fields = form_of(self.html)
        return answer.status_code
