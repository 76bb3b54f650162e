"""Names that change: noted, compared with others', shown to conveners; addresses that follow."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain.cities.models import CityDomain
from backend.domain.holdings import Leaving
from backend.domain.joining import admission
from backend.domain.joining.models import JoinDraft
from backend.domain.members import actions, naming, policy, queries, renaming
from backend.domain.members.holdings import HOLDINGS
from backend.domain.members.models import Guest, Member
from backend.domain.members.names import NameChange
from backend.domain.moderation import name_decisions
from backend.domain.moderation import queries as moderation
from backend.domain.moderation.name_decisions import NameDraft
from backend.domain.notifications.models import Notification
from backend.domain.search.queries import search
from tests.conftest import NOON
from tests.support.make import Make


def rename(db: Session, member: Member, name: str) -> None:
    actions.edit(db, member, queries.mine(db, member).model_copy(update={"name": name}))
    db.commit()


def waits(db: Session, me: Member) -> int:
    """How many names wait for this convener's look."""
    return rows(db, columns(renaming.desk(me))).scalar_one()


@pytest.fixture
def amina(db: Session, make: Make) -> Member:
    member = make.convener(name="Amina Mensah")
    naming.remember(db, member)
    return member


def test_a_change_of_name_is_kept_for_conveners(db: Session, make: Make, amina: Member) -> None:
    ana = make.member("Ana Gómez")
    rename(db, ana, "Ana Gómez")
    rename(db, ana, "Ana Ruiz")
    [change] = renaming.history(db, amina).items
    assert (change.before, change.after, change.slug) == ("Ana Gómez", "Ana Ruiz", ana.slug)
    assert not change.waits
    assert waits(db, amina) == 0
    assert renaming.history(db, amina, slug="nobody").items == []
    for reader in (Guest(), make.member(), ana, make.member(is_lead=True)):
        assert not policy.may_read_names(reader)
        with pytest.raises(Denied):
            renaming.history(db, reader)


@pytest.mark.parametrize(
    ("name", "is_mixed", "has_twin"),
    [
        ("Аna Gómez", True, False),
        ("Arnina Mensah", False, True),
        ("Аmina Mensah", True, True),
        ("Amina Mensah", False, True),
        ("Ben Silva", False, False),
        ("Beп Silva", True, False),
        ("山田 Taro", False, False),
    ],
)
def test_a_name_that_could_be_anothers_is_held_and_not_refused(
    db: Session, make: Make, amina: Member, name: str, *, is_mixed: bool, has_twin: bool
) -> None:
    other = make.member("Ben Silva")
    naming.remember(db, other)
    ana = make.member("Ana Gómez")
    rename(db, ana, name)
    held = is_mixed or has_twin
    assert ana.name == ("Ana Gómez" if held else name)
    assert renaming.waiting_for(db, ana) == (name if held else "")
    [change] = renaming.history(db, amina).items
    assert (change.is_mixed, change.twin == "Amina Mensah") == (is_mixed, has_twin)
    assert waits(db, amina) == int(held)
    assert len(renaming.history(db, amina, flagged=True).items) == int(held)
    assert told(db, amina) == (["member.name_waits"] if held else [])


def told(db: Session, member: Member) -> list[str]:
    mine = select(Notification.event).where(col(Notification.recipient_id) == member.id)
    return list(db.exec(mine.order_by(col(Notification.id))))


def test_a_name_that_a_convener_lets_stand_is_read_by_everybody(
    db: Session, make: Make, amina: Member
) -> None:
    ana = make.member("Ana")
    rename(db, ana, "Arnina Mensah")
    assert search(db, amina, "Arnina").hits == []
    [change] = renaming.history(db, amina, flagged=True).items
    name_decisions.let_stand(db, amina, change.id, NameDraft())
    db.commit()
    assert (ana.name, told(db, ana)) == ("Arnina Mensah", ["member.name_stands"])
    assert [hit.subject.slug for hit in search(db, amina, "Arnina").hits] == [ana.slug]
    assert renaming.history(db, amina, flagged=True).items == []
    assert renaming.history(db, amina).items[0].looked_at == NOON
    assert [line.deed for line in moderation.history(db, amina).items] == ["name_stands"]
    with pytest.raises(Conflict, match="just decided"):
        name_decisions.keep_old(db, amina, change.id, NameDraft(reason="Too late for this one."))
    with pytest.raises(NotFound):
        name_decisions.let_stand(db, amina, ana.id, NameDraft())


@pytest.mark.parametrize("was_taken", [False, True])
def test_who_keeps_the_old_name_is_told_why_and_the_log_keeps_it(
    db: Session, make: Make, amina: Member, *, was_taken: bool
) -> None:
    ana = make.member("Ana")
    rename(db, ana, "Arnina Mensah")
    [change] = renaming.history(db, amina, flagged=True).items
    if was_taken:  # before such names were held
        db.get_one(NameChange, change.id).stands = True
        renaming.bear(db, ana, "Arnina Mensah")
    with pytest.raises(Rejected) as refusal:
        name_decisions.keep_old(db, amina, change.id, NameDraft(reason="No."))
    assert set(refusal.value.problems) == {"reason"}
    name_decisions.keep_old(db, amina, change.id, NameDraft(reason="It reads as Amina’s name."))
    db.commit()
    assert (ana.name, renaming.waiting_for(db, ana)) == ("Ana", "")
    heard = db.exec(select(Notification).where(col(Notification.recipient_id) == ana.id)).one()
    assert (heard.event, heard.facts["reason"]) == (
        "member.name_kept",
        "It reads as Amina’s name.",
    )
    [line] = moderation.history(db, amina).items
    assert (line.deed, line.reason) == ("name_kept", "It reads as Amina’s name.")
    assert naming.known_as(db, ana) == ["Ana"]


def test_nobody_decides_their_own_name(db: Session, make: Make, amina: Member) -> None:
    ben = make.convener(name="Ben")
    rename(db, ben, "Arnina Mensah")
    [change] = renaming.history(db, amina, flagged=True).items
    for one, why in ((ben, "another convener"), (make.member(), "Only conveners")):
        with pytest.raises(Denied, match=why):
            name_decisions.let_stand(db, one, change.id, NameDraft())
    assert told(db, ben) == []
    name_decisions.let_stand(db, amina, change.id, NameDraft())
    assert ben.name == "Arnina Mensah"


def test_of_the_names_that_somebody_asks_for_the_last_one_waits(
    db: Session, make: Make, amina: Member
) -> None:
    ana = make.member("Ana")
    for name in ("Arnina Mensah", "Arnina Mensah", "Ana", "Аna"):
        rename(db, ana, name)
    assert renaming.waiting_for(db, ana) == "Аna"
    [waiting] = renaming.history(db, amina, flagged=True).items
    assert (waiting.before, waiting.after) == ("Ana", "Аna")
    every = {one.after: one.taken_back for one in renaming.history(db, amina).items}
    assert every == {"Arnina Mensah": True, "Аna": False}
    renaming.take_back(db, ana)
    with pytest.raises(Conflict):
        renaming.take_back(db, ana)
    assert (ana.name, waits(db, amina)) == ("Ana", 0)


def test_nobody_changes_their_name_all_day(db: Session, make: Make) -> None:
    ana = make.member("Ana")
    for name in ("Bea", "Cara", "Dora"):
        rename(db, ana, name)
    with pytest.raises(Rejected) as refusal:
        rename(db, ana, "Eva")
    assert set(refusal.value.problems) == {"name"}
    assert ana.name == "Dora"
    rename(db, ana, "Dora")
    with clock.stopped(NOON + timedelta(days=1, seconds=1)):
        rename(db, ana, "Eva")
    assert ana.name == "Eva"


def apply(db: Session, settings: Settings, name: str) -> Member:
    draft = JoinDraft(
        name=name,
        email=f"m{len(name)}@quito.example",
        title="Head of data",
        city="Quito",
        place="3652462",
        code_of_conduct=True,
    )
    return admission.receive(db, settings, draft)


@pytest.mark.parametrize(
    ("name", "held"), [("Arnina Mensah", True), ("Аna", True), ("Ana Gómez", False)]
)
def test_who_joins_under_anothers_name_waits_for_a_convener(
    db: Session, make: Make, settings: Settings, amina: Member, name: str, *, held: bool
) -> None:
    city = make.city("Quito", country="EC", geonames_id=3652462)
    db.add(CityDomain(city_id=city.id, domain="quito.example"))
    member = apply(db, settings, name)
    assert (member.admitted_at is None) is held
    assert amina.is_convener


def test_the_address_follows_a_name_when_its_member_says_so(db: Session, make: Make) -> None:
    ana, reader = make.member("Ana Gómez", slug="ana-gomez"), make.member("Ben")
    rename(db, ana, "Ana Ruiz")
    assert ana.slug == "ana-gomez"
    actions.readdress(db, ana)
    db.commit()
    assert ana.slug == "ana-ruiz"
    assert naming.moved_to(db, reader, "ana-gomez") == "ana-ruiz"
    assert [hit.subject.slug for hit in search(db, reader, "Ruiz").hits] == ["ana-ruiz"]
    # Nobody else gets what was hers.
    assert naming.free_address(db, "Ana Gómez") == "ana-gomez-2"
    with pytest.raises(Conflict, match="follows your name already"):
        actions.readdress(db, ana)
    rename(db, ana, "Ana Vega")
    with pytest.raises(Conflict, match="this month"):
        actions.readdress(db, ana)
    with clock.stopped(NOON + naming.SETTLED):
        actions.readdress(db, ana)
    assert naming.moved_to(db, reader, "ana-gomez") == "ana-vega"


@pytest.mark.parametrize("what", [{"audience": {"name": "members"}}, {"erased_at": NOON}])
def test_an_old_address_leads_only_whom_the_new_one_shows(
    db: Session, make: Make, what: dict[str, Any]
) -> None:
    ana = make.member("Ana Ruiz", slug="ana-gomez")
    actions.readdress(db, ana)
    for name, value in what.items():
        setattr(ana, name, value)
    db.commit()
    assert naming.moved_to(db, Guest(), "ana-gomez") is None


@pytest.mark.parametrize(
    ("slug", "behind"),
    [("ana-ruiz", False), ("ana-ruiz-12", False), ("ana", True), ("ana-ruiz-x", True)],
)
def test_a_numbered_address_follows_the_name_too(make: Make, slug: str, *, behind: bool) -> None:
    assert naming.is_behind(make.member("Ana Ruiz", slug=slug)) is behind


def test_what_somebody_was_called_goes_with_them(db: Session, make: Make, amina: Member) -> None:
    ana, ben = make.member("Ana Gómez", slug="ana-gomez"), make.member("Ben")
    rename(db, ana, "Ana Ruiz")
    actions.readdress(db, ana)
    rename(db, ben, "Аna Ruiz")
    assert renaming.history(db, amina, slug=ben.slug).items[0].twin == "Ana Ruiz"
    leaving = Leaving(ana.id, ana.name, ana.email, ana.slug, takes_away=False)
    for one in HOLDINGS:
        one.apply(db, leaving)
    db.commit()
    [left] = renaming.history(db, amina).items
    assert (left.after, left.twin) == ("Аna Ruiz", None)
    assert naming.moved_to(db, ben, "ana-gomez") is None
