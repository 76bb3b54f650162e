"""Changing one's own profile, and being found by it."""

from sqlalchemy import select as columns
from sqlmodel import Session, col, delete

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.domain import subjects
from backend.domain.cities import countries
from backend.domain.cities.models import City
from backend.domain.members import naming, policy, renaming
from backend.domain.members.audience import FIELDS, audience_of
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Member, MemberLanguage, MemberTopic
from backend.domain.members.profiles import SIDES
from backend.domain.topics import queries as topics
from backend.domain.topics.models import TopicTerm

_WORDS = (
    "pronunciation",
    "pronouns",
    "title",
    "department",
    "bio",
    "zone",
    "work_starts",
    "work_ends",
    "would_convene",
    "unlisted",
    "unsuggested",
    "language",
)


def edit(db: Session, me: Member, draft: ProfileDraft) -> Member:
    """Change my profile to what the draft says, all of it. Its address stays what it was.

    A name that could be taken for another's waits for a convener.
    """
    policy.may_edit(me, me).insist()
    if draft.work_starts >= draft.work_ends:
        raise Rejected({"work_ends": _("The working day should end after it starts.")})
    _insist_on_a_city(me, draft)
    tree = topics.tree(db)
    chosen = {side: tree.chosen(getattr(draft, side), side) for side in SIDES}
    renaming.insist_on_rest(db, me, draft.name)
    for field in _WORDS:
        setattr(me, field, getattr(draft, field))
    if me.city_id is None:
        me.organisation = draft.organisation
    me.audience = {field: getattr(draft, f"{field}_to") for field in FIELDS}
    db.add(me)
    db.exec(delete(MemberLanguage).where(col(MemberLanguage.member_id) == me.id))
    db.exec(delete(MemberTopic).where(col(MemberTopic.member_id) == me.id))
    db.add_all([MemberLanguage(member_id=me.id, language=tag) for tag in draft.languages])
    for side, some in chosen.items():
        db.add_all([MemberTopic(member_id=me.id, topic_id=one.id, side=side) for one in some])
    db.flush()
    renaming.rename(db, me, draft.name)
    make_findable(db, me)
    return me


def readdress(db: Session, me: Member) -> Member:
    """Let the address of my profile follow my name."""
    naming.readdress(db, me)
    make_findable(db, me)
    return me


def make_findable(db: Session, member: Member) -> None:
    """Let members find this one by everything that all of them may see, and nothing else.

    One text serves all who search. What only the member's own city sees is left out of it, and
    who is not listed is left out whole.
    """
    if member.unlisted:
        subjects.words_changed(db, "member", member.id, None)
        return
    city = db.get(City, member.city_id) if member.city_id else None
    place = (city.name, countries.name(city.country, "en")) if city else (member.organisation,)
    said = {
        "title": (member.title, member.department),
        "city": place,
        "bio": (member.bio,),
        **_topic_words(db, member),
    }
    open_to_all = {
        field for field in said if audience_of(member.audience, field) in {"public", "members"}
    }
    words = [word for field, some in said.items() if field in open_to_all for word in some]
    topics = columns(col(MemberTopic.topic_id)).where(
        col(MemberTopic.member_id) == member.id, col(MemberTopic.side).in_(open_to_all)
    )
    subjects.words_changed(
        db,
        "member",
        member.id,
        subjects.Words(
            member.slug,
            member.name,
            " · ".join(filter(None, words)),
            member.language or "en",
            region=city.region if city and "city" in open_to_all else "",
            topics=list(rows(db, topics).scalars()),
        ),
    )


def _insist_on_a_city(me: Member, draft: ProfileDraft) -> None:
    """Who works for no city has no colleagues to show a field to."""
    if me.city_id is not None:
        return
    said = _("You work for no city here, so please choose who else sees this.")
    problems = {f"{one}_to": said for one in FIELDS if getattr(draft, f"{one}_to") == "city"}
    if problems:
        raise Rejected(problems)


def _topic_words(db: Session, member: Member) -> dict[str, list[str]]:
    """What the member's topics are called in every language, by side."""
    labels = (
        columns(col(MemberTopic.side), col(TopicTerm.words))
        .join(TopicTerm, col(TopicTerm.topic_id) == col(MemberTopic.topic_id))
        .where(col(MemberTopic.member_id) == member.id, col(TopicTerm.role) == "label")
        .order_by(col(TopicTerm.id))
    )
    found: dict[str, list[str]] = {side: [] for side in SIDES}
    for side, words in rows(db, labels):
        found[side].append(words)
    return found
