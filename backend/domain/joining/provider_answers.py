"""Answers that a provider's page sends as a form, and the browser that comes to fetch them.

The form comes without our cookies, since another site sends it. So it is checked and put away by
itself, and what it said is handed to the browser that we sent there, when that comes with its own.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists
from sqlmodel import Session, col, delete, select, update

from backend.core import clock, tokens
from backend.core.errors import Conflict
from backend.core.locks import alone
from backend.core.providers import Asserted, Vouched
from backend.domain.joining.identities import LONGEST_SUBJECT, spent
from backend.domain.joining.ways import ProviderAnswer, ProviderVisit
from backend.domain.members import emails

FETCHED = timedelta(minutes=10)
"""How long an answer waits for its browser."""
UNSAID = {"subject": "", "email": "", "name": ""}


def awaited(db: Session, provider: str, state: str) -> ProviderVisit:
    """The visit that a form answers, by whichever browser; Conflict if none waits for one.

    Each has one answer, believed or not: whoever sends rubbish has it read once for each visit.
    """
    answered = exists().where(col(ProviderAnswer.visit_id) == col(ProviderVisit.id))
    visit = db.exec(
        select(ProviderVisit).where(
            col(ProviderVisit.state_hash) == tokens.hashed(state),
            col(ProviderVisit.provider) == provider,
            col(ProviderVisit.used_at).is_(None),
            col(ProviderVisit.expires_at) > clock.now(),
            ~answered,
        )
    ).first()
    if visit is None:
        raise Conflict(spent())
    return visit


def put_away(db: Session, visit: ProviderVisit, said: Asserted) -> str:
    """Keep what a form said, and the handle to fetch it with; Conflict for a form seen before."""
    form = tokens.hashed(f"{said.vouched.issuer} {said.id}")
    if _has_had_one(db, visit):
        raise Conflict(spent())
    alone(db, f"form {form}")
    before = select(ProviderAnswer.id).where(col(ProviderAnswer.form_hash) == form)
    if db.exec(before).first() is not None or len(said.vouched.subject) > LONGEST_SUBJECT:
        raise Conflict(spent())
    handle = tokens.new_token()
    db.add(
        ProviderAnswer(
            visit_id=visit.id,
            form_hash=form,
            handle_hash=tokens.hashed(handle),
            issuer=said.vouched.issuer,
            subject=said.vouched.subject,
            email=said.vouched.email[: emails.LONGEST],
            is_proven=said.vouched.is_proven and len(said.vouched.email) <= emails.LONGEST,
            name=said.vouched.name[:80],
            expires_at=max(said.until, clock.now() + FETCHED),
        )
    )
    return handle


def disbelieve(db: Session, visit: ProviderVisit) -> None:
    """Note that the visit has had its form."""
    if _has_had_one(db, visit):
        return
    db.add(
        ProviderAnswer(
            visit_id=visit.id,
            form_hash=tokens.hashed(tokens.new_token()),
            handle_hash=tokens.hashed(tokens.new_token()),
            expires_at=visit.expires_at,
            used_at=clock.now(),
        )
    )


def _has_had_one(db: Session, visit: ProviderVisit) -> bool:
    """Whether another form of this visit was read meanwhile; of two at once, one waits here."""
    alone(db, f"forms of {visit.id}")
    kept = select(ProviderAnswer.id).where(col(ProviderAnswer.visit_id) == visit.id)
    return db.exec(kept).first() is not None


def fetch(db: Session, visit_id: UUID, handle: str) -> Vouched:
    """What the form said, once; Conflict for whoever didn't bring it."""
    kept = db.exec(
        select(ProviderAnswer).where(
            col(ProviderAnswer.visit_id) == visit_id,
            col(ProviderAnswer.handle_hash) == tokens.hashed(handle),
        )
    ).first()
    if kept is None:
        raise Conflict(spent())
    said = Vouched(kept.issuer, kept.subject, kept.email, is_proven=kept.is_proven, name=kept.name)
    taken = (
        update(ProviderAnswer)
        .where(col(ProviderAnswer.id) == kept.id, col(ProviderAnswer.used_at).is_(None))
        .values(used_at=clock.now(), **UNSAID)
        .execution_options(synchronize_session=False)
    )
    if db.exec(taken).rowcount != 1:
        raise Conflict(spent())
    return said


def forget_old(db: Session) -> int:
    """Take away what would not be believed any more, and what nobody has fetched."""
    now = clock.now()
    unfetched = update(ProviderAnswer).where(
        col(ProviderAnswer.used_at).is_(None), col(ProviderAnswer.made_at) < now - FETCHED
    )
    db.exec(unfetched.values(used_at=now, **UNSAID))
    old = delete(ProviderAnswer).where(col(ProviderAnswer.expires_at) < now)
    return db.exec(old).rowcount
