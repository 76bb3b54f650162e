"""Everything a member can do with a challenge. Each action insists first, checks next, writes last."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from backend.core import clock
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.slugs import free_slug
from backend.domain.challenges import answering, drafts, policy, telling
from backend.domain.challenges.models import (
    RESERVED,
    Challenge,
    ChallengeCity,
    ChallengeDraft,
    ChallengeStep,
    ChallengeTopic,
    Facing,
    FacingDraft,
    KeptDraft,
    OutcomeDraft,
    StatusDraft,
)
from backend.domain.challenges.queries import chosen_cities, facing_cities
from backend.domain.cities.changing import changed
from backend.domain.cities.models import City
from backend.domain.cities.queries import region_of
from backend.domain.members import pace
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.search import actions as search
from backend.domain.topics.queries import tree


def post(db: Session, me: Member, draft: ChallengeDraft, draft_id: UUID | None = None) -> Challenge:
    """Put a challenge before the network. The same draft sent twice is posted once."""
    policy.may_post(me).insist()
    already = db.get(Challenge, draft_id) if draft_id else None
    kept = db.get(KeptDraft, draft_id) if draft_id else None
    if any(one is not None and one.author_id != me.id for one in (already, kept)):
        raise Conflict(_("This form belongs to somebody else. Please begin anew."))
    if already is not None:
        return already
    pace.insist(db, me, Challenge)
    draft = drafts.as_kept(draft, kept)
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    cities = _chosen(db, me.city_id, draft)
    ours = {
        "author_id": me.id,
        "city_id": me.city_id,
        "slug": free_slug(db, Challenge.slug, draft.title, reserved=RESERVED),
        **({"id": draft_id} if draft_id else {}),
    }
    challenge = Challenge.model_validate(draft, update=ours)
    db.add(challenge)
    db.flush()
    _link(db, challenge, topics, cities)
    _note(db, me, challenge, "posted")
    if me.city_id is not None:
        _begin_to_face(db, me, challenge, me.city_id, "")
    if kept is not None:
        db.delete(kept)
    index(db, challenge)
    telling.tell_of_posting(db, challenge, me, topics)
    return challenge


def edit(db: Session, me: Member, challenge: Challenge, draft: ChallengeDraft) -> Challenge:
    """Change its words and who sees it. Its address stays, and a change of audience is noted."""
    policy.may_edit(me, challenge).insist()
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    cities = _chosen(db, challenge.city_id, draft)
    before = chosen_cities(db, challenge.id)
    widened = draft.visibility != challenge.visibility
    found_anew = draft.title != challenge.title or {*topics} != {
        *answering.topics_of(db, challenge)
    }
    challenge.sqlmodel_update(draft.model_dump(exclude={"topics", "cities"}))
    challenge.edited_at = clock.now()
    db.add(challenge)
    for link in (ChallengeTopic, ChallengeCity):
        db.exec(delete(link).where(col(link.challenge_id) == challenge.id))
    _link(db, challenge, topics, cities)
    changed(db, *facing_cities(db, challenge.id))
    _note(db, me, challenge, "visibility" if widened else "edited")
    index(db, challenge)
    if found_anew:
        answering.reindex(db, challenge)
    if me.id != challenge.author_id:
        telling.tell_of(db, challenge, {challenge.author_id}, "challenge.edited", me)
    telling.tell_of_choice(db, challenge, me, set(cities) - before)
    return challenge


def set_status(db: Session, me: Member, challenge: Challenge, draft: StatusDraft) -> Challenge:
    """Say that it is being worked on, or that it needs answers (again)."""
    policy.may_steer(me, challenge).insist()
    if challenge.status == draft.status:
        return challenge
    challenge.worked_on_at = clock.now() if draft.status == "in_progress" else None
    challenge.closed_at, challenge.solved = None, False
    db.add(challenge)
    step = "in_progress" if draft.status == "in_progress" else "reopened"
    _note(db, me, challenge, step)
    telling.tell_of(db, challenge, telling.listening(db, challenge), f"challenge.{step}", me)
    return challenge


def end(db: Session, me: Member, challenge: Challenge, draft: OutcomeDraft) -> Challenge:
    """Close it with an outcome, or put that of a closed one better: what isn't sent stays."""
    policy.may_steer(me, challenge).insist()
    kept = challenge.model_dump(include={"worked", "not_worked"})
    draft = OutcomeDraft.model_validate(kept | draft.model_dump(exclude_unset=True))
    _check_outcome(draft)
    helped = answering.to_mark(db, me, challenge, draft.helped)
    news = challenge.status != draft.ending
    challenge.closed_at = challenge.closed_at or clock.now()
    challenge.solved = draft.ending == "solved"
    challenge.worked, challenge.not_worked = draft.worked, draft.not_worked
    challenge.outcome_at = clock.now()
    db.add(challenge)
    for answer in helped:
        answering.say_it_helped(db, me, challenge, answer)
    index(db, challenge)
    if news:
        _note(db, me, challenge, draft.ending)
        everyone = telling.taking_part(db, challenge)
        telling.tell_of(db, challenge, everyone, f"challenge.{draft.ending}", me)
    return challenge


def face(db: Session, me: Member, challenge: Challenge, draft: FacingDraft) -> Facing:
    """Say for my city that it faces this too; said again, the newer words count."""
    policy.may_face(me, challenge).insist()
    city = db.get_one(City, me.city_id)
    facing = db.get(Facing, (challenge.id, city.id))
    if facing is not None:
        facing.sqlmodel_update(draft.model_dump(exclude_unset=True))
        facing.said_by_id, facing.said_at = me.id, clock.now()
        db.add(facing)
        return facing
    facing = _begin_to_face(db, me, challenge, city.id, draft.words)
    told = {challenge.author_id}
    telling.tell_of(db, challenge, told, "challenge.faced", me, by_mail=False, city=city.name)
    return facing


def withdraw(db: Session, me: Member, challenge: Challenge) -> None:
    """Take back, for my city, that it faces this."""
    policy.may_face(me, challenge).insist()
    facing = db.get(Facing, (challenge.id, me.city_id))
    if facing is None:
        raise Conflict(_("Your city had not said that it faces this."))
    db.delete(facing)
    changed(db, me.city_id)
    _count(db, challenge, -1)


def follow(db: Session, me: Member, challenge: Challenge) -> None:
    """Hear of what happens to it."""
    policy.may_follow(me, challenge).insist()
    notifications.follow(db, me.id, "challenge", challenge.id)


def unfollow(db: Session, me: Member, challenge: Challenge) -> None:
    notifications.unfollow(db, me.id, "challenge", challenge.id)


def _chosen(db: Session, own: UUID | None, draft: ChallengeDraft) -> list[UUID]:
    """The chosen cities; the one that asks sees its own challenge anyway."""
    if draft.visibility == "city" and own is None:
        raise Rejected({"visibility": _("You work for no city here. Please show it to more.")})
    if draft.visibility != "cities":
        return []
    known = dict(db.exec(select(City.slug, City.id).where(col(City.slug).in_(draft.cities))).all())
    if set(draft.cities) - known.keys():
        raise Rejected({"cities": _("Please choose cities from the list.")})
    chosen = [known[slug] for slug in draft.cities if known[slug] != own]
    if not chosen:
        raise Rejected({"cities": _("Please choose at least one other city, or show it to more.")})
    return chosen


def _check_outcome(draft: OutcomeDraft) -> None:
    if draft.ending == "solved" and not draft.worked:
        raise Rejected({"worked": _("Please say what worked, so that other cities can try it.")})
    if not (draft.worked or draft.not_worked):
        raise Rejected({"not_worked": _("Please say in a line why it ends here.")})


def _link(
    db: Session, challenge: Challenge, topics: Iterable[UUID], cities: Iterable[UUID]
) -> None:
    db.add_all(ChallengeTopic(challenge_id=challenge.id, topic_id=one) for one in topics)
    db.add_all(ChallengeCity(challenge_id=challenge.id, city_id=one) for one in cities)
    db.flush()


def _note(db: Session, me: Member, challenge: Challenge, what: str) -> None:
    to = challenge.visibility if what == "visibility" else ""
    db.add(ChallengeStep(challenge_id=challenge.id, what=what, visibility=to, by_id=me.id))


def _begin_to_face(
    db: Session, me: Member, challenge: Challenge, city_id: UUID, words: str
) -> Facing:
    facing = Facing(challenge_id=challenge.id, city_id=city_id, said_by_id=me.id, words=words)
    db.add(facing)
    changed(db, city_id)
    _count(db, challenge, 1)
    if me.id != challenge.author_id:
        notifications.follow(db, me.id, "challenge", challenge.id)
    return facing


def _count(db: Session, challenge: Challenge, more: int) -> None:
    """In the database, not here: two cities that say it at once both count."""
    db.flush()
    db.exec(
        update(Challenge)
        .where(col(Challenge.id) == challenge.id)
        .values(faced_by=col(Challenge.faced_by) + more)
    )
    db.refresh(challenge, ["faced_by"])


def index(db: Session, challenge: Challenge) -> None:
    """Let it be found by its words."""
    said = (
        challenge.context,
        challenge.tried,
        challenge.help_wanted,
        challenge.worked,
        challenge.not_worked,
    )
    search.index(
        db,
        "challenge",
        challenge.id,
        slug=challenge.slug,
        title=challenge.title,
        body="\n\n".join(words for words in said if words),
        language=challenge.language,
        at=challenge.posted_at,
        region=region_of(db, challenge.city_id),
        topics=answering.topics_of(db, challenge),
    )
