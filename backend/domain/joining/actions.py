"""Coming in. Each action checks first and writes last; nothing tells a stranger who is known."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, delete, or_, select, update

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _, language
from backend.core.locks import alone
from backend.domain.cities import own_domains
from backend.domain.cities.actions import from_place
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import City, CityDomain
from backend.domain.joining import (
    admission,
    identities,
    passkey_challenges,
    places,
    policy,
    provider_answers,
    questions,
)
from backend.domain.joining.models import Application, JoinDraft, LinkDraft, VerdictDraft
from backend.domain.members import links, sessions
from backend.domain.members.emails import domain_of
from backend.domain.members.links import Asker
from backend.domain.members.models import Member, SignInLink
from backend.domain.members.queries import deciders
from backend.domain.members.sessions import Device
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell, write_to
from backend.domain.topics import queries as topics

AGAIN = timedelta(days=7)
"""How often the conveners hear of one application that waits too long."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody who has come in, the token for their browser, and where they wanted to go."""

    member: Member
    token: str
    leads_to: str


def ask_for_link(
    db: Session, settings: Settings, asker: Asker, draft: LinkDraft, leads_to: str = ""
) -> None:
    """Write a letter with a sign-in link; or, to an address nobody here has, how to join.

    Both cost the same: one look-up, one row for the link, one for the letter. Where a network has
    written to the address often enough, nothing more is sent, and it looks the same from outside.
    """
    member = admission.by_email(db, draft.email)
    token = links.ask(
        db,
        settings,
        asker,
        draft.email,
        member_id=member.id if member else None,
        leads_to=leads_to,
    )
    if not token:
        return
    facts = {"minutes": settings.link_minutes, "token": token if member else ""}
    event = "sign_in" if member else "not_known_here"
    write_to(db, draft.email, event, facts, language=_language_of(member))


def sound(db: Session, draft: JoinDraft) -> Place | None:
    """The place that is meant, of a draft that can be received; Rejected, and nothing written."""
    place = places.meant(draft.city, draft.place, draft.email)
    tree = topics.tree(db)
    tree.chosen(draft.can_help, "can_help")
    tree.chosen(draft.looking_for, "looking_for")
    questions.check(db, draft)
    return place


def apply(db: Session, settings: Settings, asker: Asker, draft: JoinDraft) -> None:
    """Keep what an applicant wrote, and write them a letter that proves the address.

    A member who has forgotten being one gets a sign-in link; nobody can tell from outside.
    """
    place = sound(db, draft)
    member = admission.by_email(db, draft.email)
    chosen = str(place.id) if place else draft.place
    application = Application(draft=draft.model_dump(mode="json") | {"place": chosen})
    db.add(application)
    db.flush()
    token = links.ask(
        db,
        settings,
        asker,
        draft.email,
        member_id=member.id if member else None,
        application_id=application.id,
    )
    if not token:
        db.delete(application)
        return
    facts = {"minutes": settings.link_minutes, "token": token}
    event = "sign_in" if member and member.admitted_at else "confirm_address"
    write_to(db, draft.email, event, facts, language=_language_of(member))


def enter(
    db: Session,
    settings: Settings,
    token: str,
    *,
    browser: str,
    code: str = "",
    device: Device | None = None,
) -> Entry:
    """Use a link up and sign the browser in. What an applicant wrote is received with it."""
    link = links.use(db, settings, token, browser, code)
    member = db.get(Member, link.member_id) if link.member_id else None
    application = db.get(Application, link.application_id) if link.application_id else None
    if application is not None and application.draft:
        draft = JoinDraft.model_validate(application.draft)
        member = admission.receive(db, settings, draft, application)
    if member is None or member.erased_at is not None:
        raise Conflict(links.spent())
    member.email_proven_at = member.email_proven_at or clock.now()
    db.add(member)
    started = sessions.start(db, member, device=device, days=settings.session_days)
    return Entry(member, started, link.leads_to)


def decide(db: Session, me: Member, application: Application, draft: VerdictDraft) -> Application:
    """Admit an applicant, or not, with the reason that they and the other deciders read."""
    applicant = db.get_one(Member, application.member_id)
    policy.may_decide(me, application, applicant).insist()
    place = places.by_id(application.place_id)
    if draft.admit and draft.city:
        policy.may_choose_city(me).insist()
        place = places.meant(draft.city, draft.place, applicant.email)
    if draft.remember_domain:
        policy.may_remember(me, application).insist()
        if place is None:
            raise Rejected({"city": _("Please say whose domain this is.")})
        if fault := own_domains.why_not(domain_of(applicant.email)):
            raise Rejected({"remember_domain": fault})
    _take(db, me, application, admit=draft.admit, reason=draft.reason)
    about = ("application", application.id)
    facts = {"name": applicant.name, "by": me.name, "reason": draft.reason}
    if draft.admit:
        city = from_place(db, place) if place else None
        word = admission.Word("admit", draft.reason, me.id, facts)
        admission.admit(db, applicant, city, application, word)
        if city is not None and draft.remember_domain:
            _remember(db, city, domain_of(applicant.email))
    else:
        log.append(db, me.id, "refuse", about, reason=draft.reason)
        tell(db, {applicant.id}, "application.refused", about, facts)
    outcome = "admitted" if draft.admit else "refused"
    others = deciders(db, applicant.city_id) - {applicant.id}
    tell(db, others, f"application.others_{outcome}", about, facts)
    return application


def withdraw(db: Session, me: Member, application: Application) -> Application:
    """Take my own application back before anybody has decided it."""
    policy.may_withdraw(me, application).insist()
    _take(db, me, application, admit=False, reason="")
    about, facts = ("application", application.id), {"name": me.name}
    tell(db, deciders(db, me.city_id), "application.withdrawn", about, facts, by_mail=False)
    return application


def remind(db: Session, days: int) -> int:
    """Tell who decides of each application that has waited for longer, and again every week.

    How many those were.
    """
    alone(db, "late applications")
    now = clock.now()
    late = db.exec(
        select(Application, Member)
        .join(Member, col(Member.id) == col(Application.member_id))
        .where(
            col(Application.decided_at).is_(None),
            or_(
                col(Application.reminded_at).is_(None),
                col(Application.reminded_at) < now - AGAIN,
            ),
            col(Application.made_at) < now - timedelta(days=days),
            col(Member.erased_at).is_(None),
        )
        .order_by(col(Application.id))
    ).all()
    for application, applicant in late:
        application.reminded_at = now
        db.add(application)
        about = ("application", application.id)
        facts = {"name": applicant.name, "days": (now - application.made_at).days}
        told = deciders(db, applicant.city_id) - {applicant.id}
        tell(db, told, "application.late", about, facts)
    return len(late)


def forget_unproven(db: Session) -> int:
    """Take away what was written with addresses that nobody proved in time; how much it was."""
    linked = select(SignInLink.application_id).where(col(SignInLink.application_id).is_not(None))
    unproven = delete(Application).where(
        col(Application.member_id).is_(None),
        col(Application.made_at) < clock.now() - links.KEPT,
        col(Application.id).not_in(linked),
    )
    provider_answers.forget_old(db)
    old = links.forget_old(db) + identities.forget_old(db) + passkey_challenges.forget_old(db)
    return old + db.exec(unproven).rowcount


def _language_of(member: Member | None) -> str:
    return member.language if member and member.language else language().code


def _take(db: Session, me: Member, application: Application, *, admit: bool, reason: str) -> None:
    """Note the decision; of two who decide at once, the second hears of the first."""
    undecided = update(Application).where(
        col(Application.id) == application.id, col(Application.decided_at).is_(None)
    )
    taken = db.exec(
        undecided.values(decided_at=clock.now(), decided_by_id=me.id, admitted=admit, reason=reason)
    )
    if taken.rowcount != 1:
        raise Conflict(_("Somebody else has just decided this."))


def _remember(db: Session, city: City, domain: str) -> None:
    if db.get(CityDomain, (city.id, domain)) is None:
        db.add(CityDomain(city_id=city.id, domain=domain))
