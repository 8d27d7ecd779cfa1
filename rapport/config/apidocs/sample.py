"""What a schema allows, in a word for the table of fields, and as a value for the example call."""

from __future__ import annotations

import re
from typing import Any

Document = dict[str, Any]
FORMATS = {"date": "2026-09-17", "date-time": "2026-09-17T09:30:00Z", "binary": "offer.pdf"}
WORDS = ("Example", "example", "CNY", "12.50", "phone", "08:00", "")


def inner(document: Document, schema: Document) -> Document:
    """Return the schema that says what a value is: references followed, null left out."""
    while True:
        parts = [
            one
            for name in ("anyOf", "allOf", "oneOf")
            for one in schema.get(name, [])
            if one.get("type") != "null"
        ]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        elif parts:
            schema = parts[0]
        else:
            return schema


def type_of(document: Document, schema: Document) -> str:
    """Return the type in a word or two: text, date, one of …"""
    found = inner(document, schema)
    if "enum" in found:
        return " | ".join(str(one) for one in found["enum"])
    kind = found.get("type", "value")
    if kind == "array":
        return f"list of {type_of(document, found.get('items', {}))}"
    if kind == "string":
        return str(found.get("format", "text"))
    return {"object": "object", "integer": "number", "boolean": "true | false"}.get(kind, str(kind))


def sample(document: Document, schema: Document, *, is_edit: bool = False) -> Any:
    """Return a value that the schema allows: of an object what is needed, of an edit its first field."""
    found = inner(document, schema)
    if "enum" in found:
        return found["enum"][0]
    kind = found.get("type")
    if kind == "object":
        known = found.get("properties", {})
        names = found.get("required") or list(known)[: 1 if is_edit else 2]
        if not known and found.get("minProperties"):
            values = [
                *found.get("patternProperties", {}).values(),
                found.get("additionalProperties"),
            ]
            return {"email": sample(document, values[0] or {"type": "string"})}
        return {name: sample(document, known[name]) for name in names}
    if kind == "array":
        return [sample(document, found.get("items", {}))] * max(1, found.get("minItems", 1))
    if kind == "boolean":
        return True
    if kind in {"integer", "number"}:
        return max(1, found.get("minimum", 1))
    return _text(found)


def _text(schema: Document) -> str:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    pattern = re.compile(schema.get("pattern", ""))
    fits = (word for word in WORDS if pattern.search(word))
    return next(fits, "Example")[: schema.get("maxLength", 100)]
