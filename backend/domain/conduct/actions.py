"""Publishing what binds everybody, and accepting it. Checks come first, writes last."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from backend.core import clock
from backend.core.errors import Conflict, NotFound
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.conduct import policy, queries
from backend.domain.conduct.models import (
    TITLES,
    Acceptance,
    AcceptanceDraft,
    PageName,
    TranslationDraft,
    Version,
    VersionDraft,
    Wording,
)
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell


def publish(db: Session, me: Member, page: PageName, draft: VersionDraft) -> Version:
    """Let a page say something else from now on, and tell everybody.

    Where it must be accepted, nobody but its publisher writes anything again before doing so.
    """
    policy.may_keep(me).insist()
    alone(db, f"conduct {page}")
    if draft.after != queries.newest(db, page):
        raise Conflict(
            _("Somebody has published another version meanwhile. Please look at it first.")
        )
    version = Version.model_validate(
        draft, update={"page": page, "number": draft.after + 1, "by_id": me.id}
    )
    db.add(version)
    db.flush()
    db.add(Wording(version_id=version.id, language=draft.language, body=draft.body))
    about = ("conduct_version", version.id)
    log.append(db, me.id, "publish", about, reason=draft.change)
    if draft.must_accept:
        everybody = update(Member).where(col(Member.erased_at).is_(None), col(Member.id) != me.id)
        db.exec(everybody.values(conduct_due=True).execution_options(synchronize_session=False))
        _keep(db, me.id, page, version.number)
    others = db.exec(select(Member.id).where(taking_part(), col(Member.id) != me.id))
    event = f"{page}.{'must_accept' if draft.must_accept else 'changed'}"
    tell(db, others, event, about, {"change": draft.change}, by_mail=draft.must_accept)
    return version


def translate(db: Session, me: Member, page: PageName, draft: TranslationDraft) -> Wording:
    """Say the newest version in one language more, or better. Its own words stay as they are."""
    policy.may_keep(me).insist()
    alone(db, f"conduct {page}")
    version = db.exec(
        select(Version).where(col(Version.page) == page, col(Version.number) == draft.number)
    ).first()
    if version is None:
        raise NotFound(_("There is no such version."))
    if draft.number != queries.newest(db, page):
        raise Conflict(_("There is a newer version by now. Please translate that one."))
    if draft.language == version.language:
        raise Conflict(
            _("This version was written in that language. Publish a new version to change it.")
        )
    wording = db.get(Wording, (version.id, draft.language)) or Wording(
        version_id=version.id, language=draft.language, body=""
    )
    wording.body = draft.body
    db.add(wording)
    log.append(db, me.id, "translate", ("conduct_version", version.id), reason=draft.language)
    return wording


def accept(db: Session, me: Member, page: PageName, draft: AcceptanceDraft) -> None:
    """Note that this member has read the newest version and will keep to it."""
    policy.may_accept(me).insist()
    if draft.number != queries.newest(db, page):
        raise Conflict(_("There is another version by now. Please read that one."))
    _keep(db, me.id, page, draft.number)
    db.flush()
    if me.conduct_due and not queries.due(db, me):
        me.conduct_due = False
        db.add(me)


def accepted_in_joining(db: Session, member: Member, at: datetime) -> None:
    """Note what somebody accepted in asking to join; what was published since is still due."""
    for page in TITLES:
        then = db.exec(
            select(Version.number)
            .where(col(Version.page) == page, col(Version.published_at) <= at)
            .order_by(col(Version.number).desc())
        ).first()
        _keep(db, member.id, page, then or 0)
    db.flush()
    member.conduct_due = True
    member.conduct_due = bool(queries.due(db, member))
    db.add(member)


def _keep(db: Session, member_id: UUID, page: PageName, number: int) -> None:
    if db.get(Acceptance, (member_id, page, number)) is None:
        db.add(Acceptance(member_id=member_id, page=page, number=number, at=clock.now()))
