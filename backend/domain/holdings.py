"""What is held on members: how they take it along, and what becomes of it when they go.

Each feature says so for every column of its tables that leads to a member, in its `holdings.py`;
`own_data.everything` gathers them, and an architecture test finds the table that says nothing.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, or_
from sqlmodel import Session, col, delete

FORMER = "a former member"
"""What stands where a name stood."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
)
"""Scripts without spaces, where a name stands in the middle of other letters."""

Fate: TypeAlias = Literal["removed", "unnamed", "chosen"]
"""At erasure: gone; kept, but it leads to nobody any more; or one of the two, as they choose."""


@dataclass(frozen=True)
class Leaving:
    """A member whose account is erased: what they were called, and what they chose."""

    id: UUID
    name: str
    email: str
    slug: str
    takes_away: bool
    """Their contributions go too; otherwise those stay under "a former member"."""
    formerly: tuple[str, ...] = ()
    """Other names by which they were known."""
    former_slugs: tuple[str, ...] = ()
    """Addresses that their page had: they are made of names, too."""
    known_as: tuple[str, ...] | None = None
    """What others call them in words of their own, if anything; see `in_others_words`."""
    by_page_alone: bool = False
    """Their slug, too, may be an ordinary word: only as the address of their page it means them."""

    @property
    def in_others_words(self) -> "Leaving":
        """Who goes, as far as others wrote of them.

        Whoever takes an ordinary word, or somebody else's name, for a name must not be able to
        strike it out of all that the network ever wrote.
        """
        if self.known_as is None:
            return self
        first, *others = self.known_as or ("",)
        return replace(self, name=first, formerly=tuple(others), by_page_alone=True)

    def unnamed(self, text: str) -> str:
        """The text without their name, their e-mail address and the address of their page.

        Only whole names: nothing of Joan goes with Jo.
        """
        return self._told.sub(FORMER, text)

    def is_named_in(self, text: str) -> bool:
        return self._told.search(text) is not None

    def mentioned(self, *fields: Any) -> ColumnElement[bool]:
        """Rows in which they may be named, found roughly; `is_named_in` says it exactly.

        JSON keeps letters beyond ASCII as escapes, so both ways of writing are looked for.
        """
        ways = {way for word in self._words for way in (word, json.dumps(word)[1:-1])}
        return or_(*(cast(one, Text).icontains(w, autoescape=True) for one in fields for w in ways))

    @property
    def _words(self) -> list[str]:
        # The last of a name's words is enough to find a row; spaces between may be any.
        lasts = [word for name in self.names for word in name.split()[-1:]]
        return [*lasts, self.email, self.slug, *self.former_slugs]

    @property
    def names(self) -> list[str]:
        return [one for one in (self.name, *self.formerly) if one]

    @property
    def _addresses(self) -> tuple[str, str]:
        email = re.escape(self.email)
        page = f"(?:{'|'.join(map(re.escape, (self.slug, *self.former_slugs)))})"
        page_of = r"[^\s()\[\]<>\"“”*]*/people/"
        before = page_of if self.by_page_alone else f"(?:{page_of})?"
        return f"(?i:{email})", f"{before}{page}"

    @cached_property
    def _told(self) -> re.Pattern[str]:
        # The longer of two names first: the shorter may stand in it.
        names = sorted(self.names, key=len, reverse=True)
        spaced = [_as_written(one) for one in names if not _UNSPACED.search(one)]
        told = [rf"(?<![\w@+-])(?:{'|'.join((*self._addresses, *spaced))})(?![\w@])"]
        unspaced = [_as_written(one) for one in names if _UNSPACED.search(one)]
        return re.compile("|".join((*told, *unspaced)))


def _as_written(name: str) -> str:
    """A name as it may stand in a text, with any spaces between its words."""
    words = name.split()
    found = r"\s+".join(re.escape(word) for word in words)
    # A name of one word may be an ordinary word too, but would hardly be a capital then.
    return f"(?i:{found})" if len(words) > 1 else found


Deed: TypeAlias = Callable[[Session, Leaving], None]


@dataclass(frozen=True, slots=True)
class Holding:
    """One way in which rows of a table lead to a member."""

    model: Any
    column: str
    """The column that says whose a row is; of several that do, each has a holding of its own."""
    title: str
    """Marked with N_: what a person would call these rows, in the archive and before erasure."""
    fate: Fate
    erase: Deed | None = None
    """How, where it takes more than removing the rows or leaving them to a member without a name."""
    only: tuple[str, ...] = ()
    """The columns for the archive; all, if empty. In a row of somebody else's, only what is one's own."""
    leaves_out: tuple[str, ...] = ()
    """Columns that say nothing to a person (hashes of secrets, copies for sorting)."""
    of: Callable[[UUID], ColumnElement[bool]] | None = None
    """The condition, where it takes more than the column."""
    called: str = ""
    """What the archive's data call these rows; the table's name, if empty."""

    @property
    def key(self) -> str:
        """By which programs know this part of an archive; it never changes."""
        return self.called or str(self.model.__tablename__)

    def belongs_to(self, member_id: UUID) -> ColumnElement[bool]:
        if self.of is not None:
            return self.of(member_id)
        return bool_of(getattr(self.model, self.column) == member_id)

    @property
    def columns(self) -> list[str]:
        """What the archive shows of a row, in the order in which the table has it."""
        every = [str(one.key) for one in self.model.__table__.columns]
        asked = [one for one in every if one in self.only] if self.only else every
        whose = () if self.of else (self.column,)
        return [one for one in asked if one not in {*self.leaves_out, *whose}]

    def apply(self, db: Session, leaving: Leaving) -> None:
        """Do what the fate says."""
        if self.erase is not None:
            self.erase(db, leaving)
        elif self.fate == "removed":
            db.exec(delete(self.model).where(self.belongs_to(leaving.id)))
        db.flush()


def bool_of(condition: Any) -> ColumnElement[bool]:
    """A comparison as SQL sees it, which the type checker takes for a plain bool."""
    found: ColumnElement[bool] = condition
    return found


def unname(leaving: Leaving, things: Iterable[Any], *fields: str) -> list[Any]:
    """Take the name out of these texts of entities; those that had it."""
    changed = []
    for thing in things:
        named = [one for one in fields if leaving.is_named_in(getattr(thing, one))]
        for one in named:
            setattr(thing, one, leaving.unnamed(getattr(thing, one)))
        if named:
            changed.append(thing)
    return changed


def key(model: Any) -> list[Any]:
    """The columns of a table's key, by which the archive orders its rows."""
    return [col(getattr(model, one.key)) for one in model.__table__.primary_key.columns]
