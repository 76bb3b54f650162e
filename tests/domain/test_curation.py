"""Conveners make and change topics, and members propose them."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import Conflict, Denied, NotFound, Rejected, TooMany
from backend.core.i18n import Language, speaking
from backend.domain.curation import actions, finding, keeping, policy, queries, words
from backend.domain.curation.drafts import ReasonDraft, RetireDraft
from backend.domain.curation.models import TopicProposal, TopicRenewal
from backend.domain.members.actions import make_findable
from backend.domain.members.models import Guest, Member, MemberTopic
from backend.domain.notifications import actions as notifications
from backend.domain.search.models import SearchSense
from backend.domain.search.queries import search
from backend.domain.topics import actions as seed
from backend.domain.topics import queries as topics
from backend.domain.topics.models import Topic, TopicTerm
from tests.conftest import NOON
from tests.support.joining import events
from tests.support.log import decided
from tests.support.make import Make
from tests.support.topics import BECAUSE, called, named, wished

FRENCH, NO = Language("fr", "Français"), ReasonDraft(reason="Housing says it already.")
RETIRED = RetireDraft(reason=BECAUSE)


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


def found_for(db: Session, me: Member, words: str) -> list[str]:
    db.flush()
    return [hit.subject.title for hit in search(db, me, words).hits]


def test_a_topic_is_found_by_all_that_it_is_called(db: Session, ruth: Member) -> None:
    lines = [
        {"language": "en", "label": "Night economy", "synonyms": "late opening, Night life\n"},
        {"language": "fr", "label": "Économie nocturne"},
    ]
    made = keeping.make(db, ruth, called(words=lines, sdg=[11, 8, 11], reason=BECAUSE))
    assert (made.slug, made.sdg) == ("night-economy", [8, 11])
    with speaking(FRENCH):
        assert topics.tree(db).by_slug["night-economy"].label == "Économie nocturne"
    for question in ("late opening", "economie nocturne", "night life"):
        assert found_for(db, ruth, question) == ["Night economy"]
    assert [deed for deed, _reason in decided(db)] == ["make_topic"]


@pytest.mark.parametrize(
    ("labels", "place", "said"),
    [
        ([("fr", "Logement")], "words", "English name"),
        ([("en", "")], "words.0.label", "English name"),
        ([("en", "…!")], "words.0.label", "at least one letter"),
        ([("fr", "La nuit"), ("en", "HOUSING")], "words.1.label", "means the topic “Housing”"),
        ([("en", "Nights"), ("en", "Night")], "words", "each language once"),
    ],
)
def test_what_no_topic_can_be_called_is_refused_where_it_stands(
    db: Session, make: Make, ruth: Member, labels: list[tuple[str, str]], place: str, said: str
) -> None:
    make.topic("Housing")
    with pytest.raises(Rejected) as caught:
        keeping.make(db, ruth, called(*labels))
    assert said in caught.value.problems[place]


def test_words_have_limits() -> None:
    for lines in (
        [{"language": "en", "label": "x" * 61}],
        [{"language": "tlh", "label": "Housing"}],
        [{"language": "en", "label": "Housing", "synonyms": [f"word {n}" for n in range(13)]}],
    ):
        with pytest.raises(ValidationError):
            called(words=lines)
    for goal in (0, 18):
        with pytest.raises(ValidationError):
            named("Housing", sdg=[goal])


def test_the_same_word_may_mean_two_topics_in_two_languages(
    db: Session, make: Make, ruth: Member
) -> None:
    make.topic("Transport")
    assert keeping.make(db, ruth, called(("en", "Moving"), ("fr", "Transport"))).slug == "moving"


def test_the_tree_stays_a_tree_and_not_too_deep(db: Session, make: Make, ruth: Member) -> None:
    top = make.topic("One")
    chain = [top]
    for label in ("Two", "Three", "Four"):
        chain.append(keeping.make(db, ruth, named(label, under=chain[-1].slug)))
    with pytest.raises(Rejected, match="too deep"):
        keeping.make(db, ruth, named("Five", under="four"))
    with pytest.raises(Rejected, match="part of itself"):
        keeping.edit(db, ruth, top, named("One", under="three"))
    keeping.make(db, ruth, named("Zero"))
    with pytest.raises(Rejected, match="too deep"):
        keeping.edit(db, ruth, top, named("One", under="zero"))
    keeping.edit(db, ruth, chain[2], named("Three", under="zero"))
    assert [row.slug for row in topics.tree(db).rows] == ["one", "two", "zero", "three", "four"]


def test_an_address_follows_the_name_if_it_is_to_and_the_old_one_leads_there(
    db: Session, make: Make, ruth: Member
) -> None:
    topic = make.topic("Fax")
    keeping.edit(db, ruth, topic, named("Telefax"))
    assert topic.slug == "fax"
    keeping.edit(db, ruth, topic, named("Messages", readdress=True))
    assert (topic.slug, topics.one(db, "fax").id) == ("messages", topic.id)
    assert [row.id for row in topics.tree(db).chosen(["fax", "messages"])] == [topic.id]
    assert keeping.make(db, ruth, named("Fax")).slug == "fax-2"
    keeping.edit(db, ruth, topic, named("Telefax", readdress=True))
    keeping.edit(db, ruth, topic, named("Messages", readdress=True))
    assert topic.slug == "messages"


def test_principles_keep_their_place_and_their_address(db: Session, ruth: Member) -> None:
    seed.load(db)
    principle = topics.one(db, "open-data")
    draft = named("Data for all", kind="theme", under="health", readdress=True)
    keeping.edit(db, ruth, principle, draft)
    assert (principle.slug, principle.kind, principle.parent_id) == ("open-data", "principle", None)
    assert not policy.may_take_away(ruth, principle)


def test_what_conveners_keep_is_not_undone_when_the_data_file_is_loaded_again(
    db: Session, ruth: Member
) -> None:
    seed.load(db)
    housing = topics.one(db, "housing")
    keeping.edit(db, ruth, housing, named("Homes", under="health", readdress=True))
    keeping.make(db, ruth, named("Night economy", under="jobs"))
    order = [row.slug for row in topics.tree(db).rows]
    seed.load(db)
    assert topics.tree(db).by_slug["housing"].label == "Homes"
    assert [row.slug for row in topics.tree(db).rows] == order


def test_a_retired_topic_is_offered_no_more_but_what_is_about_it_stays(
    db: Session, make: Make, ruth: Member
) -> None:
    fax, mail, ana = make.topic("Fax"), make.topic("Mail"), make.member()
    notifications.follow(db, ana.id, "topic", fax.id)
    finding.renew(db, fax)
    keeping.retire(db, ruth, fax, RetireDraft(successor="mail", reason=BECAUSE))
    known = topics.tree(db)
    assert [row.slug for row in known.rows] == ["mail"]
    assert [row.label for row in known.of([fax.id])] == ["Fax"]
    with pytest.raises(Rejected, match="choose topics from the list"):
        known.chosen(["fax"])
    assert topics.described(db, "fax")[0].successor_id == mail.id
    assert found_for(db, ruth, "fax") == []
    assert events(db, ana) == ["topic.retired"]
    with pytest.raises(Conflict):
        keeping.retire(db, ruth, fax, RETIRED)
    keeping.restore(db, ruth, fax, NO)
    assert [row.slug for row in topics.tree(db).rows] == ["fax", "mail"]
    assert found_for(db, ruth, "fax") == ["Fax"]
    with pytest.raises(Conflict):
        keeping.restore(db, ruth, fax, NO)


def test_a_topic_with_parts_is_not_retired_and_none_succeeds_itself(
    db: Session, make: Make, ruth: Member
) -> None:
    whole = make.topic("Whole")
    part = make.topic("Part", parent_id=whole.id)
    with pytest.raises(Conflict, match="a part of it"):
        keeping.retire(db, ruth, whole, RETIRED)
    with pytest.raises(Rejected, match="another topic"):
        keeping.retire(db, ruth, part, RetireDraft(successor="part", reason=BECAUSE))


def test_members_are_found_by_the_new_name_of_a_topic(
    db: Session, make: Make, ruth: Member
) -> None:
    topic, ana, ben = make.topic("Fax"), make.member("Ana"), make.member("Ben")
    for member in (ana, ben):
        make.skill(member, topic)
        make_findable(db, member)
    keeping.edit(db, ruth, topic, named("Letters"))
    assert sorted(found_for(db, ruth, "letters")) == ["Ana", "Ben", "Letters"]
    # Where many name it, a job goes on bit by bit.
    words.keep(db, topic, named("Telegrams").words)
    finding.renew(db, topic, at_once=1)
    assert found_for(db, ruth, "telegrams") == ["Telegrams"]
    assert [finding.renew_some(db, at_once=1) for _ in range(4)] == [1, 1, 1, 0]
    assert sorted(found_for(db, ruth, "telegrams")) == ["Ana", "Ben", "Telegrams"]
    assert db.exec(select(TopicRenewal)).all() == []


def test_a_proposal_comes_to_the_conveners_and_its_author_hears_what_became_of_it(
    db: Session, make: Make, ruth: Member
) -> None:
    ana, theme = make.member("Ana"), make.topic("Jobs")
    first = actions.propose(db, ana, wished(("en", ""), ("es", "Economía nocturna"), under="jobs"))
    second = actions.propose(db, ana, wished(("en", "Fax")))
    assert (first.title, first.slug) == ("Economía nocturna", "economia-nocturna")
    assert events(db, ruth) == ["topic.proposed"] * 2
    topic = actions.accept(
        db, ruth, first, called(("en", "Night economy"), ("es", first.title), under="jobs")
    )
    actions.refuse(db, ruth, second, NO)
    assert (topic.parent_id, first.topic_id, first.verdict) == (theme.id, topic.id, "accepted")
    assert events(db, ana) == ["topic.accepted", "topic.refused"]
    mine = queries.proposals(db, ana, mine=True).items
    assert {one.verdict: one.reason for one in mine} == {"accepted": "", "refused": NO.reason}
    assert [deed for deed, _reason in decided(db)] == ["accept_topic", "refuse_topic"]
    with pytest.raises(Conflict, match="decided already"):
        actions.refuse(db, ruth, first, NO)


def test_a_proposal_needs_a_name_that_no_topic_has(db: Session, make: Make) -> None:
    ana = make.member()
    make.called(make.topic("Homes", slug="housing"), "Vivienda", language="es")
    for labels, said in (
        ([("en", "")], "at least one language"),
        ([("en", "???")], "at least one letter"),
        ([("en", "homes")], "“homes” means the topic “Homes” already"),
        ([("en", "Flats"), ("es", "vivienda")], "“vivienda” means the topic “Homes” already"),
    ):
        with pytest.raises(Rejected, match=said):
            actions.propose(db, ana, wished(*labels))
    with pytest.raises(Rejected):
        actions.propose(db, ana, wished(("en", "Homes"), under="nowhere"))


def test_few_proposals_of_one_member_wait_at_the_same_time(db: Session, make: Make) -> None:
    ana = make.member()
    for number in range(actions.MOST_WAITING):
        actions.propose(db, ana, wished(("en", f"Topic {'x' * number}")))
    with pytest.raises(TooMany):
        actions.propose(db, ana, wished(("en", "One more")))


def test_what_was_refused_is_proposed_again_after_a_pause(
    db: Session, make: Make, ruth: Member
) -> None:
    ana = make.member()
    actions.refuse(db, ruth, actions.propose(db, ana, wished(("en", "Fax"))), NO)
    with pytest.raises(Conflict, match="Please wait 30 days, or write to a convener"):
        actions.propose(db, ana, wished(("en", "Letters"), ("es", "FÁX")))
    assert actions.propose(db, ana, wished(("en", "Letters")))
    assert actions.propose(db, make.member(), wished(("en", "Fax")))
    with clock.stopped(NOON + actions.PAUSE):
        assert actions.propose(db, ana, wished(("en", "Fax")))


def test_proposals_are_for_their_author_and_conveners(
    db: Session, make: Make, ruth: Member
) -> None:
    ana, ben = make.member(), make.member()
    made = actions.propose(db, ana, wished(("en", "Fax")))
    for who, sees in ((ana, True), (ruth, True), (ben, False), (Guest(), False)):
        listed = db.exec(select(TopicProposal).where(queries.visible_to(who))).all()
        assert bool(listed) is sees is bool(policy.may_see(who, ana.id))
        waits = rows(db, columns(queries.desk(who))).scalar_one()
        assert waits == (1 if who is ruth else 0)
    with pytest.raises(NotFound):
        queries.proposal(db, ben, made.slug)
    with pytest.raises(Denied):
        actions.accept(db, ana, made, named("Fax"))


@pytest.mark.parametrize("what", [{"suspended_at": NOON}, {"admitted_at": None}])
def test_who_takes_no_part_proposes_nothing(db: Session, make: Make, what: dict[str, Any]) -> None:
    with pytest.raises(Denied):
        actions.propose(db, make.member(**what), wished(("en", "Fax")))


def test_only_conveners_keep_topics(db: Session, make: Make) -> None:
    topic, ana = make.topic("Fax"), make.member(is_lead=True)
    for deed in (
        lambda: keeping.make(db, ana, named("Mail")),
        lambda: keeping.edit(db, ana, topic, named("Mail")),
        lambda: keeping.retire(db, ana, topic, RETIRED),
        lambda: keeping.restore(db, ana, topic, NO),
        lambda: queries.kept(db, ana),
    ):
        with pytest.raises(Denied):
            deed()
    assert db.exec(select(TopicTerm.words).where(col(TopicTerm.topic_id) == topic.id)).all() == [
        "Fax"
    ]
    assert len(db.exec(select(Topic)).all()) == 1


def test_uses_of_a_topic_are_counted_across_tables_up_to_a_bound(
    db: Session, make: Make, ruth: Member
) -> None:
    topic, other = make.topic("Mobility"), make.topic("Lighting")
    author = make.member()
    make.challenge(author, topics=[topic])
    db.add(MemberTopic(member_id=author.id, topic_id=topic.id, side="can_help"))
    db.add(MemberTopic(member_id=author.id, topic_id=topic.id, side="looking_for"))
    # Who follows a topic says nothing about it.
    notifications.follow(db, ruth.id, "topic", topic.id)
    # Nor does what was learned from those who do.
    db.add(SearchSense(word="tram", topic_id=topic.id, weight=0.5))
    db.flush()

    def counted(most: int) -> dict[str, tuple[int, bool]]:
        kept = queries.kept(db, ruth, most=most)
        return {one.topic.slug: (one.uses, one.has_more) for one in kept}

    assert counted(3) == {topic.slug: (3, False), other.slug: (0, False)}
    assert counted(2) == {topic.slug: (2, True), other.slug: (0, False)}


def test_topics_are_listed_under_what_they_are_part_of(
    db: Session, make: Make, ruth: Member
) -> None:
    first, second = make.topic("Open data"), make.topic("Housing")
    make.topic("Data quality", parent_id=first.id)
    make.topic("Rents", parent_id=second.id)
    listed = [(one.depth, one.topic.label) for one in queries.kept(db, ruth)]
    assert listed == [(0, "Open data"), (1, "Data quality"), (0, "Housing"), (1, "Rents")]
