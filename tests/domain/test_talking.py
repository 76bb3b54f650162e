"""Once two people have agreed: the thread, the meeting, what they learned, and what ends it."""

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain import subjects
from backend.domain.conversations import (
    answering,
    learning,
    meeting,
    parting,
    queries,
    reminding,
    talking,
    thread,
)
from backend.domain.conversations.drafts import (
    AcceptanceDraft,
    LearningDraft,
    MeetingDraft,
    MessageDraft,
)
from backend.domain.conversations.models import Conversation, Learning, Message
from backend.domain.conversations.standing import state
from backend.domain.members import blocks
from backend.domain.members.models import Member
from backend.domain.moderation import actions as moderation
from backend.domain.moderation.models import DecisionDraft, ReportDraft
from backend.domain.notifications.models import Letter, Notification
from backend.domain.own_data.erasing import erase
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.queries import counted
from tests.support.talks import SOON, Talks

DAY = timedelta(days=1)
LEARNED = LearningDraft(words="Begin with the exit clause.", telling="unattributed")
ALSO = LearningDraft(words="Ask the operators first.", telling="no")


@pytest.fixture
def talks(db: Session, settings: Settings) -> Talks:
    return Talks(db, settings)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana", admitted_at=NOON - 100 * DAY)


@pytest.fixture
def ben(make: Make) -> Member:
    return make.member("Ben", admitted_at=NOON - 100 * DAY)


@pytest.fixture
def talk(talks: Talks, ana: Member, ben: Member) -> Conversation:
    return talks.agreed(ana, ben)


def told(db: Session, member: Member, event: str) -> tuple[int, int]:
    """How often a member was told of this, on pages and by letter."""
    db.flush()
    heard = db.exec(select(Notification).where(Notification.recipient_id == member.id)).all()
    sent = db.exec(select(Letter).where(Letter.recipient_id == member.id)).all()
    return (
        sum(one.event == event for one in heard),
        sum(one.event == event for one in sent),
    )


def bodies(db: Session, me: Member, one: Conversation) -> list[str]:
    return [line.body for line in thread.messages(db, me, one).items]


def test_the_thread_opens_when_it_is_agreed(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    with pytest.raises(Denied, match="once you have agreed"):
        talks.said(one, ana)
    answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))
    with clock.stopped(NOON + timedelta(minutes=1)):
        talks.said(one, ana, "I bring our agreement.")
    with clock.stopped(NOON + timedelta(minutes=2)):
        talks.said(one, ben, "And I ours.")
    assert bodies(db, ana, one) == bodies(db, ben, one) == ["I bring our agreement.", "And I ours."]


def test_nobody_else_reads_it_and_search_does_not_know_it(
    db: Session, make: Make, talks: Talks, talk: Conversation, ana: Member
) -> None:
    said = talks.said(talk, ana, "Nightingale")
    for other in (make.member(), make.convener()):
        assert bodies(db, other, talk) == []
        assert subjects.glances(db, other, [("message", said.id), ("conversation", talk.id)]) == {}
    assert not [one for one in db.exec(select(SearchDocument)) if "ightingale" in one.body]


def test_a_letter_is_sent_once_until_it_was_read(
    db: Session, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    for n in range(3):
        with clock.stopped(NOON + timedelta(minutes=n)):
            talks.said(talk, ana)
    assert told(db, ben, "conversation.message") == (3, 1)
    with clock.stopped(NOON + timedelta(minutes=5)):
        assert queries.listed(db, ben, "running").items[0].unread == 3
        talking.read(db, ben, talk)
        assert queries.listed(db, ben, "running").items[0].unread == 0
    with clock.stopped(NOON + timedelta(minutes=6)):
        talks.said(talk, ana)
    assert told(db, ben, "conversation.message") == (4, 2)


def test_letters_hold_neither_words_nor_addresses(
    db: Session, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    talks.said(talk, ana, "Nightingale")
    db.flush()
    for letter in db.exec(select(Letter)):
        said = str(letter.facts)
        assert "ightingale" not in said
        assert "trust agreement" not in said
        assert not [one for one in (ana, ben) if one.email in said]


def test_an_address_shows_only_while_its_owner_shows_it(
    db: Session, talk: Conversation, ana: Member, ben: Member
) -> None:
    assert queries.opened(db, ana, talk.slug).email == ""
    talking.share_email(db, ben, talk, said=True)
    assert queries.opened(db, ana, talk.slug).email == ben.email
    assert queries.opened(db, ben, talk.slug).email == ""
    talking.share_email(db, ben, talk, said=False)
    assert queries.opened(db, ana, talk.slug).email == ""


def test_nobody_shows_an_address_before_it_is_agreed(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    for me in (ana, ben):
        with pytest.raises(Denied):
            talking.share_email(db, me, one, said=True)


def test_long_threads_go_page_by_page(
    db: Session, talks: Talks, talk: Conversation, ana: Member
) -> None:
    for n in range(23):
        with clock.stopped(NOON + timedelta(minutes=n)):
            talks.said(talk, ana, f"Word {n:02}")
    newest = thread.messages(db, ana, talk)
    older = thread.messages(db, ana, talk, newest.next_key or "")
    words = [line.body for page in (older, newest) for line in page.items]
    assert words == [f"Word {n:02}" for n in range(23)]
    assert older.next_key is None


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_conversation_costs_two_queries(
    db: Session,
    connection: Connection,
    talks: Talks,
    talk: Conversation,
    ana: Member,
    how_many: int,
) -> None:
    for _ in range(how_many):
        talks.said(talk, ana)
    with counted(connection) as sent:
        opened = queries.opened(db, ana, talk.slug)
        assert len(thread.messages(db, ana, opened.conversation).items) == how_many
    assert len(sent) == 2


def move(**given: Any) -> MeetingDraft:
    usual = {"day": (NOON + 5 * DAY).date(), "time": time(10), "minutes": 30}
    return MeetingDraft.model_validate(usual | given)


def test_either_moves_the_meeting_and_both_calendars_hear(
    db: Session, talk: Conversation, ana: Member, ben: Member
) -> None:
    meeting.move(db, ana, talk, move(link="https://meet.example.org/x"))
    assert (talk.starts_at, talk.sequence) == ((NOON + 5 * DAY).replace(hour=9), 1)
    assert told(db, ben, "conversation.moved") == (1, 1)
    assert told(db, ana, "conversation.moved") == (0, 1)
    meeting.move(db, ana, talk, move(link="https://meet.example.org/x"))
    assert talk.sequence == 1


def test_a_form_sent_twice_writes_one_message_and_the_same_words_later_another(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.agreed(ana, ben)
    assert talks.said(one, ana, "Yes.").id == talks.said(one, ana, "Yes.").id
    talks.said(one, ben, "Yes.")
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        talks.said(one, ana, "Yes.")
    assert len(db.exec(select(Message)).all()) == 3


def test_a_cancelled_meeting_can_be_agreed_anew_but_not_cancelled_twice(
    db: Session, talk: Conversation, ana: Member, ben: Member
) -> None:
    meeting.cancel(db, ben, talk)
    assert told(db, ana, "conversation.cancelled") == (1, 1)
    with pytest.raises(Denied, match="cancelled already"):
        meeting.cancel(db, ana, talk)
    meeting.move(db, ana, talk, move())
    assert (talk.cancelled_at, talk.sequence) == (None, 2)


@pytest.mark.parametrize(
    "given", [{"link": "nowhere"}, {"day": NOON.date() - DAY}, {"day": NOON.date() + 300 * DAY}]
)
def test_a_move_that_makes_no_sense_is_refused(
    db: Session, talk: Conversation, ana: Member, given: dict[str, Any]
) -> None:
    with pytest.raises(Rejected):
        meeting.move(db, ana, talk, move(**given))


def test_what_is_over_is_neither_moved_nor_cancelled(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.met(ana, ben)
    with pytest.raises(Denied, match="met already"):
        meeting.move(db, ana, one, move())
    with pytest.raises(Denied, match="begun already"):
        meeting.cancel(db, ana, one)


def test_both_are_reminded_a_day_before_and_asked_afterwards_once(
    db: Session, talk: Conversation, ana: Member, ben: Member
) -> None:
    assert reminding.remind(db) == 0
    with clock.stopped(SOON - timedelta(hours=23)):
        assert [reminding.remind(db) for _ in range(2)] == [1, 0]
    with clock.stopped(SOON + timedelta(hours=1)):
        assert [reminding.remind(db) for _ in range(2)] == [1, 0]
    for one in (ana, ben):
        assert told(db, one, "conversation.soon") == (1, 1)
        assert told(db, one, "conversation.over") == (1, 1)
    assert talk.over_told_at is not None


def test_what_was_just_agreed_needs_no_reminder(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    talks.agreed(ana, ben, NOON + timedelta(hours=5))
    reminding.remind(db)
    assert told(db, ana, "conversation.soon") == (0, 0)


def test_of_what_is_cancelled_or_apart_nobody_is_reminded(
    db: Session, make: Make, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    meeting.cancel(db, ana, talk)
    cleo = make.member("Cleo")
    other = talks.agreed(ana, cleo)
    cleo.suspended_at = NOON
    db.add(cleo)
    with clock.stopped(SOON - timedelta(hours=2)):
        reminding.remind(db)
    assert other.reminded_at is not None
    assert [told(db, one, "conversation.soon") for one in (ana, ben, cleo)] == [(0, 0)] * 3


def test_each_says_once_what_they_learned_and_reads_the_other_when_both_have(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.met(ana, ben)
    learning.learn(db, ana, one, LEARNED)
    with pytest.raises(Denied, match="already"):
        learning.learn(db, ana, one, ALSO)
    assert [said.member_id for said in thread.learned(db, ana, one)] == [ana.id]
    assert thread.learned(db, ben, one) == []
    learning.learn(db, ben, one, ALSO)
    assert told(db, ana, "conversation.learned") == (1, 1)
    for me in (ana, ben):
        assert {said.words for said in thread.learned(db, me, one)} == {LEARNED.words, ALSO.words}
    assert queries.listed(db, ana, "done").items[0].state == "met"


def test_after_two_weeks_it_is_unsealed(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.met(ana, ben)
    learning.learn(db, ana, one, LEARNED)
    with clock.stopped(NOON + 13 * DAY):
        assert thread.learned(db, ben, one) == []
    with clock.stopped(NOON + 14 * DAY):
        assert [said.words for said in thread.learned(db, ben, one)] == [LEARNED.words]


def test_nobody_learns_before_having_met(db: Session, talk: Conversation, ana: Member) -> None:
    with pytest.raises(Denied, match="when you have met"):
        learning.learn(db, ana, talk, LEARNED)


def test_a_block_closes_the_thread_for_both_with_the_same_sentence(
    db: Session, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    talks.said(talk, ana, "Before.")
    talking.share_email(db, ben, talk, said=True)
    parting.block(db, ana, ben)
    for me in (ana, ben):
        for deed in (
            lambda me=me: talks.said(talk, me),
            lambda me=me: meeting.move(db, me, talk, move()),
            lambda me=me: talking.share_email(db, me, talk, said=True),
        ):
            with pytest.raises(Denied, match=r"^This conversation is closed\.$"):
                deed()
        assert bodies(db, me, talk) == ["Before."]
        assert queries.opened(db, me, talk.slug).email == ""
    assert state(talk, NOON, is_author=False) == "cancelled"
    assert told(db, ben, "conversation.cancelled") == (1, 1)


def test_the_suspended_close_a_thread_with_the_same_sentence(
    db: Session, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    ben.suspended_at = NOON
    db.add(ben)
    db.flush()
    with pytest.raises(Denied, match=r"^This conversation is closed\.$"):
        talks.said(talk, ana)


def test_nobody_accepts_when_the_other_keeps_away(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    blocks.block(db, ana, ben)
    with pytest.raises(Denied, match="can’t be agreed"):
        answering.accept(db, ben, one, AcceptanceDraft(starts_at=SOON))


def test_messages_of_the_muted_arrive_without_a_word(
    db: Session, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    blocks.mute(db, ana, ben)
    talks.said(talk, ben)
    assert told(db, ana, "conversation.message") == (0, 0)
    assert bodies(db, ana, talk) == ["Thank you."]
    meeting.cancel(db, ben, talk)
    assert told(db, ana, "conversation.cancelled") == (1, 1)


def test_a_report_shows_conveners_that_message_and_no_other(
    db: Session, make: Make, talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    ruth = make.convener()
    first, second = talks.said(talk, ben, "Nightingale"), talks.said(talk, ben, "Buy my book.")
    report = ReportDraft(rule="advertising")
    with pytest.raises(NotFound):
        moderation.report(db, make.member(), "message", second.id, report)
    moderation.report(db, ana, "message", second.id, report)
    db.flush()
    wanted = [("message", first.id), ("message", second.id), ("conversation", talk.id)]
    seen = subjects.glances(db, ruth, wanted)
    assert {key: one.excerpt for key, one in seen.items()} == {wanted[1]: "Buy my book."}
    assert queries.reported(db, ruth, talk.slug) == wanted[1]
    assert queries.reported(db, ana, talk.slug) is None
    why = DecisionDraft(rule="advertising", reason="It advertises a book.")
    moderation.hide(db, ruth, "message", second.id, why)
    db.flush()
    assert bodies(db, ana, talk) == ["Nightingale"]
    assert sorted(bodies(db, ben, talk)) == ["Buy my book.", "Nightingale"]


def test_a_request_can_be_reported_and_hidden(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member
) -> None:
    ruth, one = make.convener(), talks.asked(ana, ben)
    moderation.report(db, ben, "conversation", one.id, ReportDraft(rule="advertising"))
    db.flush()
    assert queries.reported(db, ruth, one.slug) == ("conversation", one.id)
    why = DecisionDraft(rule="advertising", reason="It advertises a book.")
    moderation.hide(db, ruth, "conversation", one.id, why)
    db.flush()
    assert queries.listed(db, ben, "asked").items == []
    assert queries.opened(db, ana, one.slug).conversation.hidden_at is not None


def test_hidden_words_are_in_no_list_of_the_other_either(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member
) -> None:
    ruth, one = make.convener(), talks.agreed(ana, ben)
    moderation.report(db, ben, "conversation", one.id, ReportDraft(rule="advertising"))
    db.flush()
    why = DecisionDraft(rule="advertising", reason="It advertises a book.")
    moderation.hide(db, ruth, "conversation", one.id, why)
    db.flush()
    for me in (ana, ben):
        assert [line.purpose for line in queries.listed(db, me, "running").items] == [""]


def test_a_convener_who_takes_part_opens_their_own(
    db: Session, make: Make, talks: Talks, ana: Member
) -> None:
    ruth = make.convener(admitted_at=NOON - 100 * DAY)
    one = talks.agreed(ana, ruth)
    said = talks.said(one, ana)
    moderation.report(db, ruth, "message", said.id, ReportDraft(rule="topic"))
    db.flush()
    assert queries.reported(db, ruth, one.slug) is None


@pytest.mark.parametrize("takes_away", [True, False])
def test_whoever_goes_takes_their_private_words_along(
    db: Session, make: Make, talks: Talks, ana: Member, ben: Member, takes_away: bool
) -> None:
    cleo = make.member("Cleo", admitted_at=NOON - 100 * DAY)
    one, waiting, asked = talks.agreed(ana, ben), talks.asked(ana, cleo), talks.asked(ben, cleo)
    talks.said(one, ana, "Mine.")
    talks.said(one, ben, "Yours.")
    erase(db, ana, takes_away=takes_away)
    db.commit()
    db.expire_all()
    assert db.get(Conversation, waiting.id) is None
    assert db.get(Conversation, asked.id) is not None
    kept = db.get_one(Conversation, one.id)
    assert (kept.purpose, kept.cancelled_at) == ("", NOON)
    assert [said.body for said in db.exec(select(Message))] == ["Yours."]
    opened = queries.opened(db, ben, one.slug)
    assert (opened.other.name, opened.other.slug, opened.is_closed) == ("A former member", "", True)


def test_requests_to_whoever_goes_end_like_all_others(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.asked(ana, ben)
    answering.decline(db, ben, one)
    erase(db, ben, takes_away=True)
    db.commit()
    db.expire_all()
    assert db.get_one(Conversation, one.id).declined_at is None
    assert state(one, NOON, is_author=True) == "waiting"


def test_what_was_learned_goes_with_who_wrote_it(
    db: Session, talks: Talks, ana: Member, ben: Member
) -> None:
    one = talks.met(ana, ben)
    learning.learn(db, ana, one, LEARNED)
    learning.learn(db, ben, one, ALSO)
    erase(db, ana, takes_away=False)
    db.commit()
    assert [said.words for said in db.exec(select(Learning))] == [ALSO.words]


def test_words_have_limits() -> None:
    with pytest.raises(ValueError, match="5000"):
        MessageDraft(body="x" * 5_001, language="en")
    with pytest.raises(ValueError, match="at least 1"):
        MessageDraft(body="\x00", language="en")
    with pytest.raises(ValueError, match="2000"):
        LearningDraft(words="x" * 2_001, telling="no")


def test_a_conflict_names_what_is_there_already(
    talks: Talks, talk: Conversation, ana: Member, ben: Member
) -> None:
    assert talk.accepted_at
    with pytest.raises(Conflict):
        talks.asked(ben, ana)
