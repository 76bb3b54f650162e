"""Inviting many people from a list: read and checked first, sent only when somebody says so."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, NotFound, Rejected
from backend.core.i18n import _
from backend.core.list_text import Unreadable, decoded, records
from backend.core.locks import alone
from backend.domain.joining import inviting, list_checking, policy
from backend.domain.joining.invitations import Invitation, InvitationList, ListDraft
from backend.domain.joining.list_report import Line, Report
from backend.domain.joining.listed_people import people
from backend.domain.members.models import Member
from backend.domain.members.policy import takes_part
from backend.domain.notifications.models import Letter

MOST_LINES = 5_000
MOST_BYTES = 2_000_000
KEPT = timedelta(days=1)
"""How long a list rests before it is forgotten, sent or not."""

A_MINUTE = 50
"""Letters of one list that become due in a minute: sign-in links must not wait behind them."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(db: Session, me: Member, draft: ListDraft, raw: bytes | None = None) -> InvitationList:
    """Read a list, from a file's bytes or as it was pasted, check each line, and let it rest.

    Rejected (field `text`, or `file`) for what is no list, is empty or is too long.
    """
    policy.may_invite_many(me).insist()
    field = "text" if raw is None else "file"
    try:
        found = records(draft.text if raw is None else _text(raw))
    except Unreadable:
        raise Rejected({field: _("We cannot read this as a list. Save it as CSV UTF-8.")}) from None
    listed = people(found)
    if not listed.has_addresses:
        raise Rejected({field: _("None of the headings in the first line says E-mail.")})
    if not listed.persons:
        raise Rejected({field: _("There is nobody on this list.")})
    if len(listed.persons) > MOST_LINES:
        sentence = _("A list may have {most} lines. Please send this in parts.", most=MOST_LINES)
        raise Rejected({field: sentence})
    try:
        lines = list_checking.check(db, me, listed.persons)
    except list_checking.NoCities as error:
        sentence = _("We know hardly any city of this list. Is that column what it says?")
        raise Rejected({field: sentence}) from error
    kept = InvitationList(
        by_id=me.id,
        lines=[line.kept() for line in lines],
        language=draft.language,
        words=draft.words,
    )
    db.add(kept)
    db.flush()
    return kept


def one(db: Session, me: Member, list_id: UUID) -> InvitationList:
    """A list of mine that rests. Nobody else reads it: it is full of strangers' addresses."""
    policy.may_invite_many(me).insist()
    mine = select(InvitationList).where(
        col(InvitationList.id) == list_id, col(InvitationList.by_id) == me.id
    )
    found = db.exec(mine).first()
    if found is None:
        raise NotFound(_("There is no such list. Lists are forgotten after a day."))
    return found


def send(db: Session, settings: Settings, me: Member, kept: InvitationList) -> int:
    """Invite everybody on the good lines, all or none; how many those were.

    Who has joined or was invited since the list was checked is left out. Conflict if it was sent.
    """
    policy.may_invite_many(me).insist()
    takes_part(me).insist()
    alone(db, "invitation lists")
    unsent = update(InvitationList).where(
        col(InvitationList.id) == kept.id, col(InvitationList.sent_at).is_(None)
    )
    if db.exec(unsent.values(sent_at=clock.now())).rowcount != 1:
        raise Conflict(_("This list has been sent already."))
    lines = Report.of(kept.lines).sendable
    emails = {line.email for line in lines}
    _end_old(db, emails)
    known = list_checking.known_people(db, emails)
    fresh = [line for line in lines if line.email not in known]
    for place, line in enumerate(fresh):
        letter = _invite(db, settings, me, kept, line)
        letter.due_at = clock.now() + timedelta(minutes=place // A_MINUTE)
    kept.sent_at, kept.sent_count = clock.now(), len(fresh)
    db.add(kept)
    db.flush()
    return len(fresh)


def forget(db: Session) -> int:
    """Take away the lists that have rested long enough; how many there were."""
    old = delete(InvitationList).where(col(InvitationList.made_at) < clock.now() - KEPT)
    return db.exec(old).rowcount


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        sentence = _("This file is larger than {most} megabytes.", most=MOST_BYTES // 1_000_000)
        raise Rejected({"file": sentence})
    if raw.startswith(_WORKBOOKS):
        raise Rejected({"file": _("This is a workbook. In Excel, choose Save as, then CSV UTF-8.")})
    return decoded(raw)


def _end_old(db: Session, emails: set[str]) -> None:
    """Invitations that ran out make room for new ones."""
    ended = update(Invitation).where(
        col(Invitation.standing_for).in_(emails), col(Invitation.expires_at) <= clock.now()
    )
    db.exec(ended.values(standing_for=None))


def _invite(
    db: Session,
    settings: Settings,
    me: Member,
    kept: InvitationList,
    line: Line,
) -> Letter:
    token, link = inviting.new_link(settings)
    invitation = Invitation(
        email=line.email,
        standing_for=line.email,
        name=line.name,
        title=line.title,
        city=line.city,
        place_id=line.place_id,
        topics=list(line.topics),
        language=line.language or kept.language,
        words=kept.words,
        inviter_id=me.id,
        vouched_by_id=me.id,
        **link,
    )
    db.add(invitation)
    return inviting.write(db, settings, me, invitation, token)
