"""The questions that passkeys answer: each for one browser and one purpose, and once.

A challenge is used up before the answer to it is looked at.
"""

from datetime import timedelta
from typing import Literal, TypeAlias
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, update

from backend.core import clock, tokens
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, TooMany
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.joining.ways import PasskeyChallenge
from backend.domain.members.links import Asker

PATIENCE = timedelta(minutes=5)
"""How long the browser's dialog may stay open."""
MOST, SPAN = 200, timedelta(minutes=15)
"""Challenges for one network in that time; a whole city hall may share one."""

Purpose: TypeAlias = Literal["make", "use"]


def put(
    db: Session, settings: Settings, asker: Asker, purpose: Purpose, member_id: UUID | None = None
) -> bytes:
    """A new challenge for this browser; TooMany from one network are held up."""
    network = tokens.signature(settings.secret.get_secret_value(), "network", asker.network)
    alone(db, f"passkey challenges from {network}")
    counted = columns(func.count()).where(
        col(PasskeyChallenge.asked_from) == network,
        col(PasskeyChallenge.made_at) > clock.now() - SPAN,
    )
    if rows(db, counted).scalar_one() >= MOST:
        raise TooMany(
            _("Your network has asked too often. Please wait a few minutes."),
            again_in=int(SPAN.total_seconds()),
        )
    challenge = tokens.new_token()
    db.add(
        PasskeyChallenge(
            challenge_hash=tokens.hashed(challenge),
            browser_hash=tokens.hashed(asker.browser),
            asked_from=network,
            purpose=purpose,
            member_id=member_id,
        )
    )
    return challenge.encode()


def spend(
    db: Session, browser: str, purpose: Purpose, challenge: bytes, member_id: UUID | None = None
) -> None:
    """Use a challenge up; Conflict if it was not for this, or was used, or is too old."""
    taken = (
        update(PasskeyChallenge)
        .where(
            col(PasskeyChallenge.challenge_hash) == tokens.hashed(challenge.decode("latin-1")),
            col(PasskeyChallenge.browser_hash) == tokens.hashed(browser),
            col(PasskeyChallenge.purpose) == purpose,
            col(PasskeyChallenge.member_id) == member_id,
            col(PasskeyChallenge.used_at).is_(None),
            col(PasskeyChallenge.made_at) > clock.now() - PATIENCE,
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if db.exec(taken).rowcount != 1:
        raise Conflict(_("This took too long, or was answered before. Please try again."))


def forget_old(db: Session) -> int:
    """Take away challenges that are over; how many there were."""
    old = delete(PasskeyChallenge).where(col(PasskeyChallenge.made_at) < clock.now() - SPAN)
    return db.exec(old).rowcount
