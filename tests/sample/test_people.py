"""The sample network's cities, members and challenges: whole, in order, and by the rules."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from backend import sample
from backend.core import tongues
from backend.core.text import one_line, prose, slugify
from backend.domain.cities.models import PRINCIPLE_NAMES, STAGES
from backend.domain.topics.tree import load

Entry: TypeAlias = dict[str, Any]

FILES = Path(sample.__file__).parent


def read(pattern: str, name: str) -> list[Entry]:
    entries: list[Entry] = []
    for path in sorted(FILES.glob(pattern)):
        entries += tomllib.loads(path.read_text(encoding="utf-8"))[name]
    return entries


CITIES = {city["key"]: city for city in read("cities.toml", "city")}
MEMBERS = {member["email"]: member for member in read("members.toml", "member")}
CHALLENGES = read("challenges_*.toml", "challenge")
TOPICS = {entry.slug for entry in load()}

each_challenge = pytest.mark.parametrize("challenge", CHALLENGES, ids=lambda one: one["key"])


def contributions(challenge: Entry) -> Iterator[tuple[str, int]]:
    """Who writes something, and how many days ago."""
    yield challenge["author"], challenge["days_ago"]
    for answer in challenge["answers"]:
        yield answer["author"], answer["days_ago"]
        for reply in answer["replies"]:
            yield reply["author"], reply["days_ago"]


def sentences(entry: object) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for value in entry.values():
            yield from sentences(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from sentences(value)


def test_the_network_is_as_large_as_promised() -> None:
    answers = sum(len(challenge["answers"]) for challenge in CHALLENGES)
    assert (len(CITIES), len(MEMBERS), len(CHALLENGES)) == (40, 120, 60)
    assert 170 <= answers <= 190
    assert Counter(member["role"] for member in MEMBERS.values()) == {
        "member": 108,
        "lead": 8,
        "convener": 4,
    }


def test_nothing_is_there_twice() -> None:
    assert len(read("cities.toml", "city")) == len(CITIES)
    assert len(read("members.toml", "member")) == len(MEMBERS)
    assert len({challenge["key"] for challenge in CHALLENGES}) == len(CHALLENGES)
    assert len({challenge["title"] for challenge in CHALLENGES}) == len(CHALLENGES)


def test_what_is_written_passes_the_filter_unchanged() -> None:
    words = [*sentences([CITIES, MEMBERS, CHALLENGES])]
    assert [one for one in words if one not in {one_line(one), prose(one)}] == []


def test_a_citys_key_is_the_slug_of_its_name_and_country() -> None:
    wrong = [k for k, c in CITIES.items() if k != slugify(f"{c['name']} {c['country']}")]
    assert wrong == []


def test_no_address_can_belong_to_anybody() -> None:
    for city in CITIES.values():
        links = [part["link"] for part in city["openness"].values() if part["link"]]
        for address in (city["website"], city["portal"], *links):
            assert address.startswith("https://")
            assert address.split("/")[2].endswith(".example")
        assert all(domain.endswith(".example") for domain in city["domains"])
    assert all(email.endswith(".example") and email == email.lower() for email in MEMBERS)


def test_cities_speak_of_all_six_principles_and_of_three_to_six_priorities() -> None:
    for city in CITIES.values():
        assert tuple(city["openness"]) == PRINCIPLE_NAMES
        for part in city["openness"].values():
            assert part["stage"] in STAGES
            assert 0 < len(part["words"]) <= 400
        assert 3 <= len(set(city["priorities"])) == len(city["priorities"]) <= 6
        assert set(city["priorities"]) <= TOPICS
        assert all(tongues.is_known(tag) for tag in city["languages"])


def test_members_work_for_a_city_under_its_domain_or_for_an_organisation() -> None:
    for member in MEMBERS.values():
        domain = member["email"].partition("@")[2]
        if "city" in member:
            assert domain in CITIES[member["city"]]["domains"]
        else:
            assert member["organisation"]
            assert member["time_zone"]
    assert {member.get("city") for member in MEMBERS.values()} == {None, *CITIES}


def test_a_city_has_at_most_one_lead() -> None:
    leads = Counter(m["city"] for m in MEMBERS.values() if m["role"] == "lead")
    assert set(leads.values()) == {1}


def test_members_topics_languages_and_hours_are_known() -> None:
    for member in MEMBERS.values():
        topics = member["can_help"] + member["looking_for"]
        assert len(set(topics)) == len(topics)
        assert set(topics) <= TOPICS
        assert member["can_help"]
        assert all(tongues.is_known(tag) for tag in member["languages"])
        assert "06:00" < member["work_starts"] < member["work_ends"] < "20:00"


def test_challenges_are_in_four_languages_and_some_wait_for_an_answer() -> None:
    count = Counter(challenge["language"] for challenge in CHALLENGES)
    waiting = [c for c in CHALLENGES if not c["answers"] and c["days_ago"] > 7]
    assert count == {"en": 32, "es": 13, "fr": 8, "pt": 7}
    assert len(waiting) == 8
    assert {c["state"] for c in waiting} == {"open"}


@each_challenge
def test_who_writes_had_joined_and_knows_the_language(challenge: Entry) -> None:
    assert "city" in MEMBERS[challenge["author"]]
    for email, days_ago in contributions(challenge):
        member = MEMBERS[email]
        assert challenge["language"] in member["languages"], email
        assert days_ago < member["days_ago"], email
    for answer in challenge["answers"]:
        for email in answer["helpful_by"]:
            assert answer["days_ago"] < MEMBERS[email]["days_ago"], email


@each_challenge
def test_topics_exist_and_other_cities_face_it(challenge: Entry) -> None:
    facing = [one["city"] for one in challenge["faced_by"]]
    assert set(challenge["topics"]) <= TOPICS
    assert 1 <= len(set(challenge["topics"])) == len(challenge["topics"]) <= 6
    assert len(set(facing)) == len(facing) <= 12
    assert set(facing) <= set(CITIES) - {MEMBERS[challenge["author"]]["city"]}
    assert all(len(one["words"]) <= 200 for one in challenge["faced_by"])


@each_challenge
def test_days_run_from_the_challenge_to_its_end(challenge: Entry) -> None:
    days = [challenge["days_ago"], *(answer["days_ago"] for answer in challenge["answers"])]
    assert days == sorted(days, reverse=True)
    assert 0 <= days[-1] <= days[0] <= 120
    for answer in challenge["answers"]:
        replies = [answer["days_ago"], *(reply["days_ago"] for reply in answer["replies"])]
        assert replies == sorted(replies, reverse=True)
        assert replies[-1] >= 0


@each_challenge
def test_an_ended_challenge_says_how_it_ended_and_when(challenge: Entry) -> None:
    ended = challenge["state"] in {"solved", "closed"}
    assert ended == ("outcome" in challenge)
    if ended:
        last = min(days_ago for _, days_ago in contributions(challenge))
        assert 0 <= challenge["outcome"]["days_ago"] <= last
    if challenge["state"] == "solved":
        assert any(answer["helped"] for answer in challenge["answers"])


@each_challenge
def test_nobody_answers_or_praises_themselves(challenge: Entry) -> None:
    for answer in challenge["answers"]:
        assert answer["author"] != challenge["author"]
        assert answer["author"] not in answer["helpful_by"]
        assert len(set(answer["helpful_by"])) == len(answer["helpful_by"])
        assert answer["kind"] in {"experience", "offer", "question", "suggestion"}


@each_challenge
def test_only_those_who_see_it_take_part(challenge: Entry) -> None:
    chosen = challenge["cities"]
    assert (challenge["visibility"] == "cities") == bool(chosen)
    assert set(chosen) <= set(CITIES)
    if chosen:
        insiders = {*chosen, MEMBERS[challenge["author"]]["city"]}
        praise = [email for answer in challenge["answers"] for email in answer["helpful_by"]]
        people = [*praise, *(email for email, _ in contributions(challenge))]
        assert {MEMBERS[email].get("city") for email in people} <= insiders
        assert {one["city"] for one in challenge["faced_by"]} <= insiders
