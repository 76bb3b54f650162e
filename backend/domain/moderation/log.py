"""The append-only log: every entry hashed together with the one before (a hash chain)."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.locks import alone
from backend.domain.moderation.models import LogEntry, LogReason

START = "0" * 64
"""What the first entry is chained to."""


def append(
    db: Session,
    convener_id: UUID,
    deed: str,
    about: tuple[str, UUID],
    *,
    rule: str = "",
    reason: str = "",
) -> LogEntry:
    """Note a decision at the end of the log."""
    alone(db, "moderation log")
    last = db.exec(select(LogEntry).order_by(col(LogEntry.number).desc()).limit(1)).first()
    entry = LogEntry(
        number=last.number + 1 if last else 1,
        at=clock.now(),
        convener_id=convener_id,
        deed=deed,
        kind=about[0],
        subject_id=about[1],
        rule=rule,
        hash="",
    )
    salt = secrets.token_hex(16)
    entry.seal = sealed(salt, reason) if reason else ""
    entry.hash = chained(last.hash if last else START, entry)
    db.add(entry)
    db.flush()
    if reason:
        db.add(LogReason(number=entry.number, words=reason, salt=salt))
    return entry


def chained(previous: str, entry: LogEntry) -> str:
    """SHA-256 over the previous hash and this entry's fields, as sorted JSON."""
    said = entry.model_dump(mode="json", exclude={"hash"})
    written = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()


def sealed(salt: str, reason: str) -> str:
    """SHA-256 over a salt and a reason: without the salt, nobody can guess the words from it."""
    return hashlib.sha256(f"{salt}\n{reason}".encode()).hexdigest()


def first_fault(db: Session) -> int | None:
    """The number of the first entry that was changed, or before which one is missing."""
    return fault_in(db.exec(select(LogEntry).order_by(col(LogEntry.number))))


def fault_in(entries: Iterable[LogEntry]) -> int | None:
    """As `first_fault`, for entries in the order of their numbers."""
    previous, expected = START, 1
    for entry in entries:
        if entry.number != expected or entry.hash != chained(previous, entry):
            return entry.number
        previous, expected = entry.hash, expected + 1
    return None


def changed_reasons(db: Session) -> list[int]:
    """The numbers of entries whose reason is not the one they were sealed with, or is gone.

    Those out of which a name was taken are left out: they say so themselves.
    """
    found = db.exec(
        select(LogEntry.number, LogEntry.seal, LogReason)
        .outerjoin(LogReason, col(LogReason.number) == col(LogEntry.number))
        .where(col(LogEntry.seal) != "")
        .order_by(col(LogEntry.number))
    )
    return [
        number
        for number, seal, reason in found
        if reason is None
        or (reason.unnamed_at is None and sealed(reason.salt, reason.words) != seal)
    ]
