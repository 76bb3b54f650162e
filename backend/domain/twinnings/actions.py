"""Proposing a twinning, answering it, ending it. Each action insists first, checks, writes last."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from backend.core import clock, times, tongues
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.domain.cities import queries as cities
from backend.domain.cities.models import City
from backend.domain.members.models import Member
from backend.domain.moderation import log
from backend.domain.search import actions as search
from backend.domain.topics.queries import TopicRow, tree
from backend.domain.twinnings import asking, policy, telling
from backend.domain.twinnings.drafts import (
    CallingOffDraft,
    RefusalDraft,
    ReportDraft,
    TwinningDraft,
)
from backend.domain.twinnings.models import (
    RESERVED,
    Twinning,
    TwinningEvent,
    TwinningTopic,
    pair_of,
)

SHORTEST = timedelta(days=7)
LONGEST = timedelta(days=5 * 366)
FURTHEST = timedelta(days=2 * 366)
"""So far ahead one may begin."""


def propose(db: Session, me: Member, draft: TwinningDraft) -> Twinning:
    """Ask another city to exchange; its leads hear of it and answer."""
    policy.may_propose(me, me.city_id).insist()
    city = _asking(db, me, draft.city)
    policy.may_propose(me, city.id).insist()
    other = _city(db, draft.other, "other")
    if other.id == city.id:
        raise Rejected({"other": _("Please choose another city than {city}.", city=city.name)})
    _check_period(draft.starts_on, draft.ends_on, city)
    topics = tree(db).chosen(draft.topics, "topics")
    alone(db, f"twinnings of {city.id}")
    asking.may_ask(db, city, other).insist()
    one = Twinning(
        author_id=me.id,
        slug=free_slug(db, Twinning.slug, f"{city.name} {other.name}", reserved=RESERVED),
        kind=draft.kind,
        city_id=city.id,
        other_id=other.id,
        pair=pair_of(city.id, other.id),
        purpose=draft.purpose,
        language=tongues.nearest(me.language or "en"),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
    )
    db.add(one)
    db.flush()
    db.add_all([TwinningTopic(twinning_id=one.id, topic_id=topic.id) for topic in topics])
    note(db, one, me, "proposed")
    index(db, one, topics)
    telling.tell_leads(db, one, "twinning.proposed", me, {other.id})
    return one


def agree(db: Session, me: Member, one: Twinning) -> Twinning:
    """Say yes for the city that was asked."""
    _answer(db, me, one)
    one.agreed_at, one.agreed_by_id = clock.now(), me.id
    db.add(one)
    note(db, one, me, "agreed")
    telling.tell_leads(db, one, "twinning.agreed", me)
    telling.tell_followers(db, one, "twinning.begun", me)
    return one


def decline(db: Session, me: Member, one: Twinning, draft: RefusalDraft) -> Twinning:
    """Say no, or not now."""
    _answer(db, me, one)
    one.declined_at = clock.now()
    db.add(one)
    note(db, one, me, "declined", draft.words)
    telling.tell_leads(db, one, "twinning.declined", me, {one.city_id})
    return one


def withdraw(db: Session, me: Member, one: Twinning) -> Twinning:
    """Take back what was proposed and not answered."""
    policy.may_withdraw(me, one).insist()
    one.withdrawn_at = clock.now()
    db.add(one)
    note(db, one, me, "withdrawn")
    telling.tell_leads(db, one, "twinning.withdrawn", me, {one.other_id})
    return one


def call_off(db: Session, me: Member, one: Twinning, draft: CallingOffDraft) -> Twinning:
    """Let fall what was agreed, before it begins; either city may, and says why."""
    policy.may_call_off(me, one, clock.now().date()).insist()
    one.withdrawn_at = clock.now()
    db.add(one)
    note(db, one, me, "withdrawn", draft.words)
    telling.tell_leads(db, one, "twinning.called_off", me, words=draft.words)
    telling.tell_followers(db, one, "twinning.called_off", me)
    return one


def report(db: Session, me: Member, one: Twinning, draft: ReportDraft) -> Twinning:
    """End it with what came of it; later, say that better."""
    policy.may_report(me, one, clock.now().date()).insist()
    was_closed = one.closed_at is not None
    one.came_of, one.learned, one.next_steps = draft.came_of, draft.learned, draft.next_steps
    one.closed_at = one.closed_at or clock.now()
    db.add(one)
    note(db, one, me, "report_changed" if was_closed else "closed")
    index(db, one)
    if not was_closed:
        telling.tell_leads(db, one, "twinning.closed", me)
        telling.tell_followers(db, one, "twinning.closed", me)
    return one


def remind(db: Session) -> int:
    """Tell the leads once that the time is over and a report is due; of how many twinnings."""
    alone(db, "twinnings that are over")
    due = db.exec(
        select(Twinning).where(
            col(Twinning.agreed_at).is_not(None),
            col(Twinning.closed_at).is_(None),
            col(Twinning.withdrawn_at).is_(None),
            col(Twinning.over_told_at).is_(None),
            col(Twinning.hidden_at).is_(None),
            col(Twinning.ends_on) < clock.now().date(),
        )
    ).all()
    for one in due:
        one.over_told_at = clock.now()
        db.add(one)
        telling.tell_leads(db, one, "twinning.over", None)
    return len(due)


def note(db: Session, one: Twinning, me: Member, what: str, words: str = "") -> None:
    """Keep in its history what somebody did."""
    db.add(TwinningEvent(twinning_id=one.id, by_id=me.id, what=what, words=words))
    db.flush()


def index(db: Session, one: Twinning, topics: list[TopicRow] | None = None) -> None:
    """Let it be found by its words; search asks itself who may find it."""
    known = topics
    if known is None:
        chosen = select(TwinningTopic.topic_id).where(col(TwinningTopic.twinning_id) == one.id)
        known = tree(db).of(db.exec(chosen))
    said = [one.purpose, one.came_of, one.learned, one.next_steps]
    search.index(
        db,
        "twinning",
        one.id,
        slug=one.slug,
        title=telling.name_of(db, one),
        body="\n\n".join(filter(None, [*said, *(topic.label for topic in known)])),
        language=one.language,
        at=one.asked_at,
        topics=[topic.id for topic in known],
    )


def _answer(db: Session, me: Member, one: Twinning) -> None:
    """Insist; and where a convener stands in for a lead, keep that with their other deeds."""
    policy.may_answer(me, one, is_led=telling.is_led(db, one.other_id)).insist()
    if not me.leads(one.other_id):
        log.append(db, me.id, "answer_twinning", ("twinning", one.id))


def _asking(db: Session, me: Member, slug: str) -> City:
    """The city that asks: the one named, or my own."""
    if slug:
        return _city(db, slug, "city")
    own = db.get(City, me.city_id) if me.city_id else None
    if own is None:
        raise Rejected({"city": _("Please say for which city you ask.")})
    return own


def _city(db: Session, slug: str, field: str) -> City:
    try:
        return cities.one(db, slug)
    except NotFound as fault:
        raise Rejected({field: str(fault)}) from fault


def _check_period(starts_on: date, ends_on: date, city: City) -> None:
    today = clock.now().astimezone(times.zone(city.zone)).date()
    if not today <= starts_on <= today + FURTHEST:
        raise Rejected({"starts_on": _("Please let it begin today or within two years.")})
    if not SHORTEST <= ends_on - starts_on <= LONGEST:
        raise Rejected(
            {"ends_on": _("Please let it last a week at least, and five years at most.")}
        )
