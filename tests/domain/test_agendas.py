"""Parts of an agenda: who leads, who speaks, and what it is about, as far as one sees it."""

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.core import clock
from backend.core.errors import Rejected
from backend.domain.members.models import Guest, Member
from backend.domain.roundtables import actions, agenda, company
from backend.domain.roundtables.drafts import MOST_SPEAKERS, AgendaDraft, AgendaItemDraft
from backend.domain.roundtables.models import Roundtable
from tests.support.make import Make
from tests.support.meetings import Meetings
from tests.support.queries import counted


@pytest.fixture
def convener(make: Make) -> Member:
    return make.convener()


@pytest.fixture
def table(db: Session, make: Make, convener: Member) -> Roundtable:
    return Meetings(db, make).timed(convener)


def write(db: Session, me: Member, table: Roundtable, *parts: dict[str, object]) -> None:
    items = [{"minutes": 20, "title": f"Part {n}"} | part for n, part in enumerate(parts)]
    agenda.write(db, me, table, AgendaDraft.model_validate({"items": items}))


def test_several_speak_in_a_part_and_members_lead_to_their_profiles(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    ana = make.member("Ana Quist")
    write(db, convener, table, {"lead": "A guest", "speakers": "Ana Quist, Another guest"}, {})
    first, second = company.agenda(db, convener, table, knows_room=True)
    assert first.speakers == [("Ana Quist", ana.slug), ("Another guest", "")]
    assert (second.starts_after, second.speakers) == (20, [])


def test_what_a_part_is_about_shows_to_those_who_see_it(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    shown, private = make.resource(), make.challenge(visibility="members")
    addresses = f"https://network.example/resources/{shown.slug} /challenges/{private.slug}"
    write(db, convener, table, {"links": addresses})

    def read_by(me: Member | Guest) -> list[str]:
        return [
            one.slug
            for part in company.agenda(db, me, table, knows_room=True)
            for one in part.links
        ]

    assert read_by(make.member()) == [private.slug, shown.slug]
    assert read_by(Guest()) == [shown.slug]
    shown.hidden_at = clock.now()
    db.add(shown)
    db.flush()
    assert read_by(Guest()) == []


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"links": "/challenges/no-such-thing"}, "items.0.links"),
        ({"links": "somewhere else"}, "items.0.links"),
        ({"links": " ".join(f"/challenges/c{n}" for n in range(7))}, "items.0.links"),
        ({"speakers": ", ".join(map(str, range(MOST_SPEAKERS + 1)))}, "items.0.speakers"),
        ({"speakers": "x" * 121}, "items.0.speakers"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    db: Session, convener: Member, table: Roundtable, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Rejected) as refused:
        write(db, convener, table, given)
    assert list(refused.value.problems) == [field]
    assert company.agenda(db, convener, table, knows_room=True) == []


def test_under_the_chatham_house_rule_only_the_room_is_told_what_it_is_about(
    db: Session, make: Make, convener: Member
) -> None:
    table = Meetings(db, make).timed(convener, chatham_house=True)
    write(db, convener, table, {"links": f"/challenges/{make.challenge().slug}"})
    told = [company.agenda(db, convener, table, knows_room=knows) for knows in (True, False)]
    assert [len(part.links) for (part,) in told] == [1, 0]


def test_programs_may_send_lists() -> None:
    part = AgendaItemDraft.model_validate(
        {"minutes": 5, "title": "A part", "speakers": ["Ana", "Ben"], "links": ["/a", "/b"]}
    )
    assert (part.speakers, part.links) == ("Ana, Ben", "/a, /b")


def test_a_draft_is_deleted_with_all_of_its_agenda(
    db: Session, make: Make, convener: Member, table: Roundtable
) -> None:
    write(db, convener, table, {"speakers": "Ana", "links": f"/resources/{make.resource().slug}"})
    actions.discard(db, convener, table)
    db.flush()
    assert db.get(Roundtable, table.id) is None


@pytest.mark.parametrize("many", [1, 3])
def test_an_agenda_takes_one_query(
    db: Session,
    connection: Connection,
    make: Make,
    convener: Member,
    table: Roundtable,
    many: int,
) -> None:
    part: dict[str, object] = {"speakers": "Ana, Ben"}
    part["links"] = f"/resources/{make.resource().slug}"
    write(db, convener, table, *[part] * many)
    with counted(connection) as sent:
        assert len(company.agenda(db, convener, table, knows_room=True)) == many
    assert len(sent) == 1
