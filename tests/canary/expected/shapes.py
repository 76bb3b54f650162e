"""How the tables are written: a line for each route, saying what it shows and to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TypeAlias

from backend.core.ids import new_id
from tests.canary.roles import CONVENERS, EVERYBODY, NOBODY, Roles
from tests.canary.words import Garden, Thing


@dataclass(frozen=True, slots=True)
class To:
    """A pattern whose texts this surface shows to these alone, or to these though others may."""

    pattern: str
    roles: Roles


Shown: TypeAlias = "str | To"
"""Names of texts, with * and with {one} for the object that is asked for."""

BY_OFFICE = (
    "challenge.cities.*",
    "challenge.narrowed.*",
    "answer.cities-*",
    "answered.cities-*",
)
"""What conveners read only by their office: once they open it, and in no list."""

NOWHERE = Thing("nowhere-at-all-planted", new_id(), NOBODY)
"""What never was."""


@dataclass(frozen=True, slots=True)
class Surface:
    """A GET route, asked at one address or at one for each object of a kind.

    Who may not see the object must get the same answer as for one that never was. Who may see it,
    but not open this route, is refused. Everybody else reads the texts of `shows` that are in
    their sight, and no others.
    """

    route: str
    address: str
    shows: tuple[Shown, ...] = ()
    over: str = ""
    """The kind of object: its addresses are made with {one}, {slug} and {id}."""
    of: tuple[str, ...] = ("*",)
    """Which objects of the kind, by patterns."""
    to: Roles = EVERYBODY
    """Who may open it."""
    piece: tuple[Shown, ...] | None = None
    """What it shows to htmx, where that is less."""
    asks: bool = False
    """It only asks with the object, such as a filter: nobody is told that there is none."""
    word: str = ""
    """The text whose word the address asks for, as {word}; said back, it says nothing."""
    pages: bool = False
    """It is a long list: its older pages are read, too."""
    lists: bool = False
    """It is a list, where a convener reads what a member of their city would."""
    refused: int = 403
    """The status for somebody signed in who sees the object, but may not open this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A surface at one address."""

    surface: Surface
    address: str
    one: str = ""
    thing: Thing | None = None
    word: str = ""

    @property
    def nowhere(self) -> str:
        """The address of what never was; an object with an id is looked for in the same place."""
        address = self.surface.address
        if self.thing is not None and "{id}" in address:
            return _filled(address, "nowhere", replace(NOWHERE, slug=self.thing.slug))
        return _filled(address, "nowhere", NOWHERE)

    def is_unseen_by(self, role: str) -> bool:
        """Whether for this role the object must seem not to be there."""
        if self.thing is None or self.surface.asks:
            return False
        return role not in self.thing.audience

    def is_refused(self, role: str) -> bool:
        return role not in self.surface.to

    def words(self, garden: Garden, role: str, shows: tuple[Shown, ...]) -> set[str]:
        """What this role is to read here."""
        found: set[str] = set()
        for shown in shows:
            pattern = shown.pattern if isinstance(shown, To) else shown
            for name in garden.named(pattern.replace("{one}", self.one)):
                to = shown.roles if isinstance(shown, To) else garden.audiences[name]
                if role in to and not (self.surface.lists and _by_office(role, name)):
                    found.add(garden.words[name])
        return found


def asked(garden: Garden, surfaces: Iterable[Surface]) -> Iterator[Asked]:
    """Every surface at every address."""
    for surface in surfaces:
        if not surface.over:
            yield Asked(surface, surface.address)
            continue
        for one, thing in garden.things[surface.over].items():
            if any(fnmatchcase(one, pattern) for pattern in surface.of):
                word = garden.words[surface.word.replace("{one}", one)] if surface.word else ""
                address = _filled(surface.address, one, thing).replace("{word}", word)
                yield Asked(surface, address, one, thing, word)


def _by_office(role: str, name: str) -> bool:
    return role in CONVENERS and any(fnmatchcase(name, one) for one in BY_OFFICE)


def _filled(address: str, one: str, thing: Thing) -> str:
    given = {"one": one, "slug": thing.slug, "id": thing.id, "word": "{word}"}
    return address.format_map(given)
