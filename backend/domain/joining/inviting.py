"""Inviting somebody, and taking that back. Nobody who invites learns who is here already."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from backend.core import clock, tokens
from backend.core.config import Settings
from backend.core.errors import Conflict, Rejected, TooMany
from backend.core.i18n import _, ngettext
from backend.core.locks import alone
from backend.domain.cities.models import City
from backend.domain.joining import admission, invited, places, policy, standing
from backend.domain.joining.invitations import Invitation, InvitationDraft
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell, write_to
from backend.domain.notifications.models import Letter

DAY = timedelta(days=1)
EVENT = "invitation"
KEPT = timedelta(days=90)
"""How long an invitation is remembered after it has ended."""


def invite(db: Session, settings: Settings, me: Member, draft: InvitationDraft) -> Invitation:
    """Invite one person.

    A convener's invitation admits whoever uses it, and a convener is told who is here already. A
    member's recommends, and is answered alike whoever has the address: to a member of the network
    goes a note instead of a letter, to somebody who is invited already nothing.
    """
    policy.may_invite(me).insist()
    takes_part(me).insist()
    place = places.meant(draft.city, draft.place, draft.email) if draft.city else None
    if draft.email == me.email:
        raise Rejected({"email": _("This is your own address.")})
    alone(db, f"member {draft.email}")
    if me.moderates:
        if found := invited.why_not(db, draft.email):
            raise Rejected({"email": found})
    else:
        alone(db, f"invitations of {me.id}")
        _insist_few(db, settings, me)
        if invited.is_mine(db, me, draft.email):
            raise Rejected({"email": _("You have invited this address already.")})
    invitation = Invitation.model_validate(
        draft,
        update={
            "inviter_id": me.id,
            "vouched_by_id": me.id if me.moderates else None,
            "place_id": place.id if place else None,
            **new_link(settings)[1],
        },
    )
    _send(db, settings, me, invitation)
    return invitation


def renew(db: Session, settings: Settings, me: Member, invitation: Invitation) -> Invitation:
    """Send it once more, with a new link and all its time."""
    policy.may_renew(me, invitation, clock.now() - DAY).insist()
    takes_part(me).insist()
    alone(db, f"member {invitation.email}")
    if not me.moderates:
        alone(db, f"invitations of {me.id}")
        _insist_few(db, settings, me)
    inviter = db.get_one(Member, invitation.inviter_id)
    _send(db, settings, inviter, invitation)
    return invitation


def withdraw(db: Session, me: Member, invitation: Invitation) -> Invitation:
    """Take an invitation back. What wasn't sent yet never is; the link of the rest leads nowhere."""
    policy.may_withdraw_invitation(me, invitation).insist()
    still_open = update(Invitation).where(
        col(Invitation.id) == invitation.id,
        col(Invitation.used_at).is_(None),
        col(Invitation.withdrawn_at).is_(None),
    )
    taken = db.exec(still_open.values(withdrawn_at=clock.now(), standing_for=None))
    if taken.rowcount != 1:
        raise Conflict(_("This invitation has been used or withdrawn meanwhile."))
    _unsend(db, invitation.id)
    return invitation


def vouch(db: Session, me: Member, invitation: Invitation, *, admits: bool) -> Invitation:
    """Say whether whoever uses a member's invitation is admitted at once."""
    policy.may_vouch(me, invitation).insist()
    invitation.vouched_by_id = me.id if admits else None
    db.add(invitation)
    deed = "vouch" if admits else "vouch_no_more"
    log.append(db, me.id, deed, ("member", invitation.inviter_id))
    return invitation


def forget(db: Session) -> int:
    """Take away the invitations that have long ended; how many there were."""
    ended = func.coalesce(
        col(Invitation.used_at), col(Invitation.withdrawn_at), col(Invitation.expires_at)
    )
    return db.exec(delete(Invitation).where(ended < clock.now() - KEPT)).rowcount


def _send(db: Session, settings: Settings, inviter: Member, invitation: Invitation) -> None:
    """Write the letter, or none where the person is here or invited already."""
    token, fresh = new_link(settings)
    invitation.sqlmodel_update(fresh)
    email = invitation.email
    ended = update(Invitation).where(
        col(Invitation.standing_for) == email, col(Invitation.expires_at) <= clock.now()
    )
    db.exec(ended.values(standing_for=None))
    other = standing.of(db, email)
    known = admission.by_email(db, email)
    if known is not None and known.admitted_at is not None:
        about = ("member", inviter.id)
        facts = {"by": inviter.name}
        tell(db, {known.id}, "member.would_invite", about, facts, by=inviter.id, by_mail=False)
    elif other is None or other.id == invitation.id:
        invitation.standing_for = email
        _unsend(db, invitation.id)
        write(db, settings, inviter, invitation, token)
    db.add(invitation)
    db.flush()


def write(
    db: Session, settings: Settings, inviter: Member, invitation: Invitation, token: str
) -> Letter:
    """The letter with the link, in the language that was chosen for its reader."""
    city = db.get(City, inviter.city_id) if inviter.city_id else None
    facts = {
        "by": inviter.name,
        "from": city.name if city else inviter.organisation,
        "name": invitation.name,
        "words": invitation.words,
        "days": settings.invitation_days,
        "token": token,
    }
    letter = write_to(db, invitation.email, EVENT, facts, language=invitation.language)
    letter.kind, letter.subject_id = EVENT, invitation.id
    return letter


def new_link(settings: Settings) -> tuple[str, dict[str, Any]]:
    """A new link: its token, and what the row keeps of it."""
    token = tokens.new_token()
    expires_at = clock.now() + timedelta(days=settings.invitation_days)
    kept = {
        "token_hash": tokens.hashed(token),
        "sent_at": clock.now(),
        "expires_at": expires_at,
    }
    return token, kept


def _unsend(db: Session, invitation_id: UUID) -> None:
    """Take back the letters that no worker has in hand."""
    db.exec(
        delete(Letter).where(
            col(Letter.kind) == EVENT,
            col(Letter.subject_id) == invitation_id,
            col(Letter.sent_at).is_(None),
            col(Letter.leased_until).is_(None),
        )
    )


def _insist_few(db: Session, settings: Settings, me: Member) -> None:
    """Refuse when a member has sent as many within a day as they may."""
    most = settings.invitations_a_day
    sent = select(Invitation.sent_at).where(
        col(Invitation.inviter_id) == me.id, col(Invitation.sent_at) > clock.now() - DAY
    )
    within = db.exec(sent.order_by(col(Invitation.sent_at).desc()).offset(most - 1)).first()
    if within is not None:
        raise TooMany(
            ngettext(
                "You may invite {count} person a day. Please go on tomorrow.",
                "You may invite {count} people a day. Please go on tomorrow.",
                most,
            ),
            again_in=max(int((within + DAY - clock.now()).total_seconds()), 1),
        )
