"""The sections of a note's form, added to, moved and taken out without a script. Pure."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from backend.domain.roundtables.drafts import MOST_SECTIONS
from backend.kit.forms import Form


def every_line(form: Form[Any]) -> list[dict[str, str]]:
    """The sections as they stand in the form, the empty ones too."""
    columns = form.chosen("sections.heading"), form.chosen("sections.text")
    return [
        {"heading": heading, "text": text} for heading, text in zip_longest(*columns, fillvalue="")
    ]


def rearranged(lines: Sequence[dict[str, str]], deed: str) -> list[dict[str, str]]:
    """The lines after a deed: `add`, `up.2`, `down.0`, `remove.1`; any other changes nothing."""
    found = list(lines)
    what, _dot, place = deed.partition(".")
    at = int(place) if place.isdecimal() and len(place) < 3 else len(found)  # noqa: PLR2004
    if what == "add" and len(found) < MOST_SECTIONS:
        found.append({})
    elif what == "remove" and at < len(found):
        del found[at]
    elif what == "up" and 0 < at < len(found):
        found[at - 1], found[at] = found[at], found[at - 1]
    elif what == "down" and at + 1 < len(found):
        found[at + 1], found[at] = found[at], found[at + 1]
    return found
