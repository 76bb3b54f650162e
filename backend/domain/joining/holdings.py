"""What is kept of somebody's wish to join."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, delete, select, update

from backend.core.i18n import N_
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.joining.further import FurtherQuestion
from backend.domain.joining.invitations import Invitation, InvitationList
from backend.domain.joining.inviting import EVENT
from backend.domain.joining.models import Application
from backend.domain.joining.ways import (
    Identity,
    Passkey,
    PasskeyChallenge,
    ProviderAnswer,
    ProviderVisit,
    Voucher,
)
from backend.domain.members.models import Member, SignInLink
from backend.domain.notifications.models import Letter


def _forget(db: Session, leaving: Leaving) -> None:
    """Their applications, and what was typed in with their address and never proven."""
    typed = select(Application).where(
        col(Application.member_id).is_(None), leaving.mentioned(col(Application.draft))
    )
    unproven = [one.id for one in db.exec(typed) if one.draft.get("email") == leaving.email]
    theirs = select(Application.id).where(col(Application.member_id) == leaving.id)
    every = {*db.exec(theirs), *unproven}
    db.exec(delete(SignInLink).where(col(SignInLink.application_id).in_(every)))
    db.exec(delete(FurtherQuestion).where(col(FurtherQuestion.application_id).in_(every)))
    db.exec(delete(Application).where(col(Application.id).in_(every)))
    subjects.gone(db, "application", every)


def _forget_invitations(db: Session, leaving: Leaving) -> None:
    """Those to their address; before their applications, to which the used ones lead."""
    theirs = select(Application.id).where(col(Application.member_id) == leaving.id)
    db.exec(
        delete(Invitation).where(
            or_(
                col(Invitation.email) == leaving.email,
                col(Invitation.application_id).in_(theirs),
            )
        )
    )


def _unsay_answers(db: Session, leaving: Leaving) -> None:
    """What a provider has just said of somebody with their address."""
    db.exec(delete(ProviderAnswer).where(col(ProviderAnswer.email) == leaving.email))


def _take_back(db: Session, leaving: Leaving) -> None:
    """What they sent: nobody is written to in the name of somebody who is gone."""
    theirs = select(Invitation.id).where(col(Invitation.inviter_id) == leaving.id)
    db.exec(
        delete(Letter).where(
            col(Letter.kind) == EVENT,
            col(Letter.subject_id).in_(theirs),
            col(Letter.sent_at).is_(None),
        )
    )
    db.exec(delete(Invitation).where(col(Invitation.inviter_id) == leaving.id))


def _unvouch(db: Session, leaving: Leaving) -> None:
    """Nobody's word is left: these only recommend now."""
    vouched = update(Invitation).where(col(Invitation.vouched_by_id) == leaving.id)
    db.exec(vouched.values(vouched_by_id=None))


def _unsay(db: Session, leaving: Leaving) -> None:
    """The reason somebody was given stays theirs; it may be signed."""
    decided = select(Application).where(_decided(leaving.id), leaving.mentioned(Application.reason))
    for one in db.exec(decided):
        one.reason = leaving.unnamed(one.reason)
        db.add(one)


def _unname_questions(db: Session, leaving: Leaving) -> None:
    """What they asked applicants stays, and what those answered; either may be signed."""
    asked = select(FurtherQuestion).where(
        col(FurtherQuestion.by_id) == leaving.id, leaving.mentioned(col(FurtherQuestion.words))
    )
    unname(leaving, db.exec(asked), "words")


def _of_mine(member_id: UUID) -> ColumnElement[bool]:
    mine = select(Application.id).where(col(Application.member_id) == member_id)
    return col(FurtherQuestion.application_id).in_(mine)


def _decided(member_id: UUID) -> ColumnElement[bool]:
    return col(Application.decided_by_id) == member_id


def _addressed(member_id: UUID) -> ColumnElement[bool]:
    own = select(Member.email).where(col(Member.id) == member_id).scalar_subquery()
    return col(Invitation.email) == own


def _spoken_of(member_id: UUID) -> ColumnElement[bool]:
    own = select(Member.email).where(col(Member.id) == member_id).scalar_subquery()
    return col(ProviderAnswer.email) == own


def _vouched(member_id: UUID) -> ColumnElement[bool]:
    """Others' invitations that admit on their word; their own are held already."""
    return and_(col(Invitation.vouched_by_id) == member_id, col(Invitation.inviter_id) != member_id)


_SECRETS = ("standing_for", "token_hash", "place_id", "application_id", "vouched_by_id")

HOLDINGS = (
    Holding(Identity, "member_id", N_("Other ways to sign in"), "removed"),
    Holding(
        Passkey,
        "member_id",
        N_("Passkeys"),
        "removed",
        only=("id", "name", "made_at", "used_at"),
    ),
    Holding(
        PasskeyChallenge,
        "member_id",
        N_("Passkeys that you began to make"),
        "removed",
        only=("made_at", "used_at"),
    ),
    Holding(
        ProviderVisit,
        "member_id",
        N_("Other ways to sign in that you began to add"),
        "removed",
        only=("provider", "made_at", "expires_at", "used_at"),
    ),
    Holding(
        ProviderAnswer,
        "email",
        N_("What a provider has said of you a moment ago"),
        "removed",
        erase=_unsay_answers,
        only=("issuer", "email", "name", "made_at", "expires_at"),
        of=_spoken_of,
    ),
    Holding(
        Voucher,
        "member_id",
        N_("Who vouched for you when you joined"),
        "removed",
        leaves_out=("browser_hash",),
    ),
    Holding(
        Invitation,
        "email",
        N_("Invitations to you"),
        "removed",
        erase=_forget_invitations,
        only=("name", "title", "city", "language", "words", "sent_at", "used_at"),
        of=_addressed,
        called="invitation_to_me",
    ),
    Holding(
        Invitation,
        "inviter_id",
        N_("Invitations that you sent"),
        "removed",
        erase=_take_back,
        leaves_out=_SECRETS,
    ),
    Holding(
        Invitation,
        "vouched_by_id",
        N_("Invitations of others for which you gave your word"),
        "unnamed",
        erase=_unvouch,
        only=("sent_at", "used_at"),
        of=_vouched,
        called="invitation_vouched_for",
    ),
    Holding(InvitationList, "by_id", N_("Lists of people to invite"), "removed"),
    Holding(
        FurtherQuestion,
        "application_id",
        N_("What you were asked when you joined, and answered"),
        "removed",
        only=("words", "asked_at", "answer", "answered_at"),
        of=_of_mine,
        called="further_question_to_me",
    ),
    Holding(
        FurtherQuestion,
        "by_id",
        N_("What you asked applicants"),
        "unnamed",
        erase=_unname_questions,
        only=("words", "asked_at"),
    ),
    Holding(
        Application,
        "member_id",
        N_("Applications to join"),
        "removed",
        erase=_forget,
        leaves_out=("draft", "reminded_at", "place_id"),
    ),
    Holding(
        Application,
        "decided_by_id",
        N_("Applications that you decided"),
        "unnamed",
        erase=_unsay,
        only=("id", "decided_at", "admitted", "reason"),
        called="decided_application",
    ),
)
