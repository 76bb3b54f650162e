"""What a list of roundtables can be asked for. Every filter lives in the address."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from backend.core.i18n import N_

SHOW_LABELS: Mapping[str, str] = {
    "coming": N_("Coming"),
    "past": N_("Held"),
    "drafts": N_("Being planned"),
}
FORMAT_LABELS: Mapping[str, str] = {
    "roundtable": N_("Roundtable"),
    "webinar": N_("Webinar"),
    "workshop": N_("Workshop"),
}
PLACE_LABELS: Mapping[str, str] = {
    "online": N_("Online"),
    "in_person": N_("In person"),
    "hybrid": N_("In person and online"),
}


class Filters(BaseModel):
    """As a form sends them: what isn't chosen is empty."""

    show: Literal["coming", "past", "drafts"] = "coming"
    topic: str = Field("", max_length=80)
    """A topic's slug; those below it in the tree are found as well."""
    format: Literal["", "roundtable", "webinar", "workshop"] = ""
    mine: bool = False
    """Those that my city is invited to, that I answered, or that I called."""
    after: str = Field("", max_length=120)
    """Where the page starts."""

    def chosen(self) -> dict[str, str]:
        """What narrows the list, as it stands in the address; not the page's place."""
        said = self.model_dump(exclude={"after"}, exclude_defaults=True)
        return {name: "on" if value is True else value for name, value in said.items()}

    @property
    def narrowed(self) -> bool:
        return bool(self.chosen().keys() - {"show"})
