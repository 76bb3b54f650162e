"""The library for programs: what is seen, what is done, what is refused."""

from typing import Any

import anyio
import pytest
from httpx import Response
from sqlalchemy import Connection
from sqlmodel import Session, select

from backend.core.ids import new_id
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import Resource, StoredFile
from tests.conftest import NOON, Connect
from tests.support.browser import Program
from tests.support.documents import PDF, SOUND
from tests.support.make import Make
from tests.support.queries import counted

WORDS: dict[str, Any] = {
    "title": "Data trust agreement",
    "description": "A model agreement between a city and its operators.",
    "kind": "template",
    "licence": "cc by 4.0",
    "other_licence": "",
    "publisher": "",
    "language": "es",
    "year": 2025,
    "visibility": "public",
    "topics": ["mobility"],
    "link": "https://example.org/agreement",
}
AT = "/resources/data-trust-agreement"


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


def upload(program: Program, name: str, contents: bytes) -> Response:
    async def send() -> Response:
        return await program.client.post("/resources/files", files={"file": (name, contents)})

    return anyio.run(send)


def test_adding_and_reading_it_again(connect: Connect, make: Make) -> None:
    make.city("Bristol")
    ana = make.member("Ana")
    program = connect(ana)
    made = program.post("/resources", WORDS | {"publisher": "bristol-gb"})
    assert made.status_code == 201
    told = program.get(AT).json()
    assert told == made.json()
    same = ("title", "description", "kind", "language", "year", "visibility")
    assert {name: told[name] for name in same} == {name: WORDS[name] for name in same}
    assert told["path"] == AT
    assert told["licence"] == {
        "id": "CC-BY-4.0",
        "label": "CC BY 4.0",
        "address": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert told["topics"] == [{"slug": "mobility", "label": "Mobility"}]
    assert told["author"] == {"slug": ana.slug, "name": "Ana"}
    assert told["publisher"] == {"slug": "bristol-gb", "name": "Bristol", "country": "GB"}
    assert [(one["number"], one["link"], one["path"]) for one in told["versions"]] == [
        (1, WORDS["link"], "")
    ]
    assert (told["used_by"], told["adoptions"], told["follows"]) == (0, [], False)


def test_sent_again_under_one_id_it_is_added_once(
    connect: Connect, make: Make, db: Session
) -> None:
    program = connect(make.member())
    sent = WORDS | {"id": str(new_id())}
    first, second = (program.post("/resources", sent) for _each in range(2))
    assert first.json() == second.json()
    assert len(db.exec(select(Resource)).all()) == 1
    assert connect(make.member()).post("/resources", sent).status_code == 409


def test_a_file_is_taken_in_and_then_named(connect: Connect, make: Make) -> None:
    program = connect(make.member())
    kept = upload(program, "../plan.pdf", PDF)
    assert kept.status_code == 201
    said = kept.json()
    assert (said["name"], said["media_type"], said["size"]) == (
        "plan.pdf",
        "application/pdf",
        len(PDF),
    )
    made = program.post("/resources", WORDS | {"link": "", "file_id": said["id"]}).json()
    (version,) = made["versions"]
    assert version["sha256"] == said["sha256"]
    assert version["path"] == f"/api/v1{AT}/files/1"
    fetched = connect().get(f"{AT}/files/1")
    assert (fetched.status_code, fetched.content) == (200, PDF)
    assert fetched.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "contents"),
    [("a.exe", b"MZ"), ("a.pdf", PDF + SOUND["zip"]), ("a.txt", b""), ("", b"words")],
)
def test_a_file_that_cannot_be_taken_is_a_problem(
    connect: Connect, make: Make, db: Session, name: str, contents: bytes
) -> None:
    answer = upload(connect(make.member()), name, contents)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert db.exec(select(StoredFile)).all() == []


def test_files_come_from_members_that_may_write(connect: Connect, make: Make) -> None:
    assert upload(connect(), "a.pdf", PDF).status_code == 401
    assert upload(connect(make.member(), scope="read"), "a.pdf", PDF).status_code == 403
    assert upload(connect(make.member(suspended_at=NOON)), "a.pdf", PDF).status_code == 403


def test_the_list_with_its_filters_and_counts(connect: Connect, make: Make) -> None:
    for n in range(21):
        make.resource(title=f"Number {n}", language="es", kind="guide")
    make.adoption(make.resource(language="fr", licence="MIT"))
    first = connect().get("/resources", language="es").json()
    rest = connect().get("/resources", language="es", after=first["next"]).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (20, 1, None)
    assert first["counts"] == {
        "all": 21,
        "is_whole": True,
        "ours": 0,
        "topic": {},
        "kind": {"guide": 21},
        "language": {"es": 21, "fr": 1},
        "licence": {"CC-BY-4.0": 21},
        "region": {"europe": 21},
    }
    (item,) = connect().get("/resources", licence=["MIT", "ISC"]).json()["items"]
    assert (item["language"], item["used_by"], item["version"]) == ("fr", 1, 1)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"topic": "alchemy"}, 404),
        ({"after": "x"}, 404),
        ({"kind": "book"}, 422),
        ({"sort": "best"}, 422),
        ({"ours": "perhaps"}, 422),
    ],
)
def test_what_cannot_be_asked_for(connect: Connect, asked: dict[str, str], status: int) -> None:
    assert connect().get("/resources", **asked).status_code == status


def test_who_sees_it(connect: Connect, make: Make) -> None:
    resource = make.resource(ana := make.member(), visibility="members")
    hidden = make.resource(ana, hidden_at=NOON)
    for reader, slugs in (
        (None, []),
        (make.member(suspended_at=NOON), []),
        (make.member(), [resource.slug]),
        (ana, [hidden.slug, resource.slug]),
        (make.convener(), [hidden.slug, resource.slug]),
    ):
        program = connect(reader, scope="read") if reader else connect()
        listed = program.get("/resources").json()
        assert sorted(one["slug"] for one in listed["items"]) == sorted(slugs)
        assert listed["counts"]["all"] == len(slugs)
        for one in (resource, hidden):
            expected = 200 if one.slug in slugs else 404
            assert program.get(f"/resources/{one.slug}").status_code == expected


def test_editing_and_a_new_version(connect: Connect, make: Make) -> None:
    program = connect(make.member())
    program.post("/resources", WORDS)
    edited = program.post(f"{AT}/edit", WORDS | {"title": "Another title", "licence": "MIT"})
    assert (edited.json()["title"], edited.json()["licence"]["id"]) == ("Another title", "MIT")
    link = "https://example.org/2"
    renewed = program.post(f"{AT}/versions", {"link": link, "note": "Shorter"})
    assert renewed.status_code == 201
    assert [one["number"] for one in renewed.json()["versions"]] == [2, 1]
    stranger = connect(make.member())
    assert stranger.post(f"{AT}/edit", WORDS).status_code == 403
    assert stranger.post(f"{AT}/versions", {"link": link, "note": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"licence": ""}, "body.licence"),
        ({"licence": "none"}, "body.licence"),
        ({"licence": "other"}, "body.other_licence"),
        ({"kind": "book"}, "body.kind"),
        ({"year": "1e400"}, "body.year"),
        ({"topics": []}, "body.topics"),
        ({"topics": ["alchemy"]}, "topics"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"publisher": "Atlantis"}, "publisher"),
    ],
)
def test_what_is_wrong_is_named(
    connect: Connect, make: Make, given: dict[str, Any], field: str
) -> None:
    answer = connect(make.member()).post("/resources", WORDS | given)
    assert (answer.status_code, list(answer.json()["problems"])) == (422, [field])


def test_a_city_adopts_and_takes_it_back(connect: Connect, make: Make, db: Session) -> None:
    resource = make.resource()
    ana = make.member("Ana", city_id=make.city("Wellington").id)
    program, at = connect(ana), f"/resources/{resource.slug}"
    told = program.post(f"{at}/adoption", {"state": "uses", "words": "In force."}).json()
    (said,) = told["adoptions"]
    assert (said["state"], said["words"], said["city"]["name"]) == (
        "uses",
        "In force.",
        "Wellington",
    )
    assert (told["used_by"], said["author"]["name"]) == (1, "Ana")
    assert program.post(f"{at}/adoption/removal").json()["adoptions"] == []
    assert program.post(f"{at}/adoption/removal").status_code == 409
    assert program.post(f"{at}/adoption", {"state": "loves"}).status_code == 422
    assert db.exec(select(Adoption)).all() == []


def test_following(connect: Connect, make: Make) -> None:
    at = f"/resources/{make.resource().slug}"
    program = connect(make.member())
    assert program.post(f"{at}/following", {}).status_code == 204
    assert program.get(at).json()["follows"] is True
    program.post(f"{at}/following", {"said": False})
    assert program.get(at).json()["follows"] is False


@pytest.mark.parametrize("how_many", [1, 3])
def test_reading_costs_the_same_however_much_there_is(
    connect: Connect, make: Make, connection: Connection, how_many: int
) -> None:
    topic = make.topic()
    for _each in range(how_many):
        resource = make.resource(topics=[topic])
    for _each in range(how_many):
        make.adoption(resource)
    program = connect(make.member())
    with counted(connection) as listing:
        program.get("/resources")
    with counted(connection) as showing:
        program.get(f"/resources/{resource.slug}")
    assert (len(listing), len(showing)) == (6, 5)
