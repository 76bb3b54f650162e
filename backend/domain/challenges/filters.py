"""What a list of challenges can be asked for. Every filter lives in the address."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from backend.core.i18n import N_

STATUS_LABELS: Mapping[str, str] = {
    "open": N_("Open for answers"),
    "in_progress": N_("Being worked on"),
    "solved": N_("Solved"),
    "closed": N_("Closed"),
}
SORT_LABELS: Mapping[str, str] = {
    "newest": N_("Newest first"),
    "faced": N_("Faced by most cities"),
    "waiting": N_("Waiting longest for an answer"),
}


class Filters(BaseModel):
    """As a form sends them: what isn't chosen is empty."""

    topic: str = Field("", max_length=80)
    """A topic's slug; those below it in the tree are found as well."""
    region: Literal[
        "", "africa", "asia", "europe", "latin_america", "northern_america", "oceania"
    ] = ""
    status: Literal["", "open", "in_progress", "solved", "closed"] = ""
    language: str = Field("", max_length=12)
    city: str = Field("", max_length=80)
    """The slug of the city that posted."""
    unanswered: bool = False
    my_topics: bool = False
    my_city: bool = False
    """Those that my city faces, its own too."""
    sort: Literal["newest", "faced", "waiting"] = "newest"
    after: str = Field("", max_length=120)
    """Where the page starts."""

    def chosen(self) -> dict[str, str]:
        """What narrows or sorts the list, as it stands in the address; not the page's place."""
        said = self.model_dump(exclude={"after"}, exclude_defaults=True)
        return {name: "on" if value is True else value for name, value in said.items()}

    @property
    def narrowed(self) -> bool:
        return bool(self.chosen().keys() - {"sort"})
