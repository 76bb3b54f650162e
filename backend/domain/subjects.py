"""What moderation, search and notifications share about anything a member makes, whatever it is.

They stand below challenges and resources, so they cannot import them; those come to them as
subjects: each feature registers its kinds here, with the rule of who may see them and a glance.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Uuid,
    and_,
    cast,
    false,
    literal,
    null,
    or_,
    union_all,
)
from sqlalchemy import select as columns
from sqlmodel import Field, Session, SQLModel, col

from backend.core.db import UtcDateTime, rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.core.ids import new_id
from backend.core.plans import counted_to


class Subject(SQLModel):
    """The columns of every table whose rows can be reported, hidden, found and told about."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    author_id: UUID = Field(foreign_key="member.id", index=True)
    hidden_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


@dataclass(frozen=True, slots=True)
class Glance:
    """What a list of mixed things shows of one of them, and where it leads."""

    kind: str
    id: UUID
    title: str
    slug: str
    """The piece of its address; for an answer, that of its challenge."""
    author_id: UUID | None = None
    excerpt: str = ""
    hidden_at: datetime | None = None
    begins_at: datetime | None = None
    """The moment of what is held at one, where the newest of several kinds are listed."""


GLANCED: Final = ("id", "title", "slug", "author_id", "excerpt", "hidden_at")
NEVER: Final = cast(null(), UtcDateTime)
"""For a glance at what is never hidden; of a type, since glances of several kinds are united."""
NOBODY: Final = cast(null(), Uuid)
"""For a glance at what has no author."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing, as the features below it may know it."""

    name: str
    """The table's name: "challenge"."""
    noun: str
    """Marked with N_, for sentences: "challenge"."""
    model: Any
    visible_to: Callable[[Any], ColumnElement[bool]]
    """The condition, on the kind's own table, under which this person may see a row."""
    glance: Callable[[], Select[*tuple[Any, ...]]]
    """A select of id, title, slug, author_id, excerpt, hidden_at (labelled so) over the table."""
    nouns: str = ""
    """Marked with N_, for headings over several: "Challenges"; empty if it is never listed."""
    settle: Callable[[Session, Any], None] | None = None
    """What follows when one is hidden or restored, where something else was made from it."""
    lists_to: Callable[[Any], ColumnElement[bool]] | None = None
    """The same as `visible_to` for lists, where those hold less than may be opened."""
    begins: Any = NEVER
    """The column with the moment at which one is held."""

    def listed_for(self, me: Any) -> ColumnElement[bool]:
        """The condition under which lists, counts, search and the like hold a row for somebody."""
        return (self.lists_to or self.visible_to)(me)


@dataclass(frozen=True, slots=True)
class Words:
    """By what a subject is found."""

    slug: str
    title: str
    body: str
    language: str = "en"
    names: Sequence[str] = ()
    """What else it is called."""
    region: str = ""
    topics: Sequence[UUID] = ()


Keeper: TypeAlias = Callable[[Session, str, UUID, "Words | None"], None]

Forgetter: TypeAlias = Callable[[Session, str, set[UUID]], None]

_kinds: dict[str, Kind] = {}
_keepers: list[Keeper] = []
_forgetters: list[Forgetter] = []


def register(kind: Kind) -> None:
    """Make a kind known. Features call it once, when they are imported."""
    _kinds[kind.name] = kind


def kinds() -> Mapping[str, Kind]:
    return _kinds


def kind(name: str) -> Kind:
    """The kind of this name; NotFound if there is none."""
    found = _kinds.get(name)
    if found is None:
        raise NotFound(_("There is no such thing here."))
    return found


def glances(
    db: Session, me: Any, wanted: Iterable[tuple[str, UUID]]
) -> dict[tuple[str, UUID], Glance]:
    """What this person may see of these things, in one query; the others are left out."""
    by_kind: dict[str, set[UUID]] = {}
    for name, subject_id in wanted:
        if name in _kinds:
            by_kind.setdefault(name, set()).add(subject_id)
    parts = [_some(me, _kinds[name], ids) for name, ids in sorted(by_kind.items())]
    if not parts:
        return {}
    seen = (Glance(**row) for row in rows(db, union_all(*parts)).mappings())
    return {(one.kind, one.id): one for one in seen}


def find(db: Session, me: Any, name: str, subject_id: UUID) -> Any:
    """The thing itself, if this person may see it; NotFound otherwise."""
    one = kind(name)
    if (name, subject_id) in glances(db, me, [(name, subject_id)]):
        return db.get_one(one.model, subject_id)
    raise NotFound(_("There is no such thing here."))


def latest(
    db: Session, me: Any, wanted: Mapping[str, ColumnElement[bool]], limit: int = 5
) -> dict[str, list[Glance]]:
    """The newest of several kinds that meet a condition of their own, in one query.

    For pages that show a little of everything: a city's, a person's, a topic's. A kind that is
    wanted twice has a name of its own behind a dot: "challenge" and "challenge.faced".
    """
    found: dict[str, list[Glance]] = {name: [] for name in wanted}
    parts = [
        columns(literal(name).label("wanted"), one.subquery())
        for name, condition in wanted.items()
        if (one := _newest(me, name, condition, limit)) is not None
    ]
    if parts:
        for row in rows(db, union_all(*parts)).mappings():
            seen = dict(row)
            name = seen.pop("wanted")
            found[name].append(Glance(kind=name.partition(".")[0], **seen))
    return {
        name: sorted(some, key=lambda one: one.id, reverse=True) for name, some in found.items()
    }


def each_once(glances: Iterable[Glance]) -> list[Glance]:
    """Of those of one title, such as the parts of a series, only the first."""
    titles: dict[str, Glance] = {}
    for one in glances:
        titles.setdefault(one.title, one)
    return list(titles.values())


def counts(
    db: Session, me: Any, wanted: Mapping[str, tuple[str, ColumnElement[bool]]], most: int
) -> dict[str, int]:
    """How many of a kind meet a condition, as far as lists hold them for somebody, in one query.

    Each by a name of its own, with the kind and the condition. Nobody waits while more than so many
    are counted: one more than `most` stands for any number above.
    """
    parts = [
        columns(
            literal(name).label("name"),
            counted_to(most + 1, columns(kind(of).model).where(kind(of).listed_for(me), condition)),
        )
        for name, (of, condition) in wanted.items()
    ]
    return {name: count for name, count in rows(db, union_all(*parts))}  # noqa: C416


def listed(me: Any, name: Any, subject_id: Any) -> ColumnElement[bool]:
    """The condition under which lists hold what two columns name, by kind and id, whatever it is.

    Each kind's own rule is asked for the very thing.
    """
    rules = [
        and_(
            name == one.name,
            columns(col(one.model.id))
            .where(col(one.model.id) == subject_id, one.listed_for(me))
            .exists(),
        )
        for one in _kinds.values()
        if one.nouns
    ]
    return or_(false(), *rules)


def _some(me: Any, one: Kind, ids: set[UUID]) -> Select[*tuple[Any, ...]]:
    seen = one.glance().where(col(one.model.id).in_(ids), one.visible_to(me)).subquery()
    return columns(literal(one.name).label("kind"), *(seen.c[name] for name in GLANCED))


def _newest(
    me: Any, name: str, condition: ColumnElement[bool], limit: int
) -> Select[*tuple[Any, ...]] | None:
    one = _kinds.get(name.partition(".")[0])
    if one is None:
        return None
    seen = one.glance().add_columns(one.begins.label("begins_at"))
    seen = seen.where(one.listed_for(me), condition)
    return seen.order_by(col(one.model.id).desc()).limit(limit)


def keep_words(keeper: Keeper) -> None:
    """Be told whenever a subject's words change: search asks for it, once, when it is imported."""
    _keepers.append(keeper)


def words_changed(db: Session, kind: str, subject_id: UUID, words: Words | None) -> None:
    """Say by what a subject is found from now on; None: by nothing any more.

    For features that stand below search and cannot call it: cities and members.
    """
    for keep in _keepers:
        keep(db, kind, subject_id, words)


def forget_with(forgetter: Forgetter) -> None:
    """Be told when subjects are gone for good, to forget what was kept of them."""
    _forgetters.append(forgetter)


def gone(db: Session, kind: str, ids: Iterable[UUID]) -> None:
    """Say that these subjects, or all that their authors said in them, are gone for good.

    Nobody finds them any more, follows them, reports them or has been told of them.
    """
    wanted = set(ids)
    if wanted:
        for forget in _forgetters:
            forget(db, kind, wanted)
