"""People for programs: the same as the pages."""

from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session

from backend.domain.members import actions
from backend.domain.members.audience import FIELDS
from backend.domain.notifications.queries import follows
from tests.conftest import NOON, Connect
from tests.support.make import Make
from tests.support.queries import counted


def test_the_directory_with_its_reasons_and_counts(
    connect: Connect, db: Session, make: Make
) -> None:
    trusts = make.topic("Data trusts")
    bogota = make.city("Bogotá", country="CO", region="latin_america")
    ana = make.member("Ana", city_id=bogota.id, title="Head of data")
    make.skill(ana, trusts)
    make.spoken(ana, "es")
    actions.make_findable(db, ana)
    db.commit()
    found = connect(make.member("Zoe")).get("/people", q="data trusts", country=["CO", "EC"]).json()
    assert (found["people"], found["cities"], found["next"]) == (1, 1, None)
    assert found["facets"]["can_help"] == {"data-trusts": 1}
    assert found["facets"]["language"] == {"es": 1}
    assert found["items"] == [
        {
            "slug": ana.slug,
            "name": "Ana",
            "title": "Head of data",
            "department": "",
            "organisation": "",
            "city": {"slug": "bogota-gb", "name": "Bogotá", "country": "CO"},
            "bio": "",
            "languages": ["es"],
            "zone": "Europe/London",
            "can_help": [{"slug": "data-trusts", "label": "Data trusts"}],
            "looking_for": [],
            "reasons": ["Can help with data trusts."],
        }
    ]


def test_pages_of_people_follow_each_other(connect: Connect, make: Make) -> None:
    program = connect(make.member("Zoe"))
    for n in range(20):
        make.member(f"Ana {n:02}")
    first = program.get("/people").json()
    rest = program.get("/people", after=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)


@pytest.mark.parametrize(
    ("what", "status"), [(None, 401), ({"admitted_at": None}, 403), ({"suspended_at": NOON}, 403)]
)
def test_only_members_list_people(
    connect: Connect, make: Make, what: dict[str, Any] | None, status: int
) -> None:
    program = connect() if what is None else connect(make.member(**what))
    assert program.get("/people").status_code == status


def test_a_profile_holds_what_is_for_the_reader(connect: Connect, make: Make) -> None:
    ana = make.member(
        "Ana", title="Head of data", bio="Opened the budget.", audience={"bio": "nobody"}
    )
    guests = connect().get(f"/people/{ana.slug}").json()
    members = connect(make.member(), scope="read").get(f"/people/{ana.slug}").json()
    assert (guests["name"], guests["title"], guests["bio"], guests["work_starts"]) == (
        "Ana",
        "",
        "",
        None,
    )
    assert (members["title"], members["bio"], members["work_starts"]) == (
        "Head of data",
        "",
        "09:00:00",
    )
    assert members["path"] == f"/people/{ana.slug}"
    assert "email" not in members


def test_who_may_not_be_seen_is_not_there(connect: Connect, make: Make) -> None:
    ana = make.member("Ana", audience={"name": "members"})
    hidden = connect().get(f"/people/{ana.slug}")
    assert hidden.status_code == 404
    assert hidden.json() == connect().get("/people/nobody-here").json()


def test_ones_own_profile_is_read_changed_and_sent_back(connect: Connect, make: Make) -> None:
    make.topic("Data trusts")
    program = connect(make.member("Ana", bio="Opened the budget."))
    mine = program.get("/me/profile").json()
    assert {mine[f"{field}_to"] for field in FIELDS} == {"public", "members"}
    sent = program.post(
        "/me/profile",
        mine | {"title": "Head of data", "can_help": ["data-trusts"], "bio_to": "nobody"},
    )
    assert sent.status_code == 200
    assert sent.json() == program.get("/me/profile").json()
    assert (sent.json()["title"], sent.json()["bio"]) == ("Head of data", "Opened the budget.")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "…"}, "body.name"),
        ({"zone": "Mars"}, "body.zone"),
        ({"languages": ["tlh"]}, "body.languages.0"),
        ({"bio_to": "friends"}, "body.bio_to"),
        ({"can_help": ["alchemy"]}, "can_help"),
        ({"work_ends": "08:00"}, "work_ends"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    connect: Connect, make: Make, change: dict[str, Any], problem: str
) -> None:
    program = connect(make.member("Ana"))
    sent = program.post("/me/profile", program.get("/me/profile").json() | change)
    assert sent.status_code == 422
    assert set(sent.json()["problems"]) == {problem}


def test_who_may_not_write(connect: Connect, make: Make) -> None:
    ana = make.member("Ana")
    sent = connect(ana).get("/me/profile").json() | {"name": "Ana Gómez"}
    assert connect().post("/me/profile", sent).status_code == 401
    assert connect(ana, scope="read").post("/me/profile", sent).status_code == 403
    assert connect(make.member(suspended_at=NOON)).post("/me/profile", sent).status_code == 403
    assert ana.name == "Ana"


def test_following_somebody_and_no_longer(connect: Connect, db: Session, make: Make) -> None:
    ana, me = make.member("Ana"), make.member()
    program = connect(me)
    for said in (True, False):
        sent = program.post(f"/people/{ana.slug}/following", {"said": said})
        assert sent.json() == {"said": said}
        db.expire_all()
        assert follows(db, me.id, "member", ana.id) is said
    assert connect(ana).post(f"/people/{ana.slug}/following", {}).status_code == 403


def test_the_list_takes_the_same_few_queries(
    connect: Connect, make: Make, connection: Connection
) -> None:
    program = connect(make.member())

    def cost() -> int:
        with counted(connection) as sent:
            assert program.get("/people").status_code == 200
        return len(sent)

    cost()  # the first also notes when the token was used
    few = cost()
    make.member()
    make.member()
    assert cost() == few <= 8
