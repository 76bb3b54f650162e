"""The glossary: one thing, and what it is called in each language."""

import re
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import Session, func, select

from backend.core.errors import Denied, NotFound, Rejected
from backend.core.i18n import Language, speaking
from backend.domain.challenges import actions as challenges
from backend.domain.glossary import actions, queries, sheets, skos, starter
from backend.domain.glossary.drafts import ConceptDraft, RemovalDraft, SheetDraft
from backend.domain.glossary.models import Concept, ConceptTerm
from backend.domain.members.models import Member
from backend.domain.search.queries import search
from backend.domain.search.question import read
from backend.domain.search.widening import widened
from backend.domain.topics import actions as topics
from backend.domain.topics.models import Topic
from tests.conftest import NOON
from tests.support.finding import keep, marked, titles
from tests.support.log import decided
from tests.support.make import Make

BECAUSE = "Nobody says it any more."
HOUSING = {"en": "social housing|council housing", "es": "vivienda social"}


def concept(said: dict[str, str], **given: Any) -> ConceptDraft:
    words = [{"language": code, "terms": terms} for code, terms in said.items()]
    return ConceptDraft.model_validate({"words": words} | given)


@pytest.fixture
def ruth(make: Make) -> Member:
    return make.convener(name="Ruth")


def table(db: Session) -> str:
    return sheets.written([(row, "") for row in queries.some(db)])


def test_a_word_leads_to_all_others_for_the_same_in_every_language(
    db: Session, ruth: Member
) -> None:
    actions.add(db, ruth, concept({**HOUSING, "ar": "الإسكان الاجتماعي"}))
    actions.add(db, ruth, concept({"en": "bike lane", "es": "ciclovía|carril bici"}))
    homes = {"social housing", "council housing", "vivienda social", "الاسكان الاجتماعي"}
    for asked, others in (
        ("Viviendas SOCIALES", homes),
        ("الإسكان الاجتماعي", homes),
        ("ciclovia", {"bike lane", "carril bici", "ciclovia"}),
        ("lane", set()),
        ("social and housing", set()),
    ):
        assert {" ".join(one.words) for one in widened(db, read(asked)).others} == others, asked


def test_what_is_found_in_any_form_of_a_term_is_marked(db: Session, ruth: Member) -> None:
    actions.add(db, ruth, concept(HOUSING))
    keep(db, "Viviendas sociales", language="es")
    assert titles(db, "social housing") == ["Viviendas sociales"]
    assert marked(db, "social housing", "Viviendas sociales", "es") == ["Viviendas sociales"]


def test_a_term_with_a_hyphen_is_one(db: Session, make: Make, ruth: Member) -> None:
    for title in ("A software supplier for good", "Lock the supplier", "Who runs the matatu"):
        challenges.index(db, make.challenge(title=title))
    actions.add(db, ruth, concept({"en": "vendor lock-in|software supplier"}))
    actions.add(db, ruth, concept({"en": "zor-bux|matatu"}))
    for asked in ("vendor lock-in", "Vendor Lock in", "VENDOR LOCK-IN", "vendors lock-in"):
        assert titles(db, asked) == ["A software supplier for good"], asked
    assert titles(db, "zor-bux") == ["Who runs the matatu"]
    assert titles(db, "zor") == titles(db, "lock in a vendor") == []


def test_a_term_is_known_in_its_other_forms_and_finds_them(
    db: Session, make: Make, ruth: Member
) -> None:
    for title, language in (("Exit clauses", "en"), ("Una cláusula de salida", "es")):
        challenges.index(db, make.challenge(title=title, language=language))
    actions.add(db, ruth, concept({"en": "exit clause", "es": "cláusulas de salida"}))
    for asked in ("exit clause", "exit clauses", "cláusula de salida", "clausulas de salida"):
        assert titles(db, asked) == ["Exit clauses", "Una cláusula de salida"], asked
    assert titles(db, "clause of the exit") == ["Exit clauses"]


def test_what_a_topic_is_called_is_found_by_every_term_that_shares_one_with_it(
    db: Session, make: Make, ruth: Member
) -> None:
    make.called(make.topic("Housing"), "social houses", "rent index")
    challenges.index(db, make.challenge(title="A rent index"))
    challenges.index(db, make.challenge(title="An index of the rent"))
    actions.add(db, ruth, concept({"en": "social house|flats", "fr": "logement social"}))
    for asked in ("social houses", "flats", "logement social", "logements sociaux", "housing"):
        assert "A rent index" in titles(db, asked), asked
        assert "An index of the rent" not in titles(db, asked), asked
    topic = db.exec(select(Topic)).one()
    topic.retired_at = NOON
    db.add(topic)
    assert titles(db, "flats") == []


def test_every_search_is_widened_by_it(db: Session, make: Make, ruth: Member) -> None:
    challenge = make.challenge(title="Who pays for social housing")
    challenges.index(db, challenge)
    other = make.challenge(title="Quién paga la vivienda social", language="es")
    challenges.index(db, other)

    def found(words: str) -> set[str]:
        return {hit.subject.slug for hit in search(db, ruth, words).hits}

    assert found("council housing") == set()
    actions.add(db, ruth, concept(HOUSING))
    for words in ("council housing", "vivienda social", "VIVIENDA SOCIAL"):
        assert found(words) == {challenge.slug, other.slug}, words
    for language in ("en", "es", "pt", "fr", "ar"):
        with speaking(Language(language, language)):
            assert found("vivienda social") == {challenge.slug, other.slug}


def test_the_usual_word_stands_first_and_in_the_readers_language(db: Session, ruth: Member) -> None:
    made = actions.add(db, ruth, concept(HOUSING))
    assert made.slug == "social-housing"
    assert queries.concept(db, made.slug).words[0].terms == ["social housing", "council housing"]
    with speaking(Language("es", "Español")):
        assert queries.concept(db, made.slug).title == "vivienda social"
    with speaking(Language("fr", "Français")):
        assert queries.concept(db, made.slug).title == "social housing"


def test_a_word_is_looked_up_by_any_part_in_any_language(db: Session, ruth: Member) -> None:
    actions.add(db, ruth, concept(HOUSING))
    actions.add(db, ruth, concept({"en": "100% renewable_energy"}))
    for question, found in (
        ("VIVIENDA", ["social-housing"]),
        ("%", ["100-renewable-energy"]),
        ("", ["100-renewable-energy", "social-housing"]),
        ("nothing", []),
    ):
        assert [one.slug for one in queries.listed(db, question).items] == found
    assert [one.slug for one in queries.listed(db, language="es").items] == ["social-housing"]


def test_a_word_is_changed_and_taken_out(db: Session, make: Make, ruth: Member) -> None:
    topic = make.topic("Housing")
    made = actions.add(db, ruth, concept(HOUSING))
    actions.edit(db, ruth, made, concept({"pt": "habitação social"}, topic="housing"))
    row = queries.concept(db, "social-housing")
    assert (row.topic_id, [one.language for one in row.words]) == (topic.id, ["pt"])
    actions.remove(db, ruth, made, RemovalDraft(reason=BECAUSE))
    assert db.exec(select(func.count()).select_from(ConceptTerm)).one() == 0
    with pytest.raises(NotFound):
        queries.concept(db, "social-housing")
    deeds = [deed for deed, _reason in decided(db)]
    assert deeds == ["add_concept", "edit_concept", "remove_concept"]


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ({"en": ""}, {}),
        ({"en": "house"}, {"topic": "nowhere"}),
        ({"en": "house"}, {"words": [{"language": "en", "terms": [], "meaning": "A home."}]}),
        ({}, {"words": [{"language": "en", "terms": ["a"]}, {"language": "en", "terms": ["b"]}]}),
    ],
)
def test_what_says_nothing_is_refused(
    db: Session, ruth: Member, said: dict[str, str], given: dict[str, Any]
) -> None:
    with pytest.raises(Rejected):
        actions.add(db, ruth, concept(said, **given))
    assert queries.size(db) == 0


def test_a_term_stands_in_one_entry_and_is_about_something(db: Session, ruth: Member) -> None:
    made = actions.add(db, ruth, concept({"en": "street vending|hawking"}))
    other = actions.add(db, ruth, concept({"en": "market", "es": "feria"}))
    for said, place, why in (
        ({"en": "Street Vending"}, "words.0.terms", "“Street Vending” stands in the glossary"),
        ({"es": "puesto", "en": "stall|Hawking"}, "words.1.terms", "“Hawking” stands in the"),
        ({"en": "a"}, "words.0.terms", "“a” only holds other words together"),
        ({"en": "stall|of the AND"}, "words.0.terms", "“of the AND” only holds other words"),
    ):
        with pytest.raises(Rejected, match=why) as no:
            actions.add(db, ruth, concept(said))
        assert list(no.value.problems) == [place]
        with pytest.raises(Rejected, match=why):
            actions.edit(db, ruth, other, concept(said))
    for text, why in (
        ("en\nstall\nHawking", "Line 3: “Hawking” stands in the glossary already"),
        ("en\nthe", "Line 2: “the” only holds other words together"),
    ):
        with pytest.raises(Rejected, match=why) as no:
            actions.bring_in(db, ruth, SheetDraft(table=text))
        assert list(no.value.problems) == ["table"]
    actions.edit(db, ruth, made, concept({"en": "Hawking|street vending"}))
    actions.add(db, ruth, concept({"fr": "market", "en": "the market"}))


def test_words_have_limits() -> None:
    for said in ({"en": "x" * 81}, {"tlh": "qach"}, {"en": "12|%%"}, {"en": "a|" * 30 + "b" * 90}):
        with pytest.raises(ValidationError):
            concept(said)


def test_only_conveners_keep_it(db: Session, make: Make, ruth: Member) -> None:
    made, ana = actions.add(db, ruth, concept(HOUSING)), make.member()
    for deed in (
        lambda: actions.add(db, ana, concept({"en": "x-ray"})),
        lambda: actions.edit(db, ana, made, concept({"en": "x-ray"})),
        lambda: actions.remove(db, ana, made, RemovalDraft(reason=BECAUSE)),
        lambda: actions.bring_in(db, ana, SheetDraft(table="en\nhouse")),
    ):
        with pytest.raises(Denied):
            deed()


def test_what_is_taken_along_as_a_table_can_be_brought_in_again(db: Session, ruth: Member) -> None:
    draft = concept({"en": "=SUM(A1)|-minus; +plus", "ar": "السجل المدني"})
    actions.add(db, ruth, draft)
    before = table(db)
    assert "'=SUM(A1)" in before
    done = actions.bring_in(db, ruth, SheetDraft(table=before))
    assert (done.added, done.changed) == (0, 1)
    assert table(db) == before


def test_a_table_of_any_spreadsheet_is_brought_in_all_or_nothing(db: Session, ruth: Member) -> None:
    for number, between in enumerate(",;\t"):
        text = f"en{between}es\nword {'x' * number}{between}palabra {'x' * number}\n"
        assert actions.bring_in(db, ruth, SheetDraft(table=text)).added == 1
    for text, said in (
        ("words\nhouse", "must name the columns"),
        ("en\n", "no word in this table"),
        ("slug,en\na,house\na,home", "Line 3 names “a” again"),
        (f"en\ngood\n{'x' * 99}", "Line 3 is unsound"),
        ("en,en meaning\n,A home", "Line 2 says what a word means"),
        ("en,topic\nhouse,nowhere", "Line 2: there is no such topic"),
        ("en\n" + "house\n" * 1_001, "at most 1000 lines"),
        ('en\n"' + "x" * 140_000, "not a table"),
    ):
        with pytest.raises(Rejected, match=said):
            actions.bring_in(db, ruth, SheetDraft(table=text))
    assert queries.size(db) == 3


def test_a_new_network_begins_with_words_in_five_languages(db: Session) -> None:
    topics.load(db)
    count = actions.load(db)
    assert (count, queries.size(db)) == (len(starter.load()), count)
    assert count >= 40
    for row in queries.some(db):
        assert {one.language for one in row.words} == {"en", "es", "pt", "fr", "ar"}, row.slug
        assert all(re.fullmatch(r"\S.{10,120}\.", one.meaning) for one in row.words), row.slug
        assert len({one.meaning for one in row.words}) == 5, row.slug
        assert row.topic_id, row.slug
    terms = db.exec(
        select(ConceptTerm.language, ConceptTerm.folded).where(ConceptTerm.role != "meaning")
    ).all()
    assert [one for one in terms if terms.count(one) > 2] == []
    assert actions.load(db) == 0, "conveners keep it from then on"
    assert db.exec(select(func.count()).select_from(Concept)).one() == count


def test_other_programs_know_it_as_skos(db: Session, ruth: Member) -> None:
    actions.add(db, ruth, concept(HOUSING))
    said = skos.written([(queries.some(db)[0], "https://x/t")], "https://x/g", lambda s: f"x/{s}")
    assert said["@graph"] == [
        {
            "@id": "x/social-housing",
            "@type": "skos:Concept",
            "inScheme": "https://x/g",
            "prefLabel": {"en": "social housing", "es": "vivienda social"},
            "altLabel": {"en": ["council housing"]},
            "definition": {},
            "related": "https://x/t",
        }
    ]
