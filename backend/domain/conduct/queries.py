"""What the pages that bind everybody say, now and before. They are public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, literal, true
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import N_, _, language
from backend.core.pages import PAGE, Page, cut
from backend.domain import subjects
from backend.domain.conduct.built_in import built_in
from backend.domain.conduct.models import TITLES, Acceptance, PageName, Version, Wording
from backend.domain.members.models import Actor


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version without its words."""

    number: int
    published_at: datetime
    change: str
    must_accept: bool
    language: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A version in the reader's language or, where it has none, in its own."""

    number: int
    published_at: datetime | None
    """None for version 0, which the program brings."""
    change: str
    must_accept: bool
    body: str
    """Markdown."""
    language: str
    languages: tuple[str, ...]
    """Every language that it can be read in, the one it was written in first."""
    is_newest: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A page whose newest binding version somebody has not accepted yet."""

    page: str
    number: int
    change: str


def newest(db: Session, page: PageName) -> int:
    """The number of the version in force: 0 while the conveners have published none."""
    found = rows(db, columns(func.max(Version.number)).where(col(Version.page) == page)).scalar()
    return int(found or 0)


def shown(db: Session, page: PageName, number: int | None = None, tongue: str = "") -> Shown:
    """A version, the newest if no number is given, in this language or the one being spoken.

    NotFound for a number that was never published.
    """
    last = newest(db, page)
    wanted = last if number is None else number
    spoken = tongue or language().code
    if wanted == 0:
        code = language().code
        return Shown(0, None, "", False, built_in(page), code, (code,), is_newest=last == 0)
    found = rows(
        db,
        _versions(page)
        .add_columns(col(Wording.language), col(Wording.body))
        .join(Wording, col(Wording.version_id) == col(Version.id))
        .where(col(Version.number) == wanted),
    ).all()
    if not found:
        raise NotFound(_("There is no such version."))
    row = VersionRow(*found[0][:5])
    bodies = {code: body for *_row, code, body in found}
    own = row.language
    read_in = next((one for one in (spoken, spoken.split("-")[0]) if one in bodies), own)
    return Shown(
        number=row.number,
        published_at=row.published_at,
        change=row.change,
        must_accept=row.must_accept,
        body=bodies[read_in],
        language=read_in,
        languages=tuple(sorted(bodies, key=lambda code: (code != own, code))),
        is_newest=wanted == last,
    )


def versions(db: Session, page: PageName, before: int | None = None) -> Page[VersionRow]:
    """Every version, the newest first."""
    wanted = _versions(page).order_by(col(Version.number).desc()).limit(PAGE + 1)
    if before is not None:
        wanted = wanted.where(col(Version.number) < before)
    return cut([VersionRow(*row) for row in rows(db, wanted)], lambda row: str(row.number))


def due(db: Session, me: Actor) -> Sequence[Due]:
    """What this member has to accept before writing anything again."""
    if me.id is None or not me.conduct_due:
        return []
    accepted = (
        columns(col(Acceptance.page), func.max(Acceptance.number).label("number"))
        .where(col(Acceptance.member_id) == me.id)
        .group_by(col(Acceptance.page))
        .subquery()
    )
    wanted = (
        columns(col(Version.page), col(Version.number), col(Version.change))
        .outerjoin(accepted, accepted.c.page == col(Version.page))
        .where(
            col(Version.must_accept),
            col(Version.number) > func.coalesce(accepted.c.number, -1),
        )
        .order_by(col(Version.page), col(Version.number))
    )
    binding = {page: Due(page, number, change) for page, number, change in rows(db, wanted)}
    return [binding[page] for page in TITLES if page in binding]


def _versions(page: PageName) -> Select[*tuple[Any, ...]]:
    return columns(
        col(Version.number),
        col(Version.published_at),
        col(Version.change),
        col(Version.must_accept),
        col(Version.language),
    ).where(col(Version.page) == page)


def _glance() -> Select[*tuple[Any, ...]]:
    return columns(
        col(Version.id).label("id"),
        col(Version.change).label("title"),
        col(Version.page).label("slug"),
        subjects.NOBODY.label("author_id"),
        literal("").label("excerpt"),
        subjects.NEVER.label("hidden_at"),
    )


subjects.register(
    subjects.Kind(
        "conduct_version", N_("version of our rules"), Version, lambda _me: true(), _glance
    )
)
