"""What the description of the API says of every endpoint alike: its refusals, headers and limits."""

from __future__ import annotations

from typing import Any

from rapport.core.rest.problems import MEDIA_TYPE
from rapport.core.rest.schemas import ProblemDetails

REFUSALS = {
    400: "The request cannot be read",
    401: "Not signed in, or the access token is no longer good",
    403: "The right is missing",
    404: "The record does not exist, or is not visible",
    405: "The address does not know the method",
    409: "The record is in another state, or the Idempotency-Key was used for another request",
    412: "The record was changed since it was read",
    413: "The request is too large",
    422: "A value cannot be used; `fields` says which and why",
    429: "Too many requests in this minute",
    500: "Something failed here; nothing was saved",
    503: "The database does not answer; try again in a minute",
    507: "The disk of the server is full; nothing was saved",
}
ALWAYS = (400, 401, 403, 404, 405, 413, 422, 429, 500, 503, 507)
WRITES = (409, 412)
LIMITS = {
    "RateLimit-Limit": "Requests a minute",
    "RateLimit-Remaining": "Requests left in this minute",
    "RateLimit-Reset": "Seconds until the next minute",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag of the record as you read it; 412 if it was changed since",
    "schema": {"type": "string", "pattern": r'^(\*|"[0-9]{1,9}")$'},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag you hold; 304 if the record is still the same",
    "schema": {"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
}
IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any name of your own for this request; sent again within a day, the first answer is given again",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def completed(schema: dict[str, Any]) -> dict[str, Any]:
    """Add to a generated description what holds for every endpoint."""
    components = schema["components"]
    components["schemas"]["ProblemDetails"] = ProblemDetails.model_json_schema()
    components["responses"] = {str(status): _refusal(status) for status in REFUSALS}
    components["headers"] = {
        name: {"description": text, "schema": {"type": "integer"}} for name, text in LIMITS.items()
    }
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _complete(operation, method, is_one="{" in path)
    return schema


def _complete(operation: dict[str, Any], method: str, *, is_one: bool) -> None:
    parameters = operation.setdefault("parameters", [])
    if method == "post":
        parameters.append(IDEMPOTENCY)
    answers = operation["responses"] = {str(s): a for s, a in operation["responses"].items()}
    tagged = operation.pop("x-tagged", False)
    if is_one and method != "get" and tagged and "201" not in answers:
        parameters.append(IF_MATCH)
    if is_one and method == "get" and tagged:
        parameters.append(IF_NONE_MATCH)
        answers["304"] = {"description": "Not changed since the ETag you hold"}
    if "200" in answers and "204" in answers:
        answers["204"]["description"] = "Done; by it, you no longer see the record"
    media_type = operation.pop("x-media-type", None)
    for answer in answers.values():
        if media_type and "content" in answer:
            schema = {"schema": {"type": "string"}}
            answer["content"] = dict.fromkeys(media_type.split(), schema)
        answer["headers"] = {n: {"$ref": f"#/components/headers/{n}"} for n in LIMITS}
        if tagged:
            answer["headers"]["ETag"] = {
                "description": "The record's version",
                "schema": {"type": "string"},
            }
    for status in ALWAYS + (() if method == "get" else WRITES):
        answers[str(status)] = {"$ref": f"#/components/responses/{status}"}


def _refusal(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {"description": REFUSALS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
