"""The lines of an order as one part of its form that two people can have changed differently."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from rapport.core.pages.formats import money
from rapport.core.pages.parts import Raw
from rapport.sales.orders.queries import product_names

PREFIX = "form-"


class LinesPart:
    """All lines together; raw is one JSON object a line, without blank ones."""

    name = "lines"

    def __init__(self, lines: type[Any], present: list[dict[str, Any]], currency: str) -> None:
        self.label = _("Lines")
        self._lines, self._fields = lines, lines.form.base_fields
        self._present, self._currency = present, currency

    def formset(self, data: QueryDict | None) -> Any:
        """Return the lines' forms over what was sent."""
        return self._lines(data, initial=self._present)

    def differs(self, data: QueryDict) -> bool:
        """Tell whether other lines were sent than those that stand."""
        sent = self.sent(data)
        return sent is not None and not self.same(sent, self.now())

    def now(self) -> Raw:
        """Return how it stands in the record."""
        return [_line({name: one.get(name) for name in self._fields}) for one in self._present]

    def sent(self, data: QueryDict) -> Raw | None:
        """Return what the browser sent, None when it did not send this part."""
        if f"{PREFIX}0-product" not in data:
            return None
        total = data.get(f"{PREFIX}TOTAL_FORMS", "")
        count = min(int(total), 500) if total.isdecimal() and len(total) < 5 else 0
        lines = [{n: data.get(f"{PREFIX}{i}-{n}", "") for n in self._fields} for i in range(count)]
        return [_line(line) for line in lines if line["product"] or line["description"].strip()]

    def same(self, one: Raw, other: Raw) -> bool:
        """Tell whether both mean the same."""
        return [self._meant(line) for line in one] == [self._meant(line) for line in other]

    def shown(self, raw: Raw) -> str:
        """Return it in words."""
        lines = [json.loads(line) for line in raw]
        names = product_names([line["product"] for line in lines])
        return "\n".join(self._words(line, names) for line in lines)

    def write(self, data: QueryDict, raw: Raw) -> None:
        """Put it into the data as if the browser had sent it."""
        for name in [one for one in data if one.startswith(PREFIX)]:
            del data[name]
        for name, value in self.inputs(raw):
            data[name] = value

    def inputs(self, raw: Raw) -> list[tuple[str, str]]:
        """Return the hidden inputs that carry it."""
        lines = [json.loads(line) for line in raw]
        head = {"TOTAL_FORMS": len(lines) + self._lines.extra, "INITIAL_FORMS": len(self._present)}
        found = [(f"{PREFIX}{name}", str(value)) for name, value in head.items()]
        for at, line in enumerate(lines):
            found += [(f"{PREFIX}{at}-{name}", str(line.get(name, ""))) for name in self._fields]
        return found

    def _meant(self, line: str) -> list[Any]:
        values = json.loads(line)
        return [self._python(name, str(values.get(name, ""))) for name in self._fields]

    def _python(self, name: str, text: str) -> Any:
        try:
            return self._fields[name].to_python(text)
        except ValidationError:
            return text

    def _words(self, line: dict[str, Any], names: dict[str, str]) -> str:
        what = line["description"] or names.get(str(line["product"]), "")
        price = self._python("unit_price", line["unit_price"])
        words = f" · {money(price, self._currency)}" if isinstance(price, Decimal) else ""
        return f"{line['quantity'] or 1} × {what}{words}"


def _line(values: dict[str, Any]) -> str:
    return json.dumps(
        {n: "" if v is None else str(v) for n, v in values.items()}, ensure_ascii=False
    )
