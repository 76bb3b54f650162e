from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.adapters.files import Files
from backend.core import clock
from backend.core.db import sessions_for
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.core.ids import new_id
from backend.core.shelf import Shelf
from backend.domain.cities.models import CityName
from backend.domain.members.models import Guest, Member
from backend.domain.notifications import actions as notifications
from backend.domain.notifications.models import Notification
from backend.domain.resources import actions, files, page, policy
from backend.domain.resources.models import (
    EditDraft,
    Resource,
    ResourceDraft,
    ResourceTopic,
    ResourceVersion,
    StoredFile,
    VersionDraft,
)
from backend.domain.search.models import SearchDocument
from backend.domain.topics.queries import tree
from tests.conftest import NOON
from tests.support.documents import PDF
from tests.support.make import Make
from tests.support.races import at_once

WORDS: dict[str, Any] = {
    "title": "Data trust agreement",
    "description": "A model agreement between a city and its operators.",
    "kind": "template",
    "licence": "CC-BY-4.0",
    "language": "en",
    "year": 2025,
    "topics": ["mobility"],
}
LINK = "https://example.org/agreement"


def draft(**given: Any) -> ResourceDraft:
    return ResourceDraft(**WORDS | {"link": LINK} | given)


def edited(**given: Any) -> EditDraft:
    return EditDraft(**WORDS | given)


@pytest.fixture(autouse=True)
def _mobility(make: Make) -> None:
    make.topic("Mobility")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Files(tmp_path, most=1000)


def told(db: Session) -> set[tuple[UUID, str]]:
    db.flush()
    return {(one.recipient_id, one.event) for one in db.exec(select(Notification))}


def problems(db: Session, me: Member, sent: ResourceDraft) -> dict[str, str]:
    with pytest.raises(Rejected) as refused:
        actions.add(db, me, sent)
    assert db.exec(select(Resource)).all() == []
    return refused.value.problems


def test_adding_keeps_the_words_and_signs_them(db: Session, make: Make) -> None:
    ana, bristol = make.member(), make.city("Bristol")
    resource = actions.add(db, ana, draft(publisher="Bristol", licence="cc by 4.0"))
    assert resource.author_id == ana.id
    assert (resource.title, resource.description) == (WORDS["title"], WORDS["description"])
    assert (resource.kind, resource.licence, resource.year) == ("template", "CC-BY-4.0", 2025)
    assert (resource.language, resource.visibility) == ("en", "public")
    assert (resource.city_id, resource.posted_at) == (bristol.id, NOON)
    assert resource.slug == "data-trust-agreement"
    (version,) = page.versions(db, resource.id)
    assert (version.number, version.link) == (1, LINK)
    assert [one.slug for one in page.topics_of(db, resource.id)] == ["mobility"]


def test_two_of_one_title_have_addresses_of_their_own(db: Session, make: Make) -> None:
    ana = make.member()
    slugs = [actions.add(db, ana, draft()).slug for _ in range(2)]
    assert slugs == ["data-trust-agreement", "data-trust-agreement-2"]
    assert actions.add(db, ana, draft(title="-- New? --")).slug == "new-2"


def test_a_form_sent_twice_adds_one(db: Session, make: Make) -> None:
    ana, form = make.member(), new_id()
    first = actions.add(db, ana, draft(), form)
    assert actions.add(db, ana, draft(), form).id == first.id == form
    with pytest.raises(Conflict, match="somebody else"):
        actions.add(db, make.member(), draft(), form)


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"publisher": "Atlantis"}, "publisher", "We do not know this city"),
        ({"year": 2028}, "year", "still to come"),
        ({"topics": ["magic"]}, "topics", "choose topics from the list"),
        ({"link": ""}, "link", "give a link, or choose a file"),
        ({"link": "ftp://x.example"}, "link", "give a whole link"),
        ({"file_id": new_id()}, "link", "not both"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    db: Session, make: Make, given: dict[str, Any], field: str, sentence: str
) -> None:
    found = problems(db, make.member(), draft(**given))
    assert list(found) == [field]
    assert sentence in found[field]


@pytest.mark.parametrize(
    "given",
    [
        {"title": "Short"},
        {"title": "x" * 121},
        {"description": "Too short."},
        {"kind": "book"},
        {"language": "klingon"},
        {"year": 1899},
        {"year": 2101},
        {"visibility": "cities"},
        {"licence": ""},
        {"licence": "all rights"},
        {"licence": "other"},
        {"licence": "other", "other_licence": "ours"},
        {"topics": []},
        {"topics": list("abcdefg")},
        {"link": "x" * 1001},
        {"file_id": "seven"},
    ],
)
def test_a_draft_states_its_limits(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        draft(**given)


def test_a_licence_can_be_given_by_its_name(db: Session, make: Make) -> None:
    sent = draft(licence="other", other_licence="nlod-2.0")
    assert actions.add(db, make.member(), sent).licence == "NLOD-2.0"


def test_a_publisher_is_found_by_slug_name_and_other_spelling(db: Session, make: Make) -> None:
    ana, city = make.member(), make.city("München", slug="munich-de", country="DE")
    db.add(CityName(city_id=city.id, words="Munich", folded="munich"))
    for words in ("munich-de", "münchen", "MUNICH", "Munich (DE)", "München (de)"):
        assert actions.add(db, ana, draft(publisher=words)).city_id == city.id
    assert actions.add(db, ana, draft(publisher="")).city_id is None
    with pytest.raises(Rejected, match="do not know this city"):
        actions.add(db, ana, draft(publisher="Munich (AT)"))


def test_of_cities_with_one_name_the_country_tells(db: Session, make: Make) -> None:
    ana = make.member()
    make.city("Valencia", slug="valencia-es", country="ES")
    there = make.city("Valencia", slug="valencia-ve", country="VE")
    with pytest.raises(Rejected, match="Several cities have this name"):
        actions.add(db, ana, draft(publisher="Valencia"))
    assert actions.add(db, ana, draft(publisher="Valencia (VE)")).city_id == there.id


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"admitted_at": None}, "as soon as you have been admitted"),
        ({"suspended_at": NOON}, "suspended"),
        ({"suspended_at": NOON, "is_convener": True}, "suspended"),
    ],
)
def test_only_members_add(
    db: Session, make: Make, shelf: Shelf, given: dict[str, Any], sentence: str
) -> None:
    stranger = make.member(**given)
    with pytest.raises(Denied, match=sentence):
        actions.add(db, stranger, draft())
    with pytest.raises(Denied, match=sentence):
        files.keep(db, stranger, shelf, "a.pdf", BytesIO(PDF))
    assert not policy.may_add(Guest())


def test_what_was_added_can_be_found(db: Session, make: Make) -> None:
    resource = actions.add(db, make.member(), draft())
    kept = db.exec(select(SearchDocument)).one()
    assert (kept.kind, kept.subject_id, kept.slug) == ("resource", resource.id, resource.slug)
    assert (kept.title, kept.body) == (resource.title, resource.description)


def test_those_who_follow_its_topic_city_or_author_hear_of_it(db: Session, make: Make) -> None:
    ana, city = make.member(), make.city("Bristol")
    by_topic, by_city, by_person, nobody = (make.member() for _ in range(4))
    topic = tree(db).by_slug["mobility"]
    notifications.follow(db, by_topic.id, "topic", topic.id)
    notifications.follow(db, by_city.id, "city", city.id)
    notifications.follow(db, by_person.id, "member", ana.id)
    notifications.follow(db, ana.id, "topic", topic.id)
    actions.add(db, ana, draft(publisher="Bristol"))
    event = "resource.added"
    assert told(db) == {(one.id, event) for one in (by_topic, by_city, by_person)}
    assert [one.waits_as for one in db.exec(select(Notification))] == ["follows"] * 3
    assert nobody.id not in {one.recipient_id for one in db.exec(select(Notification))}


def test_who_may_not_see_it_does_not_hear_of_it(db: Session, make: Make) -> None:
    ana, gone = make.member(), make.member(suspended_at=NOON)
    notifications.follow(db, gone.id, "member", ana.id)
    actions.add(db, ana, draft(visibility="members"))
    assert told(db) == set()


def test_an_edit_changes_the_words_and_not_the_address(db: Session, make: Make) -> None:
    make.topic("Housing")
    ana = make.member()
    resource = actions.add(db, ana, draft())
    later = NOON + timedelta(days=1)
    with clock.stopped(later):
        sent = edited(
            title="Another title", topics=["housing"], licence="MIT", visibility="members"
        )
        actions.edit(db, ana, resource, sent)
    assert (resource.title, resource.slug) == ("Another title", "data-trust-agreement")
    assert (resource.licence, resource.visibility) == ("MIT", "members")
    assert (resource.posted_at, resource.edited_at) == (NOON, later)
    assert [one.slug for one in page.topics_of(db, resource.id)] == ["housing"]
    assert db.exec(select(SearchDocument.title)).all() == ["Another title"]
    assert told(db) == set()


def test_an_edit_by_somebody_else_is_told_to_who_added_it(db: Session, make: Make) -> None:
    ana = make.member()
    resource = actions.add(db, ana, draft())
    actions.edit(db, make.convener(), resource, edited())
    assert told(db) == {(ana.id, "resource.edited")}


def test_a_refused_edit_changes_nothing(db: Session, make: Make) -> None:
    ana = make.member()
    resource = actions.add(db, ana, draft())
    with pytest.raises(Rejected):
        actions.edit(db, ana, resource, edited(title="Another title", year=2099))
    assert (resource.title, resource.edited_at) == (WORDS["title"], None)
    assert len(db.exec(select(ResourceTopic)).all()) == 1


def test_its_author_the_publishers_lead_and_conveners_edit_and_nobody_else(
    db: Session, make: Make
) -> None:
    city = make.city()
    ana = make.member()
    resource = make.resource(ana, city_id=city.id)
    for one in (ana, make.member(city_id=city.id, is_lead=True), make.convener()):
        assert policy.may_edit(one, resource)
        actions.renew(db, one, resource, VersionDraft(link=LINK, note="Mended"))
    for one in (
        make.member(city_id=city.id),
        make.member(is_lead=True),
        make.member(city_id=city.id, is_lead=True, suspended_at=NOON),
        make.convener(suspended_at=NOON),
        make.member(city_id=None, is_lead=True),
    ):
        with pytest.raises(Denied):
            actions.edit(db, one, resource, edited())
        with pytest.raises(Denied):
            actions.renew(db, one, resource, VersionDraft(link=LINK, note="Mended"))
    assert not policy.may_edit(Guest(), resource)
    assert not policy.may_edit(make.member(city_id=None, is_lead=True), make.resource(city_id=None))


def test_a_new_version_stands_before_the_old_one(db: Session, make: Make) -> None:
    ana, peer, fan = make.member(), make.member(), make.member()
    resource = actions.add(db, ana, draft())
    make.adoption(resource, peer)
    notifications.follow(db, fan.id, "resource", resource.id)
    actions.renew(db, ana, resource, VersionDraft(link="https://example.org/2", note="Shorter"))
    assert resource.version == 2
    newest, first = page.versions(db, resource.id)
    assert (newest.number, newest.link, newest.note) == (2, "https://example.org/2", "Shorter")
    assert (first.number, first.link) == (1, LINK)
    assert told(db) == {(peer.id, "resource.renewed"), (fan.id, "resource.renewed")}


def test_versions_made_at_once_have_numbers_of_their_own(lasting_engine: Engine) -> None:
    with sessions_for(lasting_engine)() as db:
        make = Make(db)
        ana = make.member()
        resource = make.resource(ana)

    def renew(db: Session) -> ResourceVersion:
        me, again = db.get_one(Member, ana.id), db.get_one(Resource, resource.id)
        return actions.renew(db, me, again, VersionDraft(link=LINK, note="Mended"))

    assert at_once(lasting_engine, renew, clients=6) == ["ResourceVersion"] * 6
    with sessions_for(lasting_engine)() as db:
        numbers = [one.number for one in page.versions(db, resource.id)]
        assert numbers == [7, 6, 5, 4, 3, 2, 1]
        assert db.get_one(Resource, resource.id).version == 7


def test_a_new_version_says_what_is_different(db: Session, make: Make) -> None:
    ana = make.member()
    resource = actions.add(db, ana, draft())
    with pytest.raises(Rejected) as refused:
        actions.renew(db, ana, resource, VersionDraft(link=LINK))
    assert list(refused.value.problems) == ["note"]
    with pytest.raises(Rejected, match="give a link, or choose a file"):
        actions.renew(db, ana, resource, VersionDraft(note="Shorter"))
    assert len(page.versions(db, resource.id)) == 1


def test_following_is_for_others_than_its_author(db: Session, make: Make) -> None:
    ana, fan = make.member(), make.member()
    resource = make.resource(ana)
    actions.follow(db, fan, resource)
    assert page.opened(db, fan, resource.slug).follows
    actions.unfollow(db, fan, resource)
    assert not page.opened(db, fan, resource.slug).follows
    with pytest.raises(Denied, match="what you added"):
        actions.follow(db, ana, resource)
    with pytest.raises(Denied):
        actions.follow(db, make.member(suspended_at=NOON), resource)


def test_a_file_is_kept_and_becomes_a_version(db: Session, make: Make, shelf: Shelf) -> None:
    ana = make.member()
    stored = files.keep(db, ana, shelf, "../Añexo.PDF", BytesIO(PDF))
    resource = actions.add(db, ana, draft(link="", file_id=stored.id))
    (version,) = page.versions(db, resource.id)
    assert (version.file_name, version.media_type) == ("Añexo.pdf", "application/pdf")
    assert (version.link, version.size, version.sha256) == ("", len(PDF), stored.sha256)
    path = shelf.where(stored.sha256)
    assert path is not None
    assert path.read_bytes() == PDF


def test_a_file_is_used_once_and_only_by_its_sender(db: Session, make: Make, shelf: Shelf) -> None:
    ana, ben = make.member(), make.member()
    stored = files.keep(db, ana, shelf, "a.pdf", BytesIO(PDF))
    with pytest.raises(NotFound):
        actions.add(db, ben, draft(link="", file_id=stored.id))
    actions.add(db, ana, draft(link="", file_id=stored.id))
    with pytest.raises(NotFound):
        actions.add(db, ana, draft(link="", file_id=stored.id))
    with pytest.raises(NotFound):
        actions.add(db, ana, draft(link="", file_id=new_id()))


def test_a_file_that_is_too_large_or_unsound_is_not_kept(
    db: Session, make: Make, shelf: Shelf, tmp_path: Path
) -> None:
    ana = make.member()
    with pytest.raises(Rejected, match="too large"):
        files.keep(db, ana, shelf, "a.txt", BytesIO(b"x" * 1001))
    with pytest.raises(Rejected, match="not what its name says"):
        files.keep(db, ana, shelf, "a.txt", BytesIO(b"\x00"))
    assert db.exec(select(StoredFile)).all() == []
    assert list(tmp_path.rglob("*")) == []
    assert files.keep(db, ana, shelf, "a.txt", BytesIO(b"x" * 1000)).size == 1000


def test_only_so_many_files_wait_for_their_forms(db: Session, make: Make, shelf: Shelf) -> None:
    ana = make.member()
    for _ in range(files.MOST_WAITING):
        last = files.keep(db, ana, shelf, "a.pdf", BytesIO(PDF))
    with pytest.raises(Rejected, match="Too many files"):
        files.keep(db, ana, shelf, "a.pdf", BytesIO(PDF))
    files.keep(db, make.member(), shelf, "a.pdf", BytesIO(PDF))
    actions.add(db, ana, draft(link="", file_id=last.id))
    files.keep(db, ana, shelf, "a.pdf", BytesIO(PDF))


def test_files_that_waited_in_vain_are_swept_away(db: Session, make: Make, shelf: Shelf) -> None:
    ana = make.member()
    used, waiting = (
        files.keep(db, ana, shelf, name, BytesIO(name.encode())) for name in ("a.txt", "b.txt")
    )
    twin = files.keep(db, ana, shelf, "c.txt", BytesIO(b"a.txt"))
    orphan = shelf.keep(BytesIO(b"without a row"))
    actions.add(db, ana, draft(link="", file_id=used.id))
    assert files.sweep(db, shelf) == 0
    # The clock of the files is the computer's own, so the sweep is made to look back from afar.
    with clock.stopped(NOON + timedelta(days=36_500)):
        assert files.sweep(db, shelf) == 2
    assert shelf.where(used.sha256)
    assert not shelf.where(waiting.sha256)
    assert not shelf.where(orphan.sha256)
    left = db.exec(select(StoredFile.id).order_by(col(StoredFile.id))).all()
    assert left == [used.id]
    assert twin.id not in left


class Swept:
    """A shelf from which what was just put there is swept away, once."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._swept = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._shelf, name)

    def where(self, sha256: str) -> Path | None:
        if not self._swept:
            self._swept = True
            self._shelf.forget(sha256)
        return self._shelf.where(sha256)


def test_a_file_swept_while_it_is_taken_in_is_taken_in_again(
    db: Session, make: Make, shelf: Shelf
) -> None:
    swept: Any = Swept(shelf)
    stored = files.keep(db, make.member(), swept, "a.pdf", BytesIO(PDF))
    assert shelf.where(stored.sha256)


def test_a_version_is_a_link_or_a_file(db: Session, make: Make) -> None:
    """The database holds it too, whoever writes there."""
    resource = make.resource()
    versions = db.exec(select(ResourceVersion)).all()
    assert [(bool(one.link), bool(one.file_id)) for one in versions] == [(True, False)]
    assert resource.version == 1
