"""What the outbox holds for each addressee says exactly the words that are for them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.domain.members.models import Member
from backend.domain.notifications import digests
from backend.domain.notifications.models import Letter
from backend.domain.own_data import taking
from backend.jobs.letters import may_be_read
from tests.canary.conftest import World
from tests.canary.expected.archives import BESIDES
from tests.canary.expected.letters import SHOWS, STRANGERS
from tests.canary.expected.shapes import To
from tests.canary.roles import EVERYBODY, MEMBERS
from tests.canary.words import seen
from tests.conftest import NOON

WEEK = timedelta(days=7)
"""Until every digest has come."""


@pytest.mark.parametrize("role", sorted(EVERYBODY - {"guest"}))
def test_letters_say_what_is_for_their_addressee_and_nothing_else(world: World, role: str) -> None:
    with Session(world.engine) as db, clock.stopped(NOON):
        with clock.stopped(NOON + WEEK):
            while digests.make(db):
                pass
        mine = col(Letter.recipient_id) == _member(db, role).id
        said = _said(world, db, db.exec(select(Letter).where(mine)))
    besides = world.garden.own[role]
    _compare(world, said - besides, _allowed(world, role, SHOWS) - besides)


def test_letters_to_addresses_say_what_was_written_to_them(world: World) -> None:
    with Session(world.engine) as db, clock.stopped(NOON):
        strangers = col(Letter.recipient_id).is_(None)
        said = _said(world, db, db.exec(select(Letter).where(strangers)))
    wanted = (name for pattern in STRANGERS for name in world.garden.named(pattern))
    _compare(world, said, {world.garden.words[name] for name in wanted})


def test_an_archive_holds_nothing_that_its_member_could_not_read(world: World) -> None:
    faults: list[str] = []
    for role in sorted(MEMBERS):
        names, words = world.garden.audiences, world.garden.words
        theirs = {words[name] for name, audience in names.items() if role in audience}
        theirs |= {
            words[name] for pattern in BESIDES.get(role, ()) for name in world.garden.named(pattern)
        }
        with Session(world.engine) as db, clock.stopped(NOON):
            held = taking.everything(db, _member(db, role))
        if beyond := seen(repr(held)) - theirs - world.garden.own[role]:
            faults += [f"{role}: {name}" for name in world.garden.names_of(beyond)]
        assert seen(repr(held)), f"the archive of {role} is empty"
    assert faults == [], "\n".join(faults)


def _member(db: Session, role: str) -> Member:
    return db.exec(select(Member).where(col(Member.slug) == f"{role}-asks")).one()


def _said(world: World, db: Session, letters: Iterator[Letter]) -> set[str]:
    """Every planted word in every part of the letters that would go out, files with them."""
    found: set[str] = set()
    for letter in letters:
        if may_be_read(db, letter):
            message = world.app.state.desk.write(db, letter)
            found |= seen(str(message["Subject"]))
            for part in message.walk():
                if not part.is_multipart():
                    found |= seen((part.get_payload(decode=True) or b"").decode())
    return found


def _allowed(world: World, role: str, shows: tuple[To, ...]) -> set[str]:
    return {
        world.garden.words[name]
        for one in shows
        if role in one.roles
        for name in world.garden.named(one.pattern)
    }


def _compare(world: World, there: set[str], wanted: set[str]) -> None:
    faults = [
        f"{fault} {name}"
        for fault, some in (("says", there - wanted), ("lacks", wanted - there))
        for name in world.garden.names_of(some)
    ]
    assert faults == [], "\n".join(faults)
