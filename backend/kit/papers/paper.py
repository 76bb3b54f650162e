"""A paper: its title, its language, a line that says what it is, and its words."""

import re
from dataclasses import dataclass
from datetime import datetime

from backend.core.i18n import RIGHT_TO_LEFT

_TAG = re.compile(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Z]{2}))?")


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    language: str
    """As BCP 47 writes it."""
    line: str
    """Below the title: what this is, and of which day."""
    body: str
    """Markdown."""
    made_at: datetime

    @property
    def is_rtl(self) -> bool:
        return self.language.split("-")[0] in RIGHT_TO_LEFT

    @property
    def tongue(self) -> tuple[str, str]:
        """The language and the country of its tag; English where it is no such tag."""
        found = _TAG.fullmatch(self.language)
        return (found[1], found[2] or "") if found else ("en", "")
