"""Bodies that replace what is kept: what is left out must not be taken for empty."""

from copy import copy
from functools import cache
from typing import Any

from pydantic import BaseModel, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, PydanticUndefined


class Whole:
    """Beside a draft in an annotation: every field of it has to be sent, if only empty.

    `but` those that say how it is done rather than what is kept.
    """

    def __init__(self, *but: str) -> None:
        self.but = frozenset(but)

    def __get_pydantic_core_schema__(
        self, source: type[BaseModel], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler(_wholly(source, self.but))


@cache
def _wholly(draft: type[BaseModel], but: frozenset[str]) -> type[BaseModel]:
    """The same draft, without anything that stands for what isn't sent."""
    fields: dict[str, Any] = {}
    for name, known in draft.model_fields.items():
        if name in but:
            continue
        field = copy(known)
        field.default, field.default_factory = PydanticUndefined, None
        fields[name] = (known.annotation, field)
    return create_model(f"Whole{draft.__name__}", __base__=draft, **fields)
