"""To whom each field of a profile shows. Pure.

Everybody sees the name and the city of a member, and other members see the rest, unless the member
says otherwise; what is for nobody isn't shown, searched or counted anywhere. What is for "my city"
is for members of the same city, and for conveners only if they work there too: they moderate what
is said, and need no more of a profile than others.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias
from uuid import UUID

from backend.core.i18n import _
from backend.domain.members.models import Actor

FIELDS = (
    "name",
    "pronouns",
    "title",
    "city",
    "bio",
    "languages",
    "hours",
    "can_help",
    "looking_for",
    "would_convene",
)
"""What has an audience of its own; neighbours share one: title and department, zone and hours."""

Audience: TypeAlias = Literal["public", "members", "city", "nobody"]

_PUBLIC_AT_FIRST = frozenset({"name", "city"})


def at_first(field: str) -> str:
    """The audience of a field until its member chooses another."""
    return "public" if field in _PUBLIC_AT_FIRST else "members"


def audience_of(chosen: Mapping[str, str], field: str) -> str:
    return chosen.get(field) or at_first(field)


def shows(chosen: Mapping[str, str], field: str, me: Actor, city_id: UUID | None) -> bool:
    """Whether this person sees that field of somebody who works for this city.

    `queries.shown` is the same rule in SQL.
    """
    audience = audience_of(chosen, field)
    if audience == "public" or not me.is_member:
        return audience == "public"
    return audience == "members" or (
        audience == "city" and city_id is not None and me.city_id == city_id
    )


def called(name: str) -> str:
    """A member's name in a sentence or a list; who is gone has none."""
    return name or _("A former member")


def known_as(name: str, slug: str, chosen: Mapping[str, str], me: Actor) -> tuple[str, str]:
    """Name and slug of a member where their name shows; else neither, in a word.

    A name is for everybody or for members, so nobody's city matters.
    """
    if not name:
        return called(name), ""
    seen = shows(chosen, "name", me, None)
    return (name, slug) if seen else (_("A member"), "")
