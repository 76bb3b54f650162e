"""From a proven address to a member: at once where the domain speaks for it, or after a wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.domains import is_free_mail
from backend.core.i18n import language
from backend.core.locks import alone
from backend.core.text import fold
from backend.domain.affiliations import actions as affiliations
from backend.domain.affiliations.models import How
from backend.domain.affiliations.moving import claim_at
from backend.domain.cities.actions import from_place
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import City, CityDomain
from backend.domain.cities.own_domains import ways_to_trust
from backend.domain.conduct.actions import accepted_in_joining
from backend.domain.joining import domains, places, queries, questions, standing
from backend.domain.joining.models import Application, JoinDraft
from backend.domain.members import naming
from backend.domain.members.actions import make_findable
from backend.domain.members.emails import domain_of
from backend.domain.members.models import Member, MemberTopic
from backend.domain.members.queries import deciders
from backend.domain.moderation import log
from backend.domain.notifications.actions import tell
from backend.domain.topics import queries as topics


@dataclass(frozen=True, slots=True)
class Word:
    """On whose word, or by which rule, somebody is admitted: for the log, and for their letter."""

    deed: str
    """admit, admit_by_domain, admit_by_invitation, admit_by_operator"""
    reason: str
    by_id: UUID | None = None
    """Nobody of the network, where a rule or the operator admits."""
    told: Mapping[str, str] = field(default_factory=dict)
    """What the letter says beside the welcome."""


def by_email(db: Session, email: str) -> Member | None:
    """Whoever has this address, however far they have come."""
    return db.exec(
        select(Member).where(col(Member.email) == email, col(Member.erased_at).is_(None))
    ).first()


def receive(
    db: Session, settings: Settings, draft: JoinDraft, application: Application | None = None
) -> Member:
    """Take in somebody whose address is proven: a member, or an applicant who waits.

    Who is a member already stays as they are. Who waits, or was refused, may say it all anew.
    """
    alone(db, f"member {draft.email}")
    member = by_email(db, draft.email)
    new = application or Application()
    accepted_at = new.made_at
    if member is not None and member.admitted_at is not None:
        new.draft = {}
        return member
    place = places.meant(draft.city, draft.place, draft.email)
    city = _city_at(db, place.id) if place else None
    member = member or Member(slug="", email=draft.email, name=draft.name)
    member.slug = member.slug or naming.free_address(db, draft.name)
    member.name, member.folded, member.title = draft.name, fold(draft.name)[:120], draft.title
    member.would_convene = draft.would_convene
    member.city_id, member.organisation = (city.id, "") if city else (None, draft.city)
    member.zone = place.zone if place else member.zone
    member.language = language().code
    member.email_proven_at = member.email_proven_at or clock.now()
    db.add(member)
    db.flush()
    accepted_in_joining(db, member, accepted_at)
    _keep_topics(db, member.id, draft)
    waits_for = _why_wait(db, settings, draft.email, city, known_place=place is not None)
    word = Word("admit_by_domain", reason=domain_of(draft.email))
    invitation, only_claimed = standing.of(db, draft.email), False
    if waits_for and waits_for != "look_alike":
        voucher = standing.voucher(db, invitation, place.id if place else None)
        if voucher is not None:
            waits_for, word = "", Word("admit_by_invitation", reason="", by_id=voucher.id)
            # A word for somebody is none for whichever city they name.
            only_claimed = invitation is not None and invitation.place_id is None
    if not waits_for and naming.is_odd(db, draft.name, member.id):
        waits_for = "like_name"
    kept = _undecided(db, member.id)
    mine = kept or new
    new.draft = {}
    mine.member_id, mine.place_id = member.id, place.id if place else None
    mine.answers = questions.answered(db, draft)
    mine.waits_for = waits_for
    # Who says it all anew has waited since the first time.
    mine.made_at = mine.made_at if kept else clock.now()
    db.add(mine)
    db.flush()
    if invitation is not None:
        standing.use(db, invitation, mine.id)
    if not waits_for:
        mine.decided_at, mine.decided_by_id, mine.admitted = clock.now(), word.by_id, True
        city = _let_in(db, member, mine, word, place=place, only_claimed=only_claimed)
    _tell(db, member, mine, city, again=kept is not None)
    return member


def _let_in(
    db: Session,
    member: Member,
    application: Application,
    word: Word,
    *,
    place: Place | None,
    only_claimed: bool,
) -> City | None:
    """Admit somebody at once, with the city of their place; or with a claim to it that waits."""
    city = from_place(db, place) if place and not only_claimed else None
    if only_claimed and place is not None:
        member.city_id, member.organisation = None, ""
    admit(db, member, city, application, word)
    if only_claimed and place is not None:
        claim_at(db, member, place)
    return city


def admit(
    db: Session,
    member: Member,
    city: City | None,
    application: Application | None,
    word: Word,
) -> None:
    """Make an applicant a member, of this city if there is one, and findable.

    There is no other door: whoever comes in gets a letter, and the log says on whose word.
    """
    member.admitted_at = clock.now()
    if city is not None:
        member.city_id, member.organisation, member.zone = city.id, "", city.zone
    db.add(member)
    by = db.get(Member, word.by_id) if word.by_id else None
    affiliations.begin(db, member, how=_known_by(word, by), by=by)
    naming.remember(db, member)
    make_findable(db, member)
    about = ("application", application.id) if application else ("member", member.id)
    log.append(db, word.by_id or member.id, word.deed, about, reason=word.reason)
    tell(db, {member.id}, "application.admitted", about, {"name": member.name, **word.told})
    inviter = standing.inviter_of(db, application.id) if application else None
    if inviter is not None:
        tell(db, {inviter}, "member.came", ("member", member.id), {"name": member.name})


def _known_by(word: Word, by: Member | None) -> How:
    """What their first affiliation rests on."""
    rules: dict[str, How] = {
        "admit_by_domain": "domain",
        "admit_by_invitation": "invitation",
        "admit_by_operator": "operator",
    }
    decided: How = "convener" if by is None or by.moderates else "lead"
    return rules.get(word.deed, decided)


def _why_wait(
    db: Session, settings: Settings, email: str, city: City | None, *, known_place: bool
) -> str:
    """Why somebody has to decide; nothing if the domain speaks for the applicant."""
    domain = domain_of(email)
    free = is_free_mail(domain)
    if city is not None and not free and _is_of(db, city, domain):
        return "" if settings.admit_by_domain else "by_hand"
    if domains.imitates(domain, queries.trusted_domains(db)):
        return "look_alike"
    if not known_place:
        return "other_city"
    return "free_mail" if free else "unknown_domain"


def _is_of(db: Session, city: City, domain: str) -> bool:
    entered = col(CityDomain.domain).in_(ways_to_trust(domain))
    wanted = select(CityDomain).where(col(CityDomain.city_id) == city.id, entered)
    return db.exec(wanted).first() is not None


def _city_at(db: Session, place_id: int) -> City | None:
    return db.exec(select(City).where(col(City.geonames_id) == place_id)).first()


def _undecided(db: Session, member_id: UUID) -> Application | None:
    return db.exec(
        select(Application).where(
            col(Application.member_id) == member_id, col(Application.decided_at).is_(None)
        )
    ).first()


def _keep_topics(db: Session, member_id: UUID, draft: JoinDraft) -> None:
    db.exec(delete(MemberTopic).where(col(MemberTopic.member_id) == member_id))
    tree = topics.tree(db)
    for side, slugs in (("can_help", draft.can_help), ("looking_for", draft.looking_for)):
        for topic in tree.chosen(slugs, side):
            db.add(MemberTopic(member_id=member_id, topic_id=topic.id, side=side))


def _tell(
    db: Session, member: Member, application: Application, city: City | None, *, again: bool
) -> None:
    about = ("application", application.id)
    place = places.by_id(application.place_id)
    where = city.name if city else place.name if place else member.organisation
    facts = {"name": member.name, "city": where}
    if application.admitted:
        others = deciders(db, member.city_id) - {member.id}
        tell(db, others, "application.arrived", about, facts)
    elif not again:
        tell(db, {member.id}, "application.received", about, facts)
        tell(db, deciders(db, member.city_id), "application.waiting", about, facts)
