"""Lists kept under a name: what is new in them is told once, and only to who may see it."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from backend.core import clock
from backend.core.errors import Conflict, Denied, NotFound, Rejected
from backend.domain import subjects
from backend.domain.challenges import actions as challenges
from backend.domain.members.models import Guest, Member
from backend.domain.notifications.models import Letter, Notification
from backend.domain.own_data.everything import HOLDINGS
from backend.domain.saved_searches import actions, alerts, kinds, queries
from backend.domain.saved_searches.drafts import SavedDraft, SearchDraft
from backend.domain.saved_searches.models import SavedSearch, SavedSearchMatch
from backend.domain.twinnings import actions as twinnings
from backend.domain.twinnings.drafts import TwinningDraft
from tests.conftest import NOON
from tests.support.make import Make

DAY, MINUTES = timedelta(days=1), timedelta(minutes=6)


@pytest.fixture
def ana(make: Make) -> Member:
    return make.member("Ana")


def kept(db: Session, me: Member, of: str, **given: Any) -> SavedSearch:
    return actions.save(db, me, SearchDraft(**{"name": "Mine", "of": of} | given))


def told(db: Session, me: Member) -> list[int]:
    db.flush()
    found = select(Notification.facts).where(
        Notification.recipient_id == me.id, Notification.event == alerts.FOUND
    )
    return [facts["count"] for facts in db.exec(found)]


def letters(db: Session, me: Member) -> list[int]:
    db.flush()
    found = select(Letter.facts).where(Letter.recipient_id == me.id, Letter.event == alerts.MAILED)
    return [facts["count"] for facts in db.exec(found)]


@pytest.mark.parametrize(
    ("of", "kind", "query"),
    [
        ("/challenges?topic=housing&after=x&sort=newest&", "challenges", "topic=housing"),
        ("/resources?topic=a&topic=b&ours=on", "resources", "topic=a&topic=b&ours=on"),
        ("/people", "people", ""),
        ("/search?q=bike+lanes&kind=city", "search", "q=bike+lanes&kind=city"),
    ],
)
def test_a_list_is_kept_as_its_address_without_what_says_nothing(
    of: str, kind: str, query: str
) -> None:
    assert kinds.read(of) == (kind, query)


@pytest.mark.parametrize(
    "of",
    [
        "https://elsewhere.example/challenges",
        "//elsewhere.example/challenges",
        "/settings",
        "/challenges/one",
        "/challenges?status=odd",
        "/search",
        "/resources?" + "&".join(f"topic=t{n}" for n in range(21)),
        "//[",
        "http://[::1/search?q=a",
        "/search?" + "&".join("q=a" for _ in range(201)),
    ],
)
def test_what_is_no_list_of_ours_is_not_kept(db: Session, ana: Member, of: str) -> None:
    with pytest.raises(Rejected):
        kept(db, ana, of)


def test_what_is_new_is_told_once(db: Session, make: Make, ana: Member) -> None:
    topic = make.topic("Housing")
    make.challenge(topics=[topic])
    kept(db, ana, "/challenges?topic=housing")
    with clock.stopped(NOON + timedelta(minutes=1)):
        make.challenge(topics=[topic])
        make.challenge(topics=[topic])
        make.challenge()
        make.challenge(ana, topics=[topic])
        assert alerts.look(db) == 0, "it was looked through just now"
    with clock.stopped(NOON + MINUTES):
        assert (alerts.look(db), told(db, ana)) == (1, [2])
        make.challenge(topics=[topic])
    with clock.stopped(NOON + 2 * MINUTES):
        alerts.look(db)
        assert told(db, ana) == [3], "the line that nobody has read grows"
        alerts.look(db)
    with clock.stopped(NOON + DAY):
        assert (alerts.mail(db), letters(db, ana)) == (1, [3])
        assert (alerts.mail(db), letters(db, ana)) == (0, [3])


def test_its_letter_comes_once_in_the_morning_of_its_owner(
    db: Session, make: Make, ana: Member
) -> None:
    ana.zone = "Pacific/Kiritimati"
    kept(db, ana, "/challenges")
    morning = NOON.replace(hour=17)  # 07:00 of the next day there
    for found, sent in ((morning - MINUTES, 1), (morning + MINUTES, 2)):
        with clock.stopped(found):
            make.challenge()
            alerts.look(db)
        day = (sent - 1) * DAY
        for minutes, count in ((-1, sent - 1), (0, sent), (60 * 12, sent)):
            with clock.stopped(morning + day + timedelta(minutes=minutes)):
                alerts.mail(db)
                assert letters(db, ana) == [1] * count


@pytest.mark.parametrize(
    ("alert", "here", "mailed"), [("mail", [1], [1]), ("here", [1], []), ("off", [], [])]
)
def test_it_is_told_as_its_owner_likes(
    db: Session, make: Make, ana: Member, alert: str, here: list[int], mailed: list[int]
) -> None:
    kept(db, ana, "/challenges", alert=alert)
    with clock.stopped(NOON + MINUTES):
        make.challenge()
        alerts.look(db)
    with clock.stopped(NOON + 2 * DAY):
        alerts.mail(db)
    assert (told(db, ana), letters(db, ana)) == (here, mailed)


def test_only_what_its_owner_may_see_is_told(db: Session, make: Make, ana: Member) -> None:
    kept(db, ana, "/challenges")
    with clock.stopped(NOON + MINUTES):
        make.challenge(cities=[make.city()])
        make.challenge(hidden_at=NOON)
        seen = make.challenge()
        alerts.look(db)
        assert told(db, ana) == [1]
        seen.hidden_at = clock.now()
        db.add(seen)
    with clock.stopped(NOON + DAY):
        assert (alerts.mail(db), letters(db, ana)) == (1, []), "it was hidden meanwhile"


def test_what_becomes_visible_later_is_news_then(db: Session, make: Make, ana: Member) -> None:
    kept(db, ana, "/challenges")
    with clock.stopped(NOON + MINUTES):
        challenge = make.challenge(cities=[make.city()])
        alerts.look(db)
    with clock.stopped(NOON + 2 * MINUTES):
        challenge.visibility = "members"
        db.add(challenge)
        alerts.look(db)
    assert told(db, ana) == [1]


def test_every_kind_of_list_finds_what_is_new(db: Session, make: Make, ana: Member) -> None:
    for of in ("cities", "people", "resources", "roundtables", "search?q=planters"):
        kept(db, ana, f"/{of}", name=of)
    with clock.stopped(NOON + MINUTES):
        make.resource()
        challenge = make.challenge(title="Planters along the lanes")
        challenges.index(db, challenge)
        db.flush()
        alerts.look(db)
        found = {one.name: one.found for one in queries.mine(db, ana)}
    assert found.pop("roundtables") == 0
    assert set(found.values()) >= {1}, found
    assert min(found.values()) >= 1, found


def test_a_twinning_is_news_once_it_was_agreed(db: Session, make: Make, ana: Member) -> None:
    topic, others = make.topic("Housing"), make.topic("Water")
    leads = [make.member(city_id=make.city(name).id, is_lead=True) for name in ("Bristol", "Quito")]
    draft = TwinningDraft(
        other="quito-gb",
        kind="peer",
        topics=[topic.slug],
        purpose="To read each other's drafts.",
        starts_on=NOON.date() + DAY,
        ends_on=NOON.date() + 90 * DAY,
    )
    for asked_for in ("city=bristol-gb&standing=agreed", f"topic={others.slug}"):
        kept(db, ana, f"/twinnings?{asked_for}", name=asked_for)
    with clock.stopped(NOON + MINUTES):
        proposed = twinnings.propose(db, leads[0], draft)
        assert (alerts.look(db), told(db, ana)) == (2, [])
    with clock.stopped(NOON + 2 * MINUTES):
        twinnings.agree(db, leads[1], proposed)
        assert (alerts.look(db), told(db, ana)) == (2, [1])


def test_who_ran_it_meanwhile_gets_no_letter(db: Session, make: Make, ana: Member) -> None:
    saved = kept(db, ana, "/challenges")
    with clock.stopped(NOON + MINUTES):
        unseen = make.challenge()
        alerts.look(db)
        db.flush()
        assert [one.found for one in queries.mine(db, ana)] == [1]
        unseen.hidden_at = NOON
        db.add(unseen)
        db.flush()
        assert [one.found for one in queries.mine(db, ana)] == [0], "it was hidden meanwhile"
        unseen.hidden_at = None
        db.add(unseen)
    with clock.stopped(NOON + 2 * MINUTES):
        actions.looked(db, ana, saved)
        db.flush()
        assert [one.found for one in queries.mine(db, ana)] == [0]
    with clock.stopped(NOON + DAY):
        assert (alerts.mail(db), letters(db, ana)) == (0, [])


def test_a_list_that_asks_for_what_is_gone_tells_nothing(
    db: Session, make: Make, ana: Member
) -> None:
    kept(db, ana, "/challenges?topic=gone")
    with clock.stopped(NOON + MINUTES):
        make.challenge()
        assert (alerts.look(db), told(db, ana)) == (1, [])


def test_it_is_called_and_told_otherwise_and_removed(db: Session, make: Make, ana: Member) -> None:
    saved = kept(db, ana, "/challenges", alert="off")
    with clock.stopped(NOON + MINUTES):
        make.challenge()
    with clock.stopped(NOON + 2 * MINUTES):
        actions.change(db, ana, saved, SavedDraft(name="Other", alert="here"))
    with clock.stopped(NOON + 4 * MINUTES):
        alerts.look(db)
        assert told(db, ana) == [], "what came while nobody wanted to hear of it"
        make.challenge()
    with clock.stopped(NOON + 6 * MINUTES):
        alerts.look(db)
        assert told(db, ana) == [1]
    actions.remove(db, ana, saved)
    db.flush()
    assert db.exec(select(SavedSearchMatch)).all() == []
    assert told(db, ana) == []


def test_there_are_limits(db: Session, ana: Member) -> None:
    kept(db, ana, "/challenges?status=open")
    with pytest.raises(Conflict, match="already"):
        kept(db, ana, "/challenges?after=&status=open")
    for number in range(29):
        kept(db, ana, f"/search?q=word{number}")
    with pytest.raises(Conflict, match="30 searches"):
        kept(db, ana, "/people")
    for name in ("", "x" * 81):
        with pytest.raises(ValidationError):
            SavedDraft(name=name)


def test_a_saved_search_is_its_owners_unless_conveners_share_it(
    db: Session, make: Make, ana: Member
) -> None:
    ruth, ben = make.convener(), make.convener()
    mine, shared = kept(db, ana, "/people"), kept(db, ruth, "/people", share=True)
    for who, sees in ((ana, [mine]), (ruth, [shared]), (ben, [shared]), (Guest(), [])):
        assert db.exec(select(SavedSearch).where(queries.visible_to(who))).all() == sees
    assert [one.name for one in queries.shared(db, ben)] == ["Mine"]
    assert queries.one(db, ben, shared.slug) is shared
    with pytest.raises(NotFound):
        queries.one(db, ben, mine.slug)
    with pytest.raises(NotFound):
        queries.own(db, ben, shared.slug)
    with pytest.raises(Denied):
        kept(db, ana, "/cities", share=True)
    with pytest.raises(Denied):
        actions.change(db, ana, mine, SavedDraft(name="Mine", share=True))
    with pytest.raises(Denied):
        queries.shared(db, ana)
    actions.looked(db, ben, shared)
    assert shared.looked_at == NOON


def test_what_was_shared_ends_with_the_office(db: Session, make: Make) -> None:
    ruth, ben = make.convener(), make.convener()
    shared = kept(db, ruth, "/people", share=True)
    ruth.is_convener = False
    db.add(ruth)
    db.flush()
    assert queries.shared(db, ben) == []
    assert [one.slug for one in queries.mine(db, ruth)] == [shared.slug]
    with pytest.raises(Denied):
        actions.change(db, ruth, shared, SavedDraft(name="Mine", share=True))
    assert actions.change(db, ruth, shared, SavedDraft(name="Mine")).shared_at is None


def test_a_convener_who_awaits_their_passkey_shares_on(db: Session, make: Make) -> None:
    ruth = make.convener()
    shared = kept(db, ruth, "/people", share=True)
    ruth.hold_back({"convener"})
    assert actions.change(db, ruth, shared, SavedDraft(name="Mine")).shared_at == NOON


@pytest.mark.parametrize("what", [{"suspended_at": NOON}, {"admitted_at": None}])
def test_who_takes_no_part_saves_nothing_and_hears_nothing(
    db: Session, make: Make, what: dict[str, Any]
) -> None:
    with pytest.raises(Denied):
        kept(db, make.member(**what), "/challenges")


def test_what_is_gone_is_found_no_more(db: Session, make: Make, ana: Member) -> None:
    kept(db, ana, "/challenges")
    with clock.stopped(NOON + MINUTES):
        challenge = make.challenge()
        alerts.look(db)
        subjects.gone(db, "challenge", {challenge.id})
    assert db.exec(select(SavedSearchMatch)).all() == []


def test_it_goes_with_its_owner(db: Session, make: Make, ana: Member) -> None:
    kept(db, ana, "/challenges")
    with clock.stopped(NOON + MINUTES):
        make.challenge()
        alerts.look(db)
    held = next(one for one in HOLDINGS if one.model is SavedSearch)
    assert held.erase is not None
    assert {"name", "query"} <= set(held.columns)
