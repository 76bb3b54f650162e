"""What a list of resources can be asked for. Every filter lives in the address."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, Field, field_validator

from backend.core.i18n import N_
from backend.domain.resources.models import Kind

SORTS: Mapping[str, str] = {"newest": N_("Newest first"), "used": N_("Used by most cities")}

Region: TypeAlias = Literal[
    "africa", "asia", "europe", "latin_america", "northern_america", "oceania"
]
Words = Annotated[str, Field(max_length=100)]
_MOST = 20


class Filters(BaseModel):
    """As a form sends them: of one filter any may fit, of several each must."""

    topic: list[Words] = Field(default_factory=list, max_length=_MOST)
    """By slug; those below one in the tree are found as well."""
    kind: list[Kind] = Field(default_factory=list, max_length=_MOST)
    language: list[Words] = Field(default_factory=list, max_length=_MOST)
    licence: list[Words] = Field(default_factory=list, max_length=_MOST)
    region: list[Region] = Field(default_factory=list, max_length=_MOST)
    """Of the publisher."""
    ours: bool = False
    """Used by my city."""
    sort: Literal["newest", "used"] = "newest"
    after: str = Field("", max_length=40)
    """The last resource of the page before."""

    @field_validator("topic", "kind", "language", "licence", "region", mode="before")
    @classmethod
    def _without_blanks(cls, sent: Any) -> Any:
        """A form's "any" is sent as an empty word."""
        return [one for one in sent if one != ""] if isinstance(sent, list) else sent

    def chosen(self) -> dict[str, Any]:
        """What narrows or sorts the list, as it stands in the address; not the page's place."""
        said = self.model_dump(exclude={"after"}, exclude_defaults=True)
        return {name: "on" if value is True else value for name, value in said.items()}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen().keys() - {"sort"})
