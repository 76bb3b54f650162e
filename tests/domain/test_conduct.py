from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Denied, NotFound
from backend.domain.challenges import actions as challenges
from backend.domain.challenges.models import ChallengeDraft
from backend.domain.conduct import actions, policy, queries
from backend.domain.conduct.models import (
    Acceptance,
    AcceptanceDraft,
    PageName,
    TranslationDraft,
    Version,
    VersionDraft,
)
from backend.domain.joining import actions as joining
from backend.domain.members.models import Guest, Member
from backend.domain.members.policy import takes_part
from backend.domain.moderation.models import LogEntry
from backend.domain.notifications.models import Letter, Notification
from tests.conftest import NOON
from tests.support.joining import HOME, joins, token_for, wishes_to_join
from tests.support.make import Make

WORDS = "# How we talk\n\nWe speak as colleagues, and we keep to what we know."
CHANGED = "A line on artificial intelligence."


def version(**given: Any) -> VersionDraft:
    return VersionDraft.model_validate({"body": WORDS, "change": CHANGED, "after": 0} | given)


def publish(db: Session, by: Member, page: PageName = "conduct", **given: Any) -> Version:
    made = actions.publish(db, by, page, version(**given))
    db.commit()
    return made


def test_until_conveners_publish_words_of_their_own_the_program_brings_some(db: Session) -> None:
    shown = queries.shown(db, "conduct")
    assert (shown.number, shown.published_at, shown.is_newest) == (0, None, True)
    assert "Be kind: no insults and no harassment" in shown.body
    assert "unless you show it to somebody" in queries.shown(db, "privacy").body


def test_a_new_version_is_in_force_and_the_old_ones_stay(db: Session, make: Make) -> None:
    ruth = make.convener()
    publish(db, ruth)
    publish(db, ruth, body=f"{WORDS}\n\nAnd we answer.", after=1, change="We answer, too.")
    assert (queries.shown(db, "conduct").number, queries.shown(db, "privacy").number) == (2, 0)
    first = queries.shown(db, "conduct", 1)
    assert (first.body, first.is_newest) == (WORDS, False)
    assert [(one.number, one.change) for one in queries.versions(db, "conduct").items] == [
        (2, "We answer, too."),
        (1, CHANGED),
    ]
    assert [one.deed for one in db.exec(select(LogEntry))] == ["publish", "publish"]


def test_a_version_that_was_never_published_is_not_found(db: Session) -> None:
    with pytest.raises(NotFound):
        queries.shown(db, "conduct", 3)


def test_long_histories_come_in_pages(db: Session, make: Make) -> None:
    ruth = make.convener()
    for after in range(23):
        actions.publish(db, ruth, "privacy", version(after=after))
        db.flush()
    first = queries.versions(db, "privacy")
    assert ([one.number for one in first.items], first.next_key) == ([*range(23, 3, -1)], "4")
    assert [one.number for one in queries.versions(db, "privacy", 4).items] == [3, 2, 1]


def test_of_two_who_change_the_same_version_the_second_hears_of_the_first(
    db: Session, make: Make
) -> None:
    publish(db, make.convener())
    with pytest.raises(Conflict, match="published another version meanwhile"):
        actions.publish(db, make.convener(), "conduct", version(after=0))


def test_only_conveners_publish_and_translate(db: Session, make: Make) -> None:
    lead = make.member(is_lead=True)
    assert not policy.may_keep(Guest())
    with pytest.raises(Denied, match="kept by the conveners"):
        actions.publish(db, lead, "conduct", version())
    with pytest.raises(Denied, match="kept by the conveners"):
        actions.translate(
            db, lead, "conduct", TranslationDraft(body=WORDS, language="fr", number=1)
        )


def test_everybody_hears_of_a_version_and_by_letter_of_one_that_binds(
    db: Session, make: Make
) -> None:
    ruth, ana, gone = make.convener(), make.member(), make.member(suspended_at=NOON)
    publish(db, ruth)
    publish(db, ruth, after=1, must_accept=True)
    told = db.exec(select(Notification).order_by(col(Notification.event)))
    assert [(one.recipient_id, one.event) for one in told] == [
        (ana.id, "conduct.changed"),
        (ana.id, "conduct.must_accept"),
    ]
    assert gone.id not in {one.recipient_id for one in told}
    letters = db.exec(select(Letter)).all()
    assert [(one.address, one.event) for one in letters] == [(ana.email, "conduct.must_accept")]


def test_who_has_not_accepted_what_binds_reads_on_but_writes_nothing(
    db: Session, make: Make
) -> None:
    ruth, ana = make.convener(), make.member()
    challenge = make.challenge(ana)
    publish(db, ruth, must_accept=True)
    db.refresh(ana)
    draft = ChallengeDraft(
        title="Bike lanes that last",
        context="Paint on the road lasted us one winter only.",
        help_wanted="A city where it lasted.",
        language="en",
        topics=[make.topic().slug],
    )
    with pytest.raises(Denied, match="accept them first"):
        challenges.post(db, ana, draft)
    assert not takes_part(ana)
    assert ana.is_member
    assert challenge.author_id == ana.id
    actions.accept(db, ana, "conduct", AcceptanceDraft(number=1))
    assert takes_part(ana)
    assert challenges.post(db, ana, draft).title == "Bike lanes that last"


def test_who_publishes_a_binding_version_has_accepted_it(db: Session, make: Make) -> None:
    ruth = make.convener()
    publish(db, ruth, must_accept=True)
    db.refresh(ruth)
    assert takes_part(ruth)
    kept = db.exec(select(Acceptance)).one()
    assert (kept.member_id, kept.page, kept.number, kept.at) == (ruth.id, "conduct", 1, NOON)


def test_a_version_that_binds_nobody_leaves_everybody_writing(db: Session, make: Make) -> None:
    ana = make.member()
    publish(db, make.convener())
    db.refresh(ana)
    assert takes_part(ana)


def test_both_pages_have_to_be_accepted_where_both_bind(db: Session, make: Make) -> None:
    ruth, ana = make.convener(), make.member()
    publish(db, ruth, must_accept=True)
    publish(db, ruth, "privacy", must_accept=True)
    db.refresh(ana)
    assert [(one.page, one.number) for one in queries.due(db, ana)] == [
        ("conduct", 1),
        ("privacy", 1),
    ]
    actions.accept(db, ana, "privacy", AcceptanceDraft(number=1))
    assert [one.page for one in queries.due(db, ana)] == ["conduct"]
    assert not takes_part(ana)
    actions.accept(db, ana, "conduct", AcceptanceDraft(number=1))
    assert takes_part(ana)
    assert queries.due(db, ana) == []


def test_accepting_the_newest_covers_a_binding_one_before_it(db: Session, make: Make) -> None:
    ruth, ana = make.convener(), make.member()
    publish(db, ruth, must_accept=True)
    publish(db, ruth, after=1)
    db.refresh(ana)
    assert [one.number for one in queries.due(db, ana)] == [1]
    actions.accept(db, ana, "conduct", AcceptanceDraft(number=2))
    assert takes_part(ana)


def test_what_has_changed_since_it_was_read_can_not_be_accepted(db: Session, make: Make) -> None:
    ruth, ana = make.convener(), make.member()
    publish(db, ruth, must_accept=True)
    publish(db, ruth, after=1)
    with pytest.raises(Conflict, match="another version by now"):
        actions.accept(db, ana, "conduct", AcceptanceDraft(number=1))


def test_accepting_twice_is_accepting_once(db: Session, make: Make) -> None:
    ana = make.member()
    publish(db, make.convener())
    actions.accept(db, ana, "conduct", AcceptanceDraft(number=1))
    actions.accept(db, ana, "conduct", AcceptanceDraft(number=1))
    assert len(db.exec(select(Acceptance)).all()) == 1


@pytest.mark.parametrize("who", [{"admitted_at": None}, {"suspended_at": NOON}])
def test_who_is_not_a_member_has_nothing_to_accept(
    db: Session, make: Make, who: dict[str, Any]
) -> None:
    with pytest.raises(Denied):
        actions.accept(db, make.member(**who), "conduct", AcceptanceDraft(number=0))


def test_joining_is_accepting_both_pages_as_they_stand(db: Session, settings: Settings) -> None:
    ana = joins(db, settings)
    kept = db.exec(select(Acceptance).order_by(col(Acceptance.page))).all()
    assert [(one.member_id, one.page, one.number) for one in kept] == [
        (ana.id, "conduct", 0),
        (ana.id, "privacy", 0),
    ]
    assert not ana.conduct_due


def test_what_was_published_between_asking_to_join_and_the_proof_is_still_due(
    db: Session, make: Make, settings: Settings
) -> None:
    draft = wishes_to_join()
    joining.apply(db, settings, HOME, draft)
    db.flush()
    with clock.stopped(NOON + timedelta(minutes=5)):
        publish(db, make.convener(), must_accept=True)
        token = token_for(db, draft.email)
        member = joining.enter(db, settings, token, browser=HOME.browser).member
    assert member.conduct_due
    assert [one.number for one in queries.due(db, member)] == [1]


def test_a_translation_is_read_by_who_reads_that_language(db: Session, make: Make) -> None:
    ruth = make.convener()
    publish(db, ruth)
    french = "Nous parlons entre collègues, et nous disons ce que nous savons."
    actions.translate(db, ruth, "conduct", TranslationDraft(body=french, language="fr", number=1))
    db.commit()
    shown = queries.shown(db, "conduct", tongue="fr-CA")
    assert (shown.body, shown.language, shown.languages) == (french, "fr", ("en", "fr"))
    assert queries.shown(db, "conduct", tongue="ar").body == WORDS
    better = french.replace("collègues", "collègues de villes")
    actions.translate(db, ruth, "conduct", TranslationDraft(body=better, language="fr", number=1))
    db.commit()
    assert queries.shown(db, "conduct", tongue="fr").body == better


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"number": 1, "language": "fr"}, "newer version"),
        ({"number": 2, "language": "en"}, "written in that language"),
    ],
)
def test_only_the_newest_version_is_translated_and_not_into_its_own_language(
    db: Session, make: Make, given: dict[str, Any], why: str
) -> None:
    ruth = make.convener()
    publish(db, ruth)
    publish(db, ruth, after=1)
    draft = TranslationDraft.model_validate({"body": WORDS} | given)
    with pytest.raises(Conflict, match=why):
        actions.translate(db, ruth, "conduct", draft)


def test_a_version_that_is_not_there_can_not_be_translated(db: Session, make: Make) -> None:
    draft = TranslationDraft(body=WORDS, language="fr", number=7)
    with pytest.raises(NotFound):
        actions.translate(db, make.convener(), "conduct", draft)
