"""What is said of each line of a list before anything is sent: what stops it, what to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from backend.core.i18n import N_, _

FAULTS = {
    "quotes": N_("A quotation mark is opened on this line and not closed as it should be."),
    "no_address": N_("There is no e-mail address on this line."),
    "several_addresses": N_("There are several e-mail addresses on this line. One a line, please."),
    "more_cells": N_(
        "This line has more cells than it should. Words with a comma in them need quotation marks."
    ),
    "not_an_address": N_("“{words}” is no e-mail address that letters can be sent to."),
    "own": N_("This is your own address."),
    "twice": N_("The same address stands on line {line} already."),
    "member": N_("{name} is a member already."),
    "applied": N_("{name} has asked to join, and waits for your decision."),
    "invited": N_("{name} has invited this address already."),
    "no_city": N_(
        "We know no city called “{words}”. Leave it empty for somebody who works for none."
    ),
    "which_city": N_("“{words}” is not clear. Do you mean {places}?"),
    "long_name": N_("The name is longer than {most} characters."),
    "long_title": N_("The role is longer than {most} characters."),
    "long_city": N_("The city is longer than {most} characters."),
}
"""What keeps a line from being sent."""

NOTES = {
    "free_mail": N_("The address is from a provider that anybody can use."),
    "begins": N_("The domain begins with {known}, but ends elsewhere."),
    "hyphen": N_("The domain ends with {known} after a hyphen, which makes it another one."),
    "letters": N_("The domain is written with letters that look like those of {known}."),
    "one_letter": N_("The domain is one letter away from {known}."),
    "unknown_topic": N_("We know no topic called “{words}”, and leave it out."),
    "unknown_language": N_("We write no letters in “{words}”, and take the language of the list."),
}
"""What does not; whoever writes from a domain that only looks right waits for a decision."""

Saying = tuple[str, Mapping[str, Any]]
"""A sentence by its name, and what stands in it."""

SHOWN = ("bad", "noted", "good")


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a list, as it would be sent, with all that is said of it."""

    line: int
    email: str = ""
    name: str = ""
    title: str = ""
    city: str = ""
    place_id: int | None = None
    topics: Sequence[str] = ()
    language: str = ""
    faults: Sequence[Saying] = field(default_factory=tuple)
    notes: Sequence[Saying] = field(default_factory=tuple)

    @property
    def standing(self) -> str:
        """bad: not sent; noted: sent, but look at it; good."""
        return "bad" if self.faults else "noted" if self.notes else "good"

    @property
    def sentences(self) -> list[str]:
        """What is said of it, in the language being spoken."""
        known = FAULTS | NOTES
        return [_(known[name], **facts) for name, facts in (*self.faults, *self.notes)]

    def kept(self) -> dict[str, Any]:
        """As it rests in a row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Report:
    """Every line of a list."""

    lines: Sequence[Line]

    @classmethod
    def of(cls, kept: Sequence[Mapping[str, Any]]) -> "Report":
        return cls([Line(**one) for one in kept])

    @property
    def counts(self) -> dict[str, int]:
        """How many lines stand how."""
        found = dict.fromkeys(SHOWN, 0)
        for one in self.lines:
            found[one.standing] += 1
        return found

    @property
    def sendable(self) -> list[Line]:
        return [one for one in self.lines if not one.faults]

    def shown(self, standing: str, after: int, most: int) -> tuple[list[Line], int | None]:
        """One page of the lines that stand so, and the line after which the next page begins."""
        found = [one for one in self.lines if one.standing == standing and one.line > after]
        more = len(found) > most
        return found[:most], found[most - 1].line if more else None
