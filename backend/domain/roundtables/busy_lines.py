"""The lines of a calendar file that tell when somebody is busy: the rest is never read. Pure.

Reading a part or a property costs the library the same whether anybody wants it or not, and some
of them cost it seconds: a megabyte of parts that never end, a category of a million commas.
"""

import re
from collections.abc import Iterator

from backend.core.errors import Rejected
from backend.core.i18n import _

MOST_LINES = 20_000
LONGEST = 2_000
"""Characters of a line that is no list; those may be as long as they like."""
_FOLD = re.compile(r"\r?\n[ \t]")
_MARK = re.compile(r"(BEGIN|END):([A-Z0-9-]+)\s*", re.IGNORECASE)
_PARTS = frozenset({"VCALENDAR", "VEVENT", "VFREEBUSY"})
_LISTS = frozenset({"RDATE", "EXDATE", "FREEBUSY", "RRULE"})
_TOLD = _LISTS | {
    *("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"),
    *("UID", "STATUS", "TRANSP"),
}
_NAME = re.compile(r"[A-Za-z0-9-]*")


def needed(words: str) -> str:
    """The file without all that tells nothing; Rejected for one with more than anybody's days."""
    kept: list[str] = []
    for line in _told(words):
        kept.append(line)
        if len(kept) > MOST_LINES:
            raise Rejected({"file": _("This calendar holds too many events.")})
    return "\r\n".join([*kept, ""])


def _told(words: str) -> Iterator[str]:
    """Zones go with the other parts: they are known by their names."""
    other, depth = "", 0
    for line in _FOLD.sub("", words).splitlines():
        mark = _MARK.fullmatch(line)
        if mark is None:
            name = _NAME.match(line)
            told = name[0].upper() if name and not depth else ""
            if told in _TOLD - _LISTS and len(line) > LONGEST:
                raise Rejected({"file": _("This is not a calendar file that we can read.")})
            if told in _TOLD:
                yield line
            continue
        begins, part = mark[1].upper() == "BEGIN", mark[2].upper()
        if depth:
            depth += (part == other) * (1 if begins else -1)
        elif part in _PARTS:
            yield line
        elif begins:
            other, depth = part, 1
