"""Taking a file in: looked at, put on the shelf, and noted; a version picks it up afterwards."""

from datetime import timedelta
from typing import IO, Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.shelf import Shelf
from backend.domain.members.models import Member
from backend.domain.resources import policy
from backend.domain.resources.contents import media_type
from backend.domain.resources.file_names import safe_name
from backend.domain.resources.models import ResourceVersion, StoredFile

MEGABYTE = 1024 * 1024
WAITS = timedelta(days=1)
"""How long a file may wait for the form that it came with."""
MOST_WAITING = 20

_USES: list[Any] = [col(ResourceVersion.file_id)]
"""The columns of everything that can have a file."""


def also_used(column: Any) -> None:
    """Say that this column, too, leads to files. Features call it once, when they are imported."""
    _USES.append(column)


def used() -> ColumnElement[bool]:
    """The condition on the table of files under which something has a file."""
    return or_(*(exists().where(column == col(StoredFile.id)) for column in _USES))


def keep(db: Session, me: Member, shelf: Shelf, name: str, source: IO[bytes]) -> StoredFile:
    """Take a file in, so that a form sent again need not bring it again."""
    policy.may_add(me).insist()
    _check_size(shelf, source)
    _check_room(db, me)
    called = safe_name(name)
    found = media_type(called, source)
    source.seek(0)
    kept = shelf.keep(source)
    alone(db, f"file {kept.sha256}")
    if shelf.where(kept.sha256) is None:  # swept between these two lines; from here on it is ours
        source.seek(0)
        shelf.keep(source)
    stored = StoredFile(
        author_id=me.id, name=called, media_type=found, size=kept.size, sha256=kept.sha256
    )
    db.add(stored)
    db.flush()
    return stored


def waiting(db: Session, me: Member, file_id: UUID) -> StoredFile:
    """A file of mine that nothing has yet; NotFound for anybody else's."""
    stored = db.get(StoredFile, file_id)
    if stored is None or stored.author_id != me.id or _is_used(db, file_id):
        raise NotFound(_("There is no such file."))
    return stored


def sweep(db: Session, shelf: Shelf) -> int:
    """Forget files that waited in vain, and whatever lies on the shelf without a row."""
    before = clock.now() - WAITS
    db.exec(delete(StoredFile).where(col(StoredFile.stored_at) < before, ~used()))
    swept = 0
    for sha256 in shelf.older_than(before):
        alone(db, f"file {sha256}")
        noted = select(StoredFile.id).where(col(StoredFile.sha256) == sha256).limit(1)
        if db.exec(noted).first() is None:
            shelf.forget(sha256)
            swept += 1
    return swept


def _check_size(shelf: Shelf, source: IO[bytes]) -> None:
    if source.seek(0, 2) > shelf.most:
        raise Rejected(
            {
                "file": _(
                    "This file is too large: at most {most} MB can be taken in.",
                    most=shelf.most // MEGABYTE,
                )
            }
        )


def _check_room(db: Session, me: Member) -> None:
    alone(db, f"files of {me.id}")
    mine = columns(func.count()).where(col(StoredFile.author_id) == me.id, ~used())
    if rows(db, mine).scalar_one() >= MOST_WAITING:
        raise Rejected({"file": _("Too many files of yours wait to be used. Try again tomorrow.")})


def _is_used(db: Session, file_id: UUID) -> bool:
    found = select(StoredFile.id).where(col(StoredFile.id) == file_id, used())
    return db.exec(found).first() is not None
