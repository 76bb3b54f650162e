"""Bodies that replace what is kept: what is left out must not be taken for empty."""

from copy import copy
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel, GetCoreSchemaHandler, create_model
from pydantic_core import CoreSchema, PydanticUndefined


class Whole:
    """Beside a draft in an annotation: every field of it has to be sent, if only empty.

    So has every field of each line of a list. `but` those that say how it is done rather than
    what is kept.
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
        fields[name] = (_in_lines(known.annotation), field)
    return create_model(
        f"Whole{draft.__name__}", __base__=draft, __module__=draft.__module__, **fields
    )


def _in_lines(annotation: Any) -> Any:
    inside = get_args(annotation)
    if get_origin(annotation) is list and _is_draft(inside[0]):
        return list[_wholly(inside[0], frozenset())]  # type: ignore[misc]
    return annotation


def _is_draft(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
