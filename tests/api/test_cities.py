"""Cities and topics for programs: the same as the pages."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from backend.core import clock
from backend.domain.cities import queries
from backend.domain.notifications.queries import follows
from backend.domain.topics import actions as topics
from tests.conftest import NOON, Connect
from tests.support.make import Make


def test_the_list_of_cities_is_public(connect: Connect, make: Make) -> None:
    bristol = make.city("Bristol", population=479_000)
    make.priority(bristol, make.topic("Housing"))
    make.openness(bristol, "data", "leading")
    make.city("Quito", country="EC", region="latin_america")
    found = connect().get("/cities", region="europe").json()
    assert (found["cities"], found["next"]) == (1, None)
    assert found["facets"]["region"] == {"europe": 1, "latin_america": 1}
    (item,) = found["items"]
    assert item["path"] == "/cities/bristol-gb"
    assert (item["stages"]["data"], item["stages"]["source"]) == ("leading", "")
    assert item["priorities"] == [{"slug": "housing", "label": "Housing"}]


def test_a_city_is_placed_no_closer_than_its_town(connect: Connect, make: Make) -> None:
    make.city("Bristol", latitude=51.45523, longitude=-2.59665)
    told = connect().get("/cities/bristol-gb").json()
    assert (told["latitude"], told["longitude"]) == (51.5, -2.6)
    assert len(told["openness"]) == 6
    assert connect().get("/cities/atlantis").status_code == 404


def test_its_lead_changes_a_city(connect: Connect, make: Make) -> None:
    make.topic("Housing")
    lead = make.member(city_id=make.city("Bristol").id, is_lead=True)
    program = connect(lead)
    body: dict[str, Any] = {"priorities": ["housing"]}
    told = program.post("/cities/bristol-gb", body).json()
    assert [topic["slug"] for topic in told["priorities"]] == ["housing"]
    said = {"stage": "leading", "words": "All data is open.", "link": ""}
    told = program.post("/cities/bristol-gb/openness/data", said).json()
    assert told["stages"]["data"] == "leading"
    assert program.post("/cities/bristol-gb/openness/weather", said).status_code == 422
    assert program.post("/cities/bristol-gb/openness/data", {"stage": "best"}).status_code == 422
    assert program.post("/cities/bristol-gb", {"priorities": ["weather"]}).status_code == 422


def test_what_a_program_leaves_out_is_asked_for_and_empties_nothing(
    connect: Connect, make: Make
) -> None:
    make.topic("Housing")
    program = connect(make.member(city_id=make.city("Bristol").id, is_lead=True))
    here = "/cities/bristol-gb"
    program.post(here, {"priorities": ["housing"]})
    whole: dict[str, Any] = {"stage": "practising", "words": "All of it.", "link": ""}
    program.post(f"{here}/openness/data", whole)
    program.post(f"{here}/facts/portal", {"value": "https://data.bristol.example/"})
    program.post(f"{here}/rest-days", {"days": [4]})
    before = program.get(here).json()
    left_out = program.post(here, {})
    assert (left_out.status_code, left_out.json()["problems"]) == (
        422,
        {"body.priorities": "Please fill this in."},
    )
    assert program.post(f"{here}/openness/data", {}).status_code == 422
    assert program.post(f"{here}/openness/data", {"stage": "leading"}).status_code == 422
    assert program.post(f"{here}/facts/portal", {}).status_code == 422
    assert program.post(f"{here}/rest-days", {}).status_code == 422
    assert program.get(here).json() == before
    assert program.post(here, {"priorities": []}).json()["priorities"] == []
    with clock.stopped(NOON + timedelta(seconds=1)):
        assert program.post(f"{here}/facts/portal", {"value": ""}).json()["portal"] == ""


def test_a_fact_is_told_with_its_source_and_its_past(connect: Connect, make: Make) -> None:
    bristol = make.city("Bristol", population=479_000, geonames_id=2654675)
    program = connect(make.member("Amina", city_id=bristol.id, is_lead=True))
    census = {"source": "Census", "link": "https://ons.example/", "as_of": "2021-03-21"}
    told = program.post("/cities/bristol-gb/facts/population", {"value": "472,400", **census})
    assert told.json()["population"] == 472_400
    (fact,) = [one for one in told.json()["facts"] if one["kind"] == "population"]
    assert fact.items() >= {**census, "value": "472400"}.items()
    for value in ("many", "480000"):
        wrong = program.post("/cities/bristol-gb/facts/population", {"value": value, **census})
        assert wrong.status_code == 422
    assert connect().post("/cities/bristol-gb/facts/area", {"value": "110"}).status_code == 401
    (line,) = connect().get("/cities/bristol-gb/history", about="population").json()["items"]
    assert (line["value"], line["by"], line["hidden"]) == ("472400", "Amina", False)


def test_programs_compare_cities_too(connect: Connect, make: Make) -> None:
    make.city("Bristol", population=479_000)
    make.city("Quito", population=1_399_000)
    told = connect().get("/cities/compare", city=["quito-gb", "bristol-gb", "atlantis"]).json()
    assert [one["slug"] for one in told["items"]] == ["quito-gb", "bristol-gb"]
    assert told["differs"] == ["population"]
    assert connect().get("/cities/compare").json() == {"items": [], "differs": []}


def test_domains_are_conveners_business(connect: Connect, make: Make, db: Session) -> None:
    bristol = make.city("Bristol")
    body = {"domains": ["bristol.gov.uk"]}
    seen = {}
    for name, program in {
        "guest": connect(),
        "member": connect(make.member()),
        "lead": connect(make.member(city_id=bristol.id, is_lead=True)),
        "out": connect(make.convener(suspended_at=NOON)),
    }.items():
        read = program.get("/cities/bristol-gb/domains").status_code
        seen[name] = (read, program.post("/cities/bristol-gb/domains", body).status_code)
    assert seen == {
        "guest": (401, 401),
        "member": (403, 403),
        "lead": (403, 403),
        "out": (403, 403),
    }
    assert list(queries.domains(db, bristol.id)) == []
    convener = connect(make.convener())
    assert convener.post("/cities/bristol-gb/domains", body).json() == body
    assert convener.get("/cities/bristol-gb/domains").json() == body


@pytest.mark.parametrize(
    ("kind", "address"), [("city", "/cities/bristol-gb"), ("topic", "/topics/housing")]
)
def test_following_and_no_longer(
    connect: Connect, db: Session, make: Make, kind: str, address: str
) -> None:
    me = make.member()
    things = {"city": make.city("Bristol").id, "topic": make.topic("Housing").id}
    program = connect(me)
    for said in (True, False):
        assert program.post(f"{address}/following", {"said": said}).status_code == 200
        db.expire_all()
        assert follows(db, me.id, kind, things[kind]) is said
    assert connect().post(f"{address}/following", {}).status_code == 401
    out = connect(make.member(suspended_at=NOON))
    assert out.post(f"{address}/following", {}).status_code == 403


def test_topics_are_told_with_what_they_mean(connect: Connect, db: Session) -> None:
    topics.load(db)
    db.commit()
    everything = connect().get("/topics").json()
    assert everything[0]["slug"] == "open-government"
    one = connect().get("/topics/data-catalogues").json()
    assert one in everything
    assert one["parent"] == "open-data"
    assert one["path"] == "/topics/data-catalogues"
    assert connect().get("/topics/unheard-of").status_code == 404
