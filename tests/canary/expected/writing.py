"""How the table of writes is written: a line for each POST, saying who may do it to what."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from tests.canary.expected.shapes import NOWHERE
from tests.canary.roles import Roles
from tests.canary.words import Garden, Thing

API = "/api/v1"


@dataclass(frozen=True, slots=True)
class Write:
    """A POST of a page, of a program or of both; what it sends is sound.

    Who isn't in `to` is refused: a stranger at the door (401), who doesn't see the object as if
    there was none (404), everybody else with a reason (403, or what `otherwise` says).
    """

    routes: tuple[str, ...]
    """Its names: those of programs begin with "api."."""
    address: str
    """With {slug} and {id} of the object; programs find the same below /api/v1."""
    to: Roles
    fields: Mapping[str, Any] = field(default_factory=dict)
    over: str = ""
    of: tuple[str, ...] = ("*",)
    otherwise: Mapping[str, int] = field(default_factory=dict)
    program: str = ""
    """The programs' address, where it is another."""
    json: Mapping[str, Any] | None = None
    """What programs send, where it is different."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A write by one of its routes, to one object."""

    write: Write
    route: str
    address: str
    nowhere: str
    fields: Mapping[str, Any]
    thing: Thing | None = None

    def refusal(self, role: str) -> int:
        """The status of the refusal that this role gets; 0 if it gets none."""
        if role == "guest":
            return 401
        if self.thing is not None and role not in self.thing.audience:
            return 404
        return 0 if role in self.write.to else self.write.otherwise.get(role, 403)


def sent(garden: Garden, writes: Iterable[Write]) -> Iterator[Sent]:
    """Every write by every route, to every object of its kind."""
    for write in writes:
        for route in write.routes:
            things = garden.things[write.over] if write.over else {"": None}
            for one, thing in things.items():
                if any(fnmatchcase(one, pattern) for pattern in write.of):
                    yield _sent(write, route, thing)


def _sent(write: Write, route: str, thing: Thing | None) -> Sent:
    address, fields = write.address, write.fields
    if route.startswith("api."):
        address = API + (write.program or address)
        fields = write.fields if write.json is None else write.json
    if thing is None:
        return Sent(write, route, address, address, fields)
    other = replace(NOWHERE, slug=thing.slug) if "{id}" in address else NOWHERE
    return Sent(
        write,
        route,
        _filled(address, thing),
        _filled(address, other),
        {name: _filled(sent, thing) for name, sent in fields.items()},
        thing,
    )


def _filled(sent: Any, thing: Thing) -> Any:
    if not isinstance(sent, str):
        return sent
    return sent.replace("{slug}", thing.slug).replace("{id}", str(thing.id))
