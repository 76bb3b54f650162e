"""Nobody is quoted without having agreed to exactly these words; what is taken back leaves a mark."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain.members.models import Guest, Member
from backend.domain.notifications.models import Notification
from backend.domain.roundtables import consenting, notes, page
from backend.domain.roundtables.drafts import NoteDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.quotes import (
    ConsentDraft,
    Quote,
    QuoteDraft,
    RewordDraft,
    ShowDraft,
)
from backend.domain.roundtables.quoting import WITHDRAWN, quotes_in, replaced
from backend.domain.search.models import SearchDocument
from tests.conftest import NOON
from tests.support.make import Make
from tests.support.meetings import Meetings

WORDS = "We had the data all along.\nNobody had asked."
BODY = "## Heard\n\nThree ways were described, and this:\n\n> We had the data all along.\n> Nobody had asked.\n\nAll agreed."
AGREED, WITHDRAW = ConsentDraft(consent="agreed"), ConsentDraft(consent="withdrawn")


class Said:
    """A roundtable that was held, who was there, and what they may be quoted with."""

    def __init__(self, db: Session, make: Make, **given: object) -> None:
        self.db, self.convener = db, make.convener(name="Ruth")
        self.tui, self.absent = (make.member(name, city_id=None) for name in ("Tui Walker", "Ben"))
        meetings = Meetings(db, make)
        with clock.stopped(NOON - timedelta(days=30)):
            self.table: Roundtable = meetings.planned(self.convener, **given)
            meetings.answer(self.table, self.tui)

    def ask(self, words: str = WORDS) -> Quote:
        draft = QuoteDraft(author=self.tui.slug, words=words)
        return consenting.ask(self.db, self.convener, self.table, draft)

    def decide(self, quote: Quote, draft: ConsentDraft = AGREED) -> None:
        consenting.decide(self.db, self.tui, self.table, quote.id, draft)

    def publish(self, body: str = BODY) -> None:
        notes.write(self.db, self.convener, self.table, NoteDraft(body=body, publish=True))

    def heard(self, who: Member) -> list[str]:
        mine = select(Notification.event).where(col(Notification.recipient_id) == who.id)
        return [event for event in self.db.exec(mine) if event.startswith("roundtable.quote")]


@pytest.fixture
def said(db: Session, make: Make) -> Said:
    return Said(db, make)


def test_a_note_quotes_only_what_was_agreed_to_word_by_word(said: Said) -> None:
    quote = said.ask()
    assert said.heard(said.tui) == ["roundtable.quote_asked"]
    with pytest.raises(Rejected, match="Nobody has agreed to be quoted"):
        said.publish()
    said.decide(quote)
    with pytest.raises(Rejected, match="exactly these words"):
        said.publish(BODY.replace("all along", "for years"))
    said.publish()


def test_a_changed_word_asks_again_and_what_was_agreed_to_stays(said: Said) -> None:
    quote = said.ask()
    said.decide(quote)
    again = RewordDraft(words="We had the data for years.")
    other = consenting.reword(said.db, said.convener, said.table, quote.id, again)
    assert (other.consent, quote.consent) == ("", "agreed")
    assert said.heard(said.tui) == ["roundtable.quote_asked"] * 2
    same = RewordDraft(words=" ".join(WORDS.split()))
    assert consenting.reword(said.db, said.convener, said.table, quote.id, same) == quote
    third = RewordDraft(words="We have had the data.")
    asked = consenting.reword(said.db, said.convener, said.table, other.id, third)
    assert (asked.id, asked.words) == (other.id, "We have had the data.")


def test_what_is_taken_back_leaves_a_mark_everywhere_and_who_cites_it_hears(said: Said) -> None:
    quote = said.ask()
    said.decide(quote)
    consenting.show(said.db, said.convener, said.table, quote.id, ShowDraft())
    said.publish()
    said.decide(quote, WITHDRAW)
    note = notes.published(said.db, said.table)[-1]
    assert "Nobody had asked" not in note.body
    assert f"> {WITHDRAWN}" in note.body
    assert "All agreed." in note.body
    assert said.heard(said.convener) == ["roundtable.quote_withdrawn"]
    found = said.db.exec(select(SearchDocument.body)).one()
    assert "Nobody had asked" not in found
    assert consenting.listed(said.db, Guest(), said.table) == []
    said.publish(note.body + " It was late.")
    with pytest.raises(Conflict, match="answered meanwhile"):
        said.decide(quote, WITHDRAW)


def test_only_its_author_decides_and_only_who_was_there_is_asked(said: Said) -> None:
    quote = said.ask()
    with pytest.raises(NotFound):
        consenting.decide(said.db, said.convener, said.table, quote.id, AGREED)
    draft = QuoteDraft(author=said.tui.slug, words=WORDS)
    with pytest.raises(Denied):
        consenting.ask(said.db, said.tui, said.table, draft)
    absent = QuoteDraft(author=said.absent.slug, words=WORDS)
    with pytest.raises(Rejected, match="who had a seat"):
        consenting.ask(said.db, said.convener, said.table, absent)
    with pytest.raises(Conflict, match="not agreed"):
        consenting.show(said.db, said.convener, said.table, quote.id, ShowDraft())


def test_outsiders_read_what_is_shown_without_a_name(said: Said) -> None:
    shown, agreed = said.ask(), said.ask("Another sentence of mine.")
    for one in (shown, agreed):
        said.decide(one)
    consenting.show(said.db, said.convener, said.table, shown.id, ShowDraft())
    for who in (Guest(), said.absent):
        read = consenting.listed(said.db, who, said.table)
        assert [(one.words, one.name) for one in read] == [(WORDS, "")]
    assert len(consenting.listed(said.db, said.tui, said.table)) == 2
    assert {one.name for one in consenting.listed(said.db, said.convener, said.table)} == {
        "Tui Walker"
    }


def test_under_the_chatham_house_rule_a_shown_quote_names_nobody(db: Session, make: Make) -> None:
    said = Said(db, make, chatham_house=True)
    quote = said.ask("As Tui Walker said before, it takes time.")
    said.decide(quote)
    with pytest.raises(Rejected, match="without: Tui Walker"):
        consenting.show(db, said.convener, said.table, quote.id, ShowDraft())


def test_quotes_are_found_whatever_their_lines() -> None:
    assert quotes_in(BODY) == ["We had the data all along. Nobody had asked."]
    assert quotes_in("> a\nb\n\n> c\n> > d") == ["a b", "c d"]
    assert replaced("> a\nb\n\nrest", "a  b", "mark") == "> mark\n\nrest"
    assert replaced("- x\n\n> a\n", "b", "mark") == "- x\n\n> a\n"


def test_the_page_counts_the_words_that_its_reader_may_read(said: Said) -> None:
    """So it leads to them whoever sees it, and whoever is asked for theirs."""

    def seen_by(me: Member | Guest) -> int:
        return page.opened(said.db, me, said.table.slug).quotes

    quote = said.ask()
    assert (seen_by(said.tui), seen_by(said.absent)) == (1, 0)
    said.decide(quote)
    consenting.show(said.db, said.convener, said.table, quote.id, ShowDraft())
    assert seen_by(said.absent) == 1
