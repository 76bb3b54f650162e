from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, select

from backend.adapters.mail import Smtp
from backend.core import clock
from backend.core.db import Sessions, sessions_for
from backend.domain.notifications.actions import tell, write_to
from backend.domain.notifications.models import Letter
from backend.jobs.letters import LEASE, TRIES, deliver, wait_before
from backend.jobs.writing import Desk
from tests.conftest import NOON
from tests.support.mailbox import Mailbox, mail_server
from tests.support.make import Make

TITLED = {"title": "What Ana should not have said"}


def waiting_letter(sessions: Sessions, title: str = "Quieter streets") -> None:
    with sessions.begin() as db:
        write_to(db, "ana@bristol.example", "report.made", {"title": title})


def test_a_letter_arrives_once_as_text_and_as_html(
    sessions: Sessions, desk: Desk, mailbox: Mailbox
) -> None:
    waiting_letter(sessions)
    for _ in range(2):
        deliver(sessions, desk, Smtp(mailbox.url))
    [message] = mailbox.messages
    assert message["Subject"] == "Somebody reported “Quieter streets”."
    assert message["To"] == "ana@bristol.example"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_what_a_letter_said_is_forgotten_once_it_is_sent(
    sessions: Sessions, db: Session, desk: Desk, mailbox: Mailbox
) -> None:
    waiting_letter(sessions)
    deliver(sessions, desk, Smtp(mailbox.url))
    letter = db.exec(select(Letter)).one()
    assert (letter.facts, letter.sent_at) == ({}, NOON)


def test_a_title_cannot_add_headers(sessions: Sessions, desk: Desk, mailbox: Mailbox) -> None:
    waiting_letter(sessions, "A\r\nBcc: everybody@cities.example")
    deliver(sessions, desk, Smtp(mailbox.url))
    [message] = mailbox.messages
    assert message["Bcc"] is None


def test_a_letter_calls_a_thing_by_the_title_that_it_has_when_it_is_sent(
    sessions: Sessions, db: Session, make: Make, desk: Desk, mailbox: Mailbox
) -> None:
    challenge = make.challenge(title="What Ana should not have said")
    author, about = challenge.author_id, ("challenge", challenge.id)
    tell(db, {author}, "challenge.solved", about, TITLED, owner=author)
    challenge.title = "Quieter streets"
    db.commit()
    deliver(sessions, desk, Smtp(mailbox.url))
    [message] = mailbox.messages
    assert message["Subject"] == "“Quieter streets” is solved. Read what worked."
    assert "What Ana" not in message.as_string()


def test_while_the_mail_server_refuses_letters_wait_longer_each_time(
    sessions: Sessions, db: Session, desk: Desk, mailbox: Mailbox
) -> None:
    waiting_letter(sessions)
    mailbox.refuse = True
    deliver(sessions, desk, Smtp(mailbox.url))
    letter = db.exec(select(Letter)).one()
    assert (letter.due_at, letter.error) == (NOON + timedelta(minutes=1), "SMTPDataError")
    assert deliver(sessions, desk, Smtp(mailbox.url)).took == 0
    mailbox.refuse = False
    with clock.stopped(letter.due_at):
        assert deliver(sessions, desk, Smtp(mailbox.url)).sent == 1
    assert len(mailbox.messages) == 1


def test_a_mail_server_that_is_down_loses_nothing(
    sessions: Sessions, db: Session, desk: Desk
) -> None:
    waiting_letter(sessions)
    with mail_server() as gone:
        address = gone.url
    assert deliver(sessions, desk, Smtp(address)).failed == 1
    assert db.exec(select(Letter)).one().sent_at is None


def test_after_about_two_days_a_letter_is_given_up(
    sessions: Sessions, db: Session, desk: Desk, mailbox: Mailbox
) -> None:
    waiting_letter(sessions)
    mailbox.refuse = True
    moment = NOON
    for attempt in range(1, TRIES + 1):
        with clock.stopped(moment):
            assert deliver(sessions, desk, Smtp(mailbox.url)).failed == 1
        moment += wait_before(attempt)
    with clock.stopped(moment):
        assert deliver(sessions, desk, Smtp(mailbox.url)).took == 0
    assert db.exec(select(Letter)).one().gave_up_at is not None


def test_what_another_worker_holds_is_left_to_it_until_its_lease_runs_out(
    lasting_engine: Engine, desk: Desk, mailbox: Mailbox
) -> None:
    sessions = sessions_for(lasting_engine)
    waiting_letter(sessions)
    with sessions.begin() as db:
        letter = db.exec(select(Letter)).one()
        letter.leased_until = NOON + LEASE
    assert deliver(sessions, desk, Smtp(mailbox.url)).took == 0
    with clock.stopped(NOON + LEASE + timedelta(seconds=1)):
        assert deliver(sessions, desk, Smtp(mailbox.url)).sent == 1
