"""Whoever goes is forgotten in every place where the network wrote them down."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.domain.challenges.answers import Answer
from backend.domain.challenges.models import Challenge, Facing
from backend.domain.holdings import Leaving
from backend.domain.members import actions as members_actions
from backend.domain.members import naming
from backend.domain.members import queries as members
from backend.domain.members.models import Guest, Member
from backend.domain.moderation import log
from backend.domain.moderation import queries as moderation
from backend.domain.moderation.models import LogReason
from backend.domain.notifications.models import Notification
from backend.domain.own_data.erasing import erase
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource
from backend.domain.roundtables.models import Note, Seat
from backend.domain.search.queries import search
from backend.kit.events import sentence
from backend.schema import metadata
from tests.support.lives import BY_OTHERS, CANARY, EMAIL, NAME, PHONE, SLUG, Life
from tests.support.make import Make
from tests.support.meetings import Meetings

SIGNS = (CANARY, EMAIL, NAME.lower(), SLUG, PHONE)

LEFT = {
    "challenge.title",
    "challenge.slug",
    "challenge.context",
    "challenge.tried",
    "challenge.help_wanted",
    "challenge.worked",
    "challenge.not_worked",
    "answer.body",
    "resource.title",
    "resource.slug",
    "resource.description",
    "search_document.title",
    "search_document.slug",
    "search_document.body",
    "search_spelling.key",
    "search_spelling.word",
    "search_word.word",
    "search_words",
    "notification.facts",
    "letter.facts",
    "stored_file.name",
    "report.words",
}
"""Where words stay that somebody typed, and chose to leave, or the titles of what stays."""


@pytest.fixture
def shelf(tmp_path: Path) -> Files:
    return Files(tmp_path / "files", most=1_000)


@pytest.fixture
def life(db: Session, make: Make, shelf: Files) -> Life:
    return Life(db, make, shelf)


def places_of(db: Session, *signs: str) -> set[str]:
    """Every column of every table in which one of these words stands."""
    found = set()
    for table in metadata.tables.values():
        for row in db.connection().execute(table.select()).mappings():
            for column, value in row.items():
                if any(sign in str(value).lower() for sign in signs):
                    found.add(f"{table.name}.{column}")
    words = "SELECT * FROM search_words"
    for indexed in db.connection().execute(text(words)):
        if any(sign in str(list(indexed)).lower() for sign in signs):
            found.add("search_words")
    return found


def leave(db: Session, life: Life, *, takes_away: bool) -> None:
    erase(db, life.me, takes_away=takes_away)
    db.commit()
    db.expire_all()


def test_who_takes_everything_away_is_found_nowhere(db: Session, life: Life) -> None:
    assert len(places_of(db, *SIGNS)) > 25  # or the test says nothing
    leave(db, life, takes_away=True)
    assert places_of(db, *SIGNS) == set()


def test_who_leaves_their_contributions_is_found_in_words_they_typed_alone(
    db: Session, life: Life
) -> None:
    leave(db, life, takes_away=False)
    assert places_of(db, CANARY, PHONE) <= LEFT
    assert places_of(db, EMAIL, NAME.lower(), SLUG) == set()
    assert db.get_one(Challenge, life.challenge.id).title == "Bicycles on Quillmark street"


def test_what_others_said_stays_under_what_was_taken_away(db: Session, life: Life) -> None:
    leave(db, life, takes_away=True)
    kept = db.get_one(Challenge, life.challenge.id)
    assert (kept.title, kept.context, kept.is_open) == ("Taken away by its author", "", False)
    said = db.exec(select(Answer.body).where(Answer.challenge_id == kept.id)).all()
    assert said == [f"We painted it red. {BY_OTHERS}."]
    thread = select(Answer.body).where(Answer.challenge_id == life.answered.id)
    assert sorted(db.exec(thread)) == ["", "A lane of its own.", "Thank you, we will."]


def test_what_nobody_answered_goes_whole(db: Session, life: Life) -> None:
    leave(db, life, takes_away=True)
    assert len(db.exec(select(Challenge)).all()) == 2
    assert db.get(Resource, life.resource.id) is None


@pytest.mark.parametrize("takes_away", [True, False])
def test_what_a_city_said_or_published_stays_with_the_city(
    db: Session, life: Life, takes_away: bool
) -> None:
    leave(db, life, takes_away=takes_away)
    facing = db.get_one(Facing, (life.answered.id, life.city.id))
    assert facing.words == "Here too, says a former member."
    adoption = db.exec(select(Adoption).where(Adoption.city_id == life.city.id)).one()
    assert adoption.words == "a former member tries it."
    plan = db.exec(select(Resource).where(Resource.city_id == life.city.id)).one()
    assert plan.title == "The cycling plan of Bristol"
    note = db.exec(select(Note)).one()
    assert note.body == "Present: a former member (Bristol). It went well."


def test_the_next_in_line_gets_the_seat(db: Session, make: Make) -> None:
    meetings, ana, berta = Meetings(db, make), make.member("Ana Gómez"), make.member()
    table = meetings.planned(format="webinar", capacity=1)
    meetings.answer(table, ana)
    assert meetings.answer(table, berta).is_waiting
    erase(db, ana, takes_away=False)
    assert [seat.member_id for seat in db.exec(select(Seat)) if seat.is_seated] == [berta.id]


def test_others_still_read_what_happened_without_who_did_it(db: Session, life: Life) -> None:
    leave(db, life, takes_away=False)
    [heard] = [
        sentence(one.event, one.facts)
        for one in db.exec(select(Notification).where(Notification.recipient_id == life.peer.id))
        if one.event == "answer.replied"
    ]
    assert heard.startswith("A former member replied to an answer")


@pytest.mark.parametrize("takes_away", [True, False])
def test_the_page_is_gone_and_the_address_is_free_for_a_new_beginning(
    db: Session, life: Life, takes_away: bool
) -> None:
    leave(db, life, takes_away=takes_away)
    for reader in (Guest(), life.peer, life.convener):
        with pytest.raises(NotFound):
            members.one(db, reader, SLUG)
    assert search(db, life.peer, "Quillmark house").hits == []
    gone = db.get_one(Member, life.me.id)
    assert (gone.name, gone.is_member, gone.city_id) == ("", False, None)
    assert life.make.member(NAME, email=EMAIL, slug=SLUG).id != gone.id


def test_the_log_still_holds_together(db: Session, life: Life) -> None:
    log.append(db, life.me.id, "hide", ("challenge", life.answered.id), reason="Advertising.")
    named = log.append(
        db, life.convener.id, "admit", ("member", life.me.id), reason=f"I know {NAME} well."
    )
    db.flush()
    leave(db, life, takes_away=True)
    assert log.first_fault(db) is None
    assert log.changed_reasons(db) == []
    kept = db.get_one(LogReason, named.number)
    assert (kept.words, kept.unnamed_at) == ("I know a former member well.", clock.now())
    [_named, newest, _older] = moderation.history(db, life.convener).items
    assert newest.convener == "A former member"


def note_of(db: Session, make: Make, body: str) -> Note:
    table = Meetings(db, make).planned(make.convener())
    note = Note(roundtable_id=table.id, number=1, body=body, written_by_id=table.author_id)
    db.add(note)
    db.commit()
    return note


def test_whoever_takes_anothers_name_and_goes_strikes_nobody_out(db: Session, make: Make) -> None:
    make.convener(name="Ruth Adeyemi")
    ben = make.member("Ben Ali", slug="the-city")
    note = note_of(db, make, "Ruth Adeyemi thanked the city, the-city and /people/the-city.")
    members_actions.edit(db, ben, members.mine(db, ben).model_copy(update={"name": "Ruth Adeyemi"}))
    db.commit()
    with clock.stopped(clock.now() + 2 * naming.SETTLED):
        erase(db, ben, takes_away=True)
    db.refresh(note)
    assert note.body == "Ruth Adeyemi thanked the city, the-city and a former member."


def test_every_name_that_somebody_was_known_by_goes_with_them(db: Session, make: Make) -> None:
    ana = make.member("Ana Gómez", slug="ana-gomez")
    note = note_of(
        db, make, "Ana Gómez (/people/ana-gomez), later Ana Ruiz and now Ana Ruiz Vega, met Ruiz."
    )
    for months, name in ((2, "Ana Ruiz"), (4, "the city"), (4.1, "Ana Ruiz Vega")):
        with clock.stopped(clock.now() + months * naming.SETTLED):
            called = members.mine(db, ana).model_copy(update={"name": name})
            members_actions.edit(db, ana, called)
            db.commit()
    members_actions.readdress(db, ana)
    with clock.stopped(clock.now() + 6 * naming.SETTLED):
        erase(db, ana, takes_away=True)
    db.refresh(note)
    assert note.body == (
        "a former member (a former member), later a former member and now a former member, met Ruiz."
    )


def test_a_name_that_was_just_taken_is_in_nobody_elses_words(db: Session, make: Make) -> None:
    ben = make.member("Ben Ali")
    note = note_of(db, make, "Ben Ali said that the city pays.")
    members_actions.edit(db, ben, members.mine(db, ben).model_copy(update={"name": "the city"}))
    db.commit()
    erase(db, ben, takes_away=True)
    db.refresh(note)
    assert note.body == "a former member said that the city pays."


def test_only_whole_names_are_taken_out() -> None:
    jo = Leaving(new_id(), "Jo Li", "jo@city.example", "jo-li", takes_away=False)
    said = "Jo Lind and JO  LI (jo@city.example, /people/jo-li) met Banjo Li; see jo-lines."
    assert jo.unnamed(said) == (
        "Jo Lind and a former member (a former member, a former member) met Banjo Li; see jo-lines."
    )


def test_a_name_of_one_word_is_not_taken_for_an_ordinary_word() -> None:
    rose = Leaving(new_id(), "Rose", "r@city.example", "rose-2", takes_away=False)
    assert rose.unnamed("Rose said that a rose rose.") == "a former member said that a rose rose."


def test_names_in_scripts_without_spaces_are_taken_out_too() -> None:
    wei = Leaving(new_id(), "王小伟", "w@city.example", "wang-xiao-wei", takes_away=False)
    assert wei.unnamed("感谢王小伟的帮助") == "感谢a former member的帮助"
