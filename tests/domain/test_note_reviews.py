"""Those who had a seat read the draft of a note first; what they object to is answered."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain.members.models import Guest, Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables import notes, reviewing
from backend.domain.roundtables.drafts import NoteDraft, SectionDraft
from backend.domain.roundtables.models import Note, Roundtable
from backend.domain.roundtables.reviews import ReviewDraft, VerdictDraft, VoiceDraft
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

HEARD = "Three ways of sharing decisions were described."
DRAFT = NoteDraft(
    sections=[
        SectionDraft(heading="What we heard", text=HEARD),
        SectionDraft(heading="Next steps", text="We meet again."),
    ]
)
WEEK = ReviewDraft(until=date(2026, 5, 11))
OBJECTION = VoiceDraft(section=1, says="objects", words="We did not agree to that.")


class Review:
    """A roundtable at which two had a seat, with its draft before them."""

    def __init__(self, db: Session, make: Make, **given: bool) -> None:
        self.db = db
        self.convener = make.convener(name="Ruth")
        city = make.city()
        self.tui, self.ana = (make.member(name, city_id=city.id) for name in ("Tui", "Ana"))
        self.absent = make.member("Ben", city_id=city.id)
        self.make, meetings = make, Meetings(db, make)
        with clock.stopped(NOON - timedelta(days=30)):
            self.table: Roundtable = meetings.planned(self.convener, cities=[city], **given)
            for one in (self.tui, self.ana):
                meetings.answer(self.table, one)
        self.note = notes.write(db, self.convener, self.table, DRAFT)
        reviewing.send(db, self.convener, self.table, self.note, WEEK)

    def say(self, who: Member, said: VoiceDraft = OBJECTION) -> None:
        reviewing.say(self.db, who, self.table, self.note, said)

    def heard(self, event: str) -> set[str]:
        found = select(Notification.recipient_id).where(col(Notification.event) == event)
        return {self.db.get_one(Member, one).name for one in self.db.exec(found)}

    def publish(self, draft: NoteDraft = DRAFT) -> Note:
        published = draft.model_copy(update={"publish": True})
        return notes.write(self.db, self.convener, self.table, published)


@pytest.fixture
def review(db: Session, make: Make) -> Review:
    return Review(db, make)


def test_those_who_had_a_seat_are_told_and_read_it_and_nobody_else(review: Review) -> None:
    assert review.heard("roundtable.note_sent") == {"Tui", "Ana"}
    for one in (review.tui, review.ana, review.convener):
        assert notes.version(review.db, one, review.table, 1).body.startswith("## What we heard")
    for other in (review.absent, Guest()):
        with pytest.raises(NotFound):
            notes.version(review.db, other, review.table, 1)
    with pytest.raises(Denied, match="who had a seat"):
        review.say(review.absent)


def test_an_objection_is_answered_before_the_note_is_published(review: Review) -> None:
    review.say(review.tui)
    assert review.heard("roundtable.note_objected") == {"Ruth"}
    voices = reviewing.voices(review.db, review.convener, review.table, review.note)
    assert [(one.name, one.section, one.words) for one in voices] == [("Tui", 1, OBJECTION.words)]
    assert reviewing.voices(review.db, review.ana, review.table, review.note) == []
    with clock.stopped(NOON + timedelta(days=10)):
        with pytest.raises(Rejected, match="An objection waits for your answer"):
            review.publish()
        kept = VerdictDraft(verdict="kept")
        answer = (review.db, review.convener, review.table, voices[0].id)
        with pytest.raises(Rejected, match="say why"):
            reviewing.answer(*answer, kept)
        reviewing.answer(*answer, VerdictDraft(verdict="kept", reason="The others heard it."))
        assert review.heard("roundtable.note_answered") == {"Tui"}
        assert review.publish().number == 1


def test_it_is_published_when_the_time_is_over_or_all_agree(review: Review) -> None:
    review.say(review.tui, VoiceDraft(says="agrees"))
    with pytest.raises(Rejected, match="may still object"):
        review.publish()
    review.say(review.ana, VoiceDraft(says="agrees"))
    assert review.publish().published_at == NOON


def test_what_was_sent_stays_as_it_is_and_other_words_make_a_new_version(review: Review) -> None:
    review.say(review.tui)
    changed = NoteDraft(body=f"{HEARD} It was late.")
    assert notes.write(review.db, review.convener, review.table, changed).number == 2
    assert "We meet again." in notes.version(review.db, review.tui, review.table, 1).body
    with pytest.raises(NotFound):
        notes.version(review.db, review.tui, review.table, 2)
    newest = notes.newest(review.db, review.table)
    earlier = reviewing.voices(review.db, review.convener, review.table, newest)
    assert [(one.number, one.words) for one in earlier] == [(1, OBJECTION.words)]
    with clock.stopped(NOON + timedelta(days=10)), pytest.raises(Rejected, match="objection"):
        review.publish(changed)


def test_under_the_chatham_house_rule_every_section_was_read_before_it_is_published(
    db: Session, make: Make
) -> None:
    review = Review(db, make, chatham_house=True)
    with clock.stopped(NOON + timedelta(days=9)):
        for fresh in (f"## What we heard\n\n{HEARD} One wept.", f"## Where\n\n{HEARD}"):
            with pytest.raises(Rejected, match="read every section"):
                review.publish(NoteDraft(body=fresh))
        assert review.publish(NoteDraft(body=f"## What we heard\n\n{HEARD}")).number == 2
    unsent = Meetings(db, make).held(review.convener, chatham_house=True)
    assert notes.write(db, review.convener, unsent, DRAFT.model_copy(update={"publish": True}))


def test_what_others_read_has_no_section_without_words(review: Review) -> None:
    heard, empty = SectionDraft(heading="Heard", text=HEARD), SectionDraft(heading="Next")
    table = Meetings(review.db, review.make).held(review.convener)

    def write(*some: SectionDraft, publish: bool = False) -> Note:
        draft = NoteDraft(sections=list(some), publish=publish)
        return notes.write(review.db, review.convener, table, draft)

    kept = write(SectionDraft(heading="What was asked of us"), SectionDraft(heading="What next?"))
    with pytest.raises(Conflict, match="Nothing is written"):
        reviewing.send(review.db, review.convener, table, kept, WEEK)
    kept = write(heard, empty)
    assert "## Next" in kept.body
    assert reviewing.send(review.db, review.convener, table, kept, WEEK).body.startswith("## Heard")
    assert "## Next" not in kept.body
    with clock.stopped(NOON + timedelta(days=9)):
        assert write(heard, empty, publish=True).body == kept.body


def test_an_objection_can_be_changed_and_taken_back_until_the_day_is_over(review: Review) -> None:
    review.say(review.tui)
    review.say(review.tui, OBJECTION.model_copy(update={"words": "Nobody agreed to that."}))
    mine = reviewing.voices(review.db, review.tui, review.table, review.note)
    assert [one.words for one in mine] == ["Nobody agreed to that."]
    review.say(review.tui, VoiceDraft(section=1, says="agrees"))
    with clock.stopped(NOON + timedelta(days=9)):
        with pytest.raises(Denied, match="time to object"):
            review.say(review.tui)
        assert review.publish().published_at is not None
    with pytest.raises(Denied, match="is published"):
        review.say(review.ana)


def test_an_objection_says_to_which_section_and_why(review: Review) -> None:
    with pytest.raises(Rejected, match="no such section"):
        review.say(review.tui, VoiceDraft(section=2, says="objects", words="Not so at all."))
    with pytest.raises(Rejected, match="what has to change"):
        review.say(review.tui, VoiceDraft(section=0, says="objects", words="No."))


@pytest.mark.parametrize("day", [date(2026, 5, 3), date(2026, 5, 4), date(2026, 8, 1)])
def test_a_review_lasts_until_a_day_within_two_months(review: Review, day: date) -> None:
    with pytest.raises(Rejected, match="from tomorrow on"):
        reviewing.send(
            review.db, review.convener, review.table, review.note, ReviewDraft(until=day)
        )


def test_only_drafts_are_sent_and_only_by_who_writes_the_note(review: Review) -> None:
    with pytest.raises(Denied):
        reviewing.send(review.db, review.tui, review.table, review.note, WEEK)
    for one in (review.tui, review.ana):
        review.say(one, VoiceDraft(says="agrees"))
    published = review.publish()
    with pytest.raises(Conflict, match="published already"):
        reviewing.send(review.db, review.convener, review.table, published, WEEK)


def test_an_objection_is_answered_by_who_writes_the_note_and_only_there(
    review: Review, make: Make
) -> None:
    review.say(review.tui)
    said = reviewing.voices(review.db, review.tui, review.table, review.note)[0].id
    verdict = VerdictDraft(verdict="taken_up")
    with pytest.raises(Denied):
        reviewing.answer(review.db, review.tui, review.table, said, verdict)
    other = Meetings(review.db, make).held(review.convener)
    with pytest.raises(NotFound):
        reviewing.answer(review.db, review.convener, other, said, verdict)
