"""Who hears of what happens to a roundtable, and the letters that calendars can read.

`calendar` among a letter's facts says that it carries the meeting for the reader's calendar:
`request` to put it there or bring it up to date, `cancel` to take it out.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.members.queries import taking_part
from backend.domain.notifications.actions import tell, write_to
from backend.domain.notifications.queries import followers
from backend.domain.roundtables.materials import Material
from backend.domain.roundtables.models import Roundtable, RoundtableCity, RoundtableTopic, Seat
from backend.domain.roundtables.room import seated

INVITED = {
    "roundtable": "roundtable.invited",
    "webinar": "roundtable.webinar",
    "workshop": "roundtable.workshop",
}
"""What the people of a city are told they are invited to."""
REQUEST: Mapping[str, Any] = {"calendar": "request"}
CANCEL: Mapping[str, Any] = {"calendar": "cancel"}


def tell_of_invitation(
    db: Session,
    table: Roundtable,
    by: Member,
    cities: Collection[UUID],
    *,
    besides: Collection[UUID] = (),
    meetings: int = 1,
) -> set[UUID]:
    """The people of these cities are invited, to this or to so many; who was told, or was `besides`."""
    people = _people_of(db, cities) - {by.id} - _answered(db, table) - set(besides)
    facts: dict[str, Any] = {"by": _name(by), **REQUEST}
    event = INVITED[table.format]
    if meetings > 1:
        event, facts["count"] = "roundtable.series", meetings
    _tell(db, table, people, event, **facts)
    return people | set(besides)


def tell_of_plan(db: Session, table: Roundtable, by: Member, invited: Collection[UUID]) -> None:
    """Those who follow its topics or its convener hear that it is planned."""
    topics = columns(col(RoundtableTopic.topic_id)).where(
        col(RoundtableTopic.roundtable_id) == table.id
    )
    following = followers(db, "member", by.id)
    for topic_id in rows(db, topics).scalars():
        following |= followers(db, "topic", topic_id)
    left = _members(db, following) - set(invited) - {by.id}
    about, facts = ("roundtable", table.id), {"title": table.title}
    event = "roundtable.announced"
    if not table.chatham_house:
        event, facts = "roundtable.planned", facts | {"by": _name(by)}
    tell(db, left, event, about, facts, by=by.id, by_mail=False)


def tell_of_poll(db: Session, table: Roundtable, by: Member) -> None:
    """Those who are asked to come are asked when they could."""
    people = _expecting(db, table) - {by.id}
    _tell(db, table, people, "roundtable.polled", by=_name(by))


def tell_of_change(db: Session, table: Roundtable, by: Member, *, is_first: bool = False) -> None:
    """Another time or place: what calendars hold is replaced. Its first time: it goes into them."""
    _count_change(db, table)
    event = "roundtable.timed" if is_first else "roundtable.changed"
    _tell(db, table, _expecting(db, table) - {by.id}, event, **REQUEST)


def tell_of_rules(db: Session, table: Roundtable, zone: str) -> None:
    """Its hour stays in its zone, whose clocks changed their rules: elsewhere it is another."""
    _count_change(db, table)
    _tell(db, table, _expecting(db, table), "roundtable.shifted", zone=zone, **REQUEST)


def remind(db: Session, table: Roundtable, sitting: int) -> None:
    """Who comes to this sitting, or may come, hears that it begins soon."""
    coming = select(Seat.member_id).where(
        col(Seat.roundtable_id) == table.id,
        or_(
            (col(Seat.sitting) == sitting) & col(Seat.seated_at).is_not(None),
            col(Seat.answer) == "maybe",
        ),
    )
    _tell(db, table, _members(db, set(db.exec(coming))), "roundtable.soon")


def tell_of_cancellation(db: Session, table: Roundtable, by: Member) -> None:
    _count_change(db, table)
    people = _expecting(db, table) - {by.id}
    _tell(db, table, people, "roundtable.cancelled", reason=table.cancelled_why, **CANCEL)


def tell_of_note(db: Session, table: Roundtable, by: Member) -> None:
    people = _expecting(db, table) | _members(db, followers(db, "roundtable", table.id))
    _tell(db, table, people - {by.id}, "roundtable.noted")


def tell_of_draft(db: Session, table: Roundtable, people: Collection[UUID]) -> None:
    """Those who had a seat are asked to read the draft of the note."""
    _tell(db, table, people, "roundtable.note_sent")


def tell_of_objection(db: Session, table: Roundtable, people: Collection[UUID]) -> None:
    """Who writes the note hears that somebody objects, and not who."""
    _tell(db, table, _members(db, people), "roundtable.note_objected")


def tell_of_verdict(db: Session, table: Roundtable, member_id: UUID) -> None:
    _tell(db, table, _members(db, {member_id}), "roundtable.note_answered")


def ask_consent(
    db: Session, table: Roundtable, by: Member, people: Iterable[UUID], called: str
) -> None:
    """Those who are in slides or a recording are asked whether members may see it."""
    _tell(db, table, people, "roundtable.consent", by=_name(by), words=called)


def tell_of_refusal(db: Session, table: Roundtable, by: Member, material: Material) -> None:
    """Who attached it, and who called the meeting, hear that it isn't shown any more."""
    people = _members(db, {material.by_id, table.author_id}) - {by.id}
    _tell(db, table, people, "roundtable.withheld", by=_name(by), words=material.title)


def tell_of_quote(db: Session, table: Roundtable, member_id: UUID) -> None:
    """Somebody is asked whether they may be quoted."""
    _tell(db, table, _members(db, {member_id}), "roundtable.quote_asked")


def tell_of_names(db: Session, table: Roundtable) -> None:
    """Who called it hears that words which are out name somebody who comes now, and not whom."""
    _tell(db, table, _members(db, {table.author_id}), "roundtable.named")


def tell_of_withdrawal(db: Session, table: Roundtable, people: Collection[UUID]) -> None:
    """Who cites a quote hears that its author has taken it back."""
    _tell(db, table, _members(db, people), "roundtable.quote_withdrawn")


def tell_of_feedback(db: Session, table: Roundtable) -> None:
    """Those who had a seat are asked how it was."""
    there = set(rows(db, seated(table)).scalars())
    _tell(db, table, _members(db, there), "roundtable.over")


def tell_of_seat(db: Session, table: Roundtable, member_id: UUID) -> None:
    """Somebody moved up from the waiting list."""
    _tell(db, table, {member_id}, "roundtable.seated", **REQUEST)


def confirm(db: Session, table: Roundtable, me: Member, seat: Seat) -> None:
    """A letter to who said yes. They know already: it is for their calendar."""
    event = "roundtable.confirmed" if seat.is_seated else "roundtable.queued"
    facts = {"title": table.title, **(REQUEST if seat.is_seated else _in_line(db, seat))}
    letter = write_to(db, me.email, event, facts, language=me.language or "en")
    letter.recipient_id, letter.kind, letter.subject_id = me.id, "roundtable", table.id


def _in_line(db: Session, seat: Seat) -> dict[str, int]:
    """At which place of the line somebody waits."""
    before = columns(func.count()).where(
        col(Seat.roundtable_id) == seat.roundtable_id,
        col(Seat.sitting) == seat.sitting,
        col(Seat.answer) == "yes",
        col(Seat.seated_at).is_(None),
        col(Seat.turn) <= seat.turn,
    )
    return {"place": rows(db, before).scalar_one()}


def _name(by: Member) -> str:
    """What members may call whoever did it."""
    return known_as(by.name, by.slug, by.audience, by)[0]


def _tell(
    db: Session,
    table: Roundtable,
    people: Iterable[UUID],
    event: str,
    **facts: Any,
) -> None:
    if table.hidden_at is not None:
        return  # of what nobody can see, nobody hears
    about = ("roundtable", table.id)
    tell(db, people, event, about, {"title": table.title, **facts})


def _count_change(db: Session, table: Roundtable) -> None:
    table.sequence += 1
    table.changed_at = clock.now()
    db.add(table)
    db.flush()


def _expecting(db: Session, table: Roundtable) -> set[UUID]:
    """Those who may have it in their calendar: invited or coming, and not declined."""
    cities = set(
        db.exec(
            select(RoundtableCity.city_id).where(
                col(RoundtableCity.roundtable_id) == table.id,
                col(RoundtableCity.invited_at).is_not(None),
            )
        )
    )
    coming = _answered(db, table, "yes", "maybe")
    return (_people_of(db, cities) - _answered(db, table, "no")) | _members(db, coming)


def _answered(db: Session, table: Roundtable, *answers: str) -> set[UUID]:
    found = select(Seat.member_id).where(col(Seat.roundtable_id) == table.id)
    if answers:
        found = found.where(col(Seat.answer).in_(answers))
    return set(db.exec(found))


def _people_of(db: Session, cities: Collection[UUID]) -> set[UUID]:
    found = select(Member.id).where(col(Member.city_id).in_(cities), taking_part())
    return set(db.exec(found))


def _members(db: Session, ids: Collection[UUID]) -> set[UUID]:
    found = select(Member.id).where(col(Member.id).in_(ids), taking_part())
    return set(db.exec(found))
