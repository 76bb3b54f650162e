"""The OpenAPI document of the JSON API: what FastAPI finds, and what every route has in common."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

PROBLEM = {
    "type": "object",
    "description": "Why something was refused (RFC 9457), in the language that was asked for.",
    "required": ["type", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {
            "type": "object",
            "description": "A sentence for each field that cannot be accepted.",
            "additionalProperties": {"type": "string"},
        },
    },
}
REFUSALS = {
    "401": "Nobody known is asking: send a token.",
    "403": "It may be seen, but not done.",
    "404": "It does not exist, or may not be seen.",
    "409": "The world has moved on.",
    "422": "What was sent cannot be accepted.",
    "429": "The same was asked too often.",
}


def document(app: FastAPI, name: str) -> dict[str, Any]:
    """The whole document, as JSON data."""
    whole = get_openapi(
        title=name,
        version="1",
        summary="Everything that the pages can do, by the same rules.",
        description="Tokens come from the operator and are sent as `Authorization: Bearer …`. "
        "Without one, what is public can be read.",
        routes=app.routes,
    )
    parts = whole.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for verbs in whole["paths"].values():
        for verb in verbs.values():
            verb["security"] = [{}, {"token": []}]
            verb["responses"].update(_refusals())
    return whole


def _refusals() -> dict[str, Any]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": said, "content": {"application/problem+json": schema}}
        for status, said in REFUSALS.items()
    }
