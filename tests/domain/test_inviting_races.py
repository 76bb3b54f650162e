"""Many at once, for real: an invitation is used once, sent once, and a list is sent once."""

from sqlalchemy import Engine
from sqlmodel import Session, func, select

from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.domain.joining import actions, inviting, listing
from backend.domain.joining.invitations import Invitation, InvitationList
from backend.domain.members.links import Asker
from backend.domain.members.models import Member
from backend.domain.moderation.models import LogEntry
from backend.domain.notifications.models import Letter
from tests.support.inviting import INVITED, checked, draft, invites
from tests.support.joining import HOME, letters, wishes_to_join
from tests.support.make import Make
from tests.support.races import at_once

CLIENTS = 20


def test_of_twenty_who_use_one_invitation_at_once_one_is_admitted(
    lasting_engine: Engine, settings: Settings
) -> None:
    """Each has a link of their own that proves the invited address: four times five of them."""
    with sessions_for(lasting_engine)() as db:
        invites(db, settings, Make(db).convener())
        for n in range(CLIENTS):
            asker = Asker(HOME.browser, network=f"192.0.2.{n}")
            actions.apply(db, settings, asker, wishes_to_join(email=INVITED, name=f"Amina {n}"))
        db.commit()
        links = letters(db, INVITED, "confirm_address")
        tokens = iter([str(letter.facts["token"]) for letter in links])

    def enter(db: Session) -> actions.Entry:
        return actions.enter(db, settings, next(tokens), browser=HOME.browser)

    assert at_once(lasting_engine, enter, CLIENTS) == ["Entry"] * CLIENTS
    with sessions_for(lasting_engine)() as db:
        assert db.exec(select(func.count()).where(Member.email == INVITED)).one() == 1
        assert [one.deed for one in db.exec(select(LogEntry))] == ["admit_by_invitation"]
        assert len(letters(db, INVITED, "application.admitted")) == 1
        used = db.exec(select(Invitation)).one()
        assert (used.standing_for, used.used_at is None) == (None, False)


def test_of_twenty_who_invite_one_person_at_once_one_writes_the_letter(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        inviting_ones = iter([make.member().id for _n in range(CLIENTS)])

    def invite(db: Session) -> Invitation:
        return inviting.invite(db, settings, db.get_one(Member, next(inviting_ones)), draft())

    assert at_once(lasting_engine, invite, CLIENTS) == ["Invitation"] * CLIENTS
    with sessions_for(lasting_engine)() as db:
        assert db.exec(select(func.count()).where(Letter.event == "invitation")).one() == 1
        standing = [one for one in db.exec(select(Invitation)) if one.standing_for]
        assert len(standing) == 1


def test_a_list_that_is_sent_by_eight_hands_at_once_is_sent_once(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine)() as db:
        cara = Make(db).convener()
        text = "\n".join(f"m{n}@gmail.com" for n in range(30))
        me, kept = cara.id, checked(db, cara, text).id

    def send(db: Session) -> int:
        found = db.get_one(InvitationList, kept)
        return listing.send(db, settings, db.get_one(Member, me), found)

    assert at_once(lasting_engine, send, 8) == ["Conflict"] * 7 + ["int"]
    with sessions_for(lasting_engine)() as db:
        assert db.exec(select(func.count()).where(Letter.event == "invitation")).one() == 30
