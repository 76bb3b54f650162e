from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core.db import sessions_for
from backend.domain.cities import gazetteer
from backend.domain.cities.actions import from_place
from backend.domain.cities.models import City, CityName
from backend.domain.cities.said import said
from tests.support.races import at_once


def test_a_city_is_made_of_its_place_with_every_name(db: Session) -> None:
    (place, *_others) = gazetteer.find("Bristol", near="GB")
    city = from_place(db, place)
    db.flush()
    assert (city.slug, city.name, city.folded) == ("bristol-gb", "Bristol", "bristol")
    assert (city.country, city.subdivision, city.region) == ("GB", "England", "europe")
    assert (city.zone, city.population) == ("Europe/London", 479_000)
    assert said(db, [city])[city.id].languages == ["en"]
    names = set(db.exec(select(CityName.words).where(col(CityName.city_id) == city.id)))
    assert {"Bristol", "Бристоль", "布里斯托尔", "Bristolium"} <= names


def test_a_place_is_one_city_however_often_it_is_asked_for(db: Session) -> None:
    (place, *_others) = gazetteer.find("Bogotá")
    assert from_place(db, place).id == from_place(db, place).id
    assert len(db.exec(select(City)).all()) == 1


def test_two_places_of_one_name_in_one_country_are_told_apart(db: Session) -> None:
    found = [place for place in gazetteer.find("Bristol", country="US") if not place.matched]
    slugs = [from_place(db, place).slug for place in found[:2]]
    assert slugs == ["bristol-us", "bristol-us-2"]


def test_a_place_without_a_known_number_has_no_names() -> None:
    assert gazetteer.names(0) == []


def test_of_ten_first_members_at_once_one_makes_the_city(lasting_engine: Engine) -> None:
    (place, *_others) = gazetteer.find("Bogotá")
    assert at_once(lasting_engine, lambda db: from_place(db, place), 10) == ["City"] * 10
    with sessions_for(lasting_engine)() as db:
        assert len(db.exec(select(City)).all()) == 1
