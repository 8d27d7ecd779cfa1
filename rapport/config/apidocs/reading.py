"""The API's own description as people read it: resources, their addresses, what each takes and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rapport.config.api import api
from rapport.config.apidocs.sample import inner, sample, type_of

Document = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A parameter of an address, or a field of a body."""

    name: str
    type: str
    text: str
    is_needed: bool
    where: str


@dataclass(frozen=True)
class Endpoint:
    """One address with one method: what it is for, what it takes, what it answers, and how to call it."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    parameters: list[Value]
    body: list[Value]
    is_upload: bool
    example: Any
    answers: list[tuple[str, str]]


@dataclass
class Resource:
    """What one word of the field offers."""

    name: str
    endpoints: list[Endpoint] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """Return the name as it stands in an address."""
        return self.name.replace(" ", "-")


@cache
def resources() -> dict[str, Resource]:
    """Return every resource by its slug, in the order of the description."""
    document = api.described()
    found: dict[str, Resource] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            resource = Resource(operation["tags"][0])
            resource = found.setdefault(resource.slug, resource)
            resource.endpoints.append(_endpoint(document, path, method.upper(), operation))
    return found


def _endpoint(document: Document, path: str, method: str, operation: Document) -> Endpoint:
    content = operation.get("requestBody", {}).get("content", {})
    kind: str = next(iter(content), "")
    body: Document = content.get(kind, {})
    schema = resolved(document, body.get("schema", {}))
    return Endpoint(
        id=operation["operationId"].replace("_", "-"),
        method=method,
        path=path,
        summary=operation["summary"],
        text=operation.get("description", ""),
        parameters=[_parameter(document, one) for one in operation.get("parameters", [])],
        body=_fields(document, schema),
        is_upload=kind == "multipart/form-data",
        example=sample(document, schema, is_edit=method == "PATCH") if schema else None,
        answers=[
            (status, answer["description"])
            for status, answer in operation["responses"].items()
            if status < "400"
        ],
    )


def _parameter(document: Document, one: Document) -> Value:
    schema = resolved(document, one["schema"])
    text = one.get("description") or schema.get("description", "")
    return Value(
        one["name"], type_of(document, schema), text, one.get("required", False), one["in"]
    )


def _fields(document: Document, schema: Document, within: str = "") -> list[Value]:
    """Return the fields of a body, those of listed objects after their list: lines, lines[].quantity."""
    needed = schema.get("required", [])
    found = []
    for name, part in schema.get("properties", {}).items():
        full, text = f"{within}{name}", part.get("description", "")
        found.append(Value(full, type_of(document, part), text, name in needed, "body"))
        items = inner(document, part).get("items")
        if items:
            found += _fields(document, inner(document, items), f"{full}[].")
    return found


def resolved(document: Document, schema: Document) -> Document:
    """Return a schema with its reference followed."""
    if "$ref" in schema:
        found: Document = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema
