"""The sample library and meetings hold together: every name leads somewhere, every count is right.

What is only text in these files becomes records by the real actions; a slip found here has a line.
"""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import pytest
from packaging.licenses import canonicalize_license_expression

from backend.core.text import fold, printable, slugify
from backend.domain.topics.tree import LANGUAGES, load

Thing: TypeAlias = dict[str, Any]

SAMPLE: Final = Path(__file__).parents[2] / "backend" / "sample"
SENTENCE_ENDS: Final = re.compile(r"[.?؟](?=\s|$)")


def things(name: str, kind: str) -> list[Thing]:
    found: list[Thing] = tomllib.loads((SAMPLE / name).read_text(encoding="utf-8"))[kind]
    return found


CITIES: Final = {city["key"]: city for city in things("cities.toml", "city")}
MEMBERS: Final = {member["email"]: member for member in things("members.toml", "member")}
TOPICS: Final = {entry.slug for entry in load()}
RESOURCES: Final = things("resources.toml", "resource")
ROUNDTABLES: Final = things("roundtables.toml", "roundtable")
HELD: Final = [table for table in ROUNDTABLES if table.get("days_from_now", 0) < 0]


def about(thing: Thing) -> str:
    return str(thing["key"])


each_resource = pytest.mark.parametrize("resource", RESOURCES, ids=about)
each_roundtable = pytest.mark.parametrize("table", ROUNDTABLES, ids=about)


def adoptions(resource: Thing) -> list[Thing]:
    found: list[Thing] = resource["adopted_by"]
    return found


def test_there_are_fifty_resources_and_twelve_roundtables() -> None:
    assert (len(RESOURCES), len(ROUNDTABLES)) == (50, 12)


def test_half_of_the_roundtables_are_over() -> None:
    assert len(HELD) == 6


@pytest.mark.parametrize("many", [RESOURCES, ROUNDTABLES], ids=["resources", "roundtables"])
def test_keys_and_titles_are_used_once(many: list[Thing]) -> None:
    assert max(Counter(thing["key"] for thing in many).values()) == 1
    assert max(Counter(fold(thing["title"]) for thing in many).values()) == 1
    assert [thing["key"] for thing in many if slugify(thing["key"]) != thing["key"]] == []


def test_every_kind_of_resource_is_in_the_library() -> None:
    assert {resource["kind"] for resource in RESOURCES} == {
        "toolkit",
        "use_case",
        "guide",
        "report",
        "template",
        "data_set",
        "code",
        "policy",
        "recording",
    }


def test_the_library_speaks_all_five_languages_and_about_half_english() -> None:
    spoken = Counter(resource["language"] for resource in RESOURCES)
    assert set(spoken) == set(LANGUAGES)
    assert 22 <= spoken["en"] <= 28


def test_every_topic_has_a_resource() -> None:
    assert {slug for resource in RESOURCES for slug in resource["topics"]} == TOPICS


def test_six_resources_are_files() -> None:
    assert len([resource for resource in RESOURCES if "file" in resource]) == 6


@each_resource
def test_a_resource_has_its_fields(resource: Thing) -> None:
    carried = {"file", "text"} if "file" in resource else {"link"}
    assert set(resource) == carried | {
        "key",
        "title",
        "description",
        "kind",
        "licence",
        "language",
        "year",
        "publisher_city",
        "author",
        "topics",
        "adopted_by",
        "days_ago",
    }


@each_resource
def test_a_description_has_two_to_four_sentences(resource: Thing) -> None:
    assert 2 <= len(SENTENCE_ENDS.findall(resource["description"])) <= 4
    assert printable(resource["description"]) == resource["description"]
    assert len(resource["title"]) <= 100


@each_resource
def test_a_link_leads_to_nobody(resource: Thing) -> None:
    assert resource.get("link", "https://example.org/").startswith("https://example.org/")


@each_resource
def test_a_licence_is_written_as_spdx_writes_it(resource: Thing) -> None:
    assert canonicalize_license_expression(resource["licence"]) == resource["licence"]


@each_resource
def test_an_author_writes_for_the_publishing_city_after_joining(resource: Thing) -> None:
    author = MEMBERS[resource["author"]]
    assert author["city"] == resource["publisher_city"]
    assert 0 < resource["days_ago"] < author["days_ago"]
    assert 2015 <= resource["year"] <= 2026


@each_resource
def test_topics_of_a_resource_are_in_the_tree(resource: Thing) -> None:
    assert 1 <= len(resource["topics"]) == len(set(resource["topics"])) <= 4
    assert set(resource["topics"]) <= TOPICS


@each_resource
def test_other_cities_adopt_a_resource_each_once(resource: Thing) -> None:
    cities = [adoption["city"] for adoption in adoptions(resource)]
    assert len(set(cities)) == len(cities)
    assert set(cities) <= CITIES.keys() - {resource["publisher_city"]}
    for adoption in adoptions(resource):
        assert set(adoption) == {"city", "state", "words"}
        assert adoption["state"] in {"considers", "pilots", "uses", "adapted"}
        assert SENTENCE_ENDS.search(adoption["words"])


def test_every_city_has_adopted_something() -> None:
    adopting = {adoption["city"] for resource in RESOURCES for adoption in adoptions(resource)}
    assert adopting == CITIES.keys()


def test_a_file_is_what_its_name_says() -> None:
    for resource in RESOURCES:
        if resource.get("file", "").endswith(".csv"):
            head, *lines = csv.reader(resource["text"].splitlines())
            assert {len(line) for line in lines} == {len(head)}
        elif "file" in resource:
            assert resource["file"].endswith(".md")
            assert resource["text"].startswith("# ")


@each_roundtable
def test_a_roundtable_has_its_fields(table: Thing) -> None:
    when = {"sittings"} if "sittings" in table else {"days_from_now", "hour", "zone"}
    assert set(table) - {"capacity", "note", "objection", "kept"} == when | {
        "key",
        "title",
        "purpose",
        "format",
        "place",
        "topics",
        "convener",
        "cities",
        "minutes",
        "agenda",
        "coming",
        "maybe",
        "waiting",
        "chatham_house",
        "language",
    }
    assert table["format"] in {"roundtable", "webinar", "workshop"}
    assert table["place"] in {"online", "in_person", "hybrid"}
    assert table["language"] in LANGUAGES
    assert set(table["topics"]) <= TOPICS


@each_roundtable
def test_a_roundtable_is_called_by_a_convener(table: Thing) -> None:
    assert MEMBERS[table["convener"]]["role"] == "convener"


@each_roundtable
def test_the_times_of_a_roundtable_exist(table: Thing) -> None:
    sittings = table.get("sittings", [table])
    assert len(sittings) == (2 if "sittings" in table else 1)
    for sitting in sittings:
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", sitting["hour"])
        assert ZoneInfo(sitting["zone"]).key == sitting["zone"]
        assert isinstance(sitting["days_from_now"], int)


@each_roundtable
def test_an_agenda_fills_its_time_with_people_who_are_there(table: Thing) -> None:
    assert sum(item["minutes"] for item in table["agenda"]) == table["minutes"]
    leads = {item["lead"] for item in table["agenda"]}
    assert leads <= {"", table["convener"], *table["coming"]}


@each_roundtable
def test_who_answered_was_invited_and_had_joined(table: Thing) -> None:
    answered = [*table["coming"], *table["maybe"], *table["waiting"]]
    assert len({*answered, table["convener"]}) == len(answered) + 1
    invited = {*table["cities"], None}
    assert {MEMBERS[email].get("city") for email in answered} <= invited
    ago = -table.get("days_from_now", 0)
    for email in (*answered, table["convener"]):
        assert MEMBERS[email]["days_ago"] > ago


@each_roundtable
def test_every_invited_city_is_in_the_network(table: Thing) -> None:
    assert len(set(table["cities"])) == len(table["cities"])
    assert set(table["cities"]) <= CITIES.keys()


@each_roundtable
def test_nobody_waits_while_a_seat_is_free(table: Thing) -> None:
    seats = table.get("capacity", 1_000)
    assert len(table["coming"]) <= seats
    assert not table["waiting"] or len(table["coming"]) == seats


@each_roundtable
def test_only_what_is_over_has_a_note(table: Thing) -> None:
    assert ("note" in table) == (table in HELD)
    assert table.get("note", "\n## ").startswith(("## ", "\n## "))


def names_of_the_room(table: Thing) -> set[str]:
    people = (MEMBERS[email] for email in (table["convener"], *table["coming"], *table["maybe"]))
    words = {part for person in people for part in person["name"].split() if len(part) > 2}
    places = {city["name"] for city in CITIES.values()}
    return (
        words
        | places
        | {member["organisation"] for member in MEMBERS.values() if "organisation" in member}
    )


def test_notes_under_chatham_house_name_nobody() -> None:
    closed = [table for table in HELD if table["chatham_house"]]
    assert len(closed) == 2
    for table in closed:
        note = set(re.findall(r"\w+", fold(table["note"])))
        told = [
            name for name in names_of_the_room(table) if set(re.findall(r"\w+", fold(name))) <= note
        ]
        assert told == []
