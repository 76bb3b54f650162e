"""Who may do what to cities. Pure: no session, no clock, no request.

Everybody sees every city. Members stand above cities, so who asks is known here only by what a
policy needs of them.
"""

from typing import Protocol
from uuid import UUID

from backend.core.i18n import _
from backend.core.verdict import YES, Verdict, no
from backend.domain.cities.models import City


class Asker(Protocol):
    """A guest or a member, as far as cities care."""

    @property
    def is_member(self) -> bool: ...

    @property
    def moderates(self) -> bool: ...

    def leads(self, city_id: UUID | None) -> bool: ...


class Keeper(Asker, Protocol):
    """A member who writes: what is said of a city is kept with who said it."""

    @property
    def id(self) -> UUID: ...


def may_edit(me: Asker, city: City) -> Verdict:
    """Its lead and conveners keep a city's page."""
    if me.moderates or me.leads(city.id):
        return YES
    return no(_("Only the lead of this city and conveners can change its page."))


def may_set_domains(me: Asker, city: City) -> Verdict:  # noqa: ARG001 - the question of every policy
    """An e-mail domain opens the door to all who write from it, so conveners decide."""
    return YES if me.moderates else no(_("Only conveners can change a city’s e-mail domains."))


def may_follow(me: Asker, city: City) -> Verdict:  # noqa: ARG001 - the question of every policy
    return YES if me.is_member else no(_("Only members can follow a city."))
