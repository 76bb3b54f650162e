"""The curated tree: the file that ships is whole, and a broken one says all that is wrong."""

import re

import pytest

from backend.core.text import fold
from backend.domain.topics.tree import LANGUAGES, BadTree, Entry, load, parse

WORDS = """
[topic.en]
label = "{name}"
synonyms = ["{name} one", "{name} two"]
description = "All about {name}."
[topic.es]
label = "{name}"
synonyms = ["{name} uno", "{name} dos"]
description = "Todo sobre {name}."
[topic.pt]
label = "{name}"
synonyms = ["{name} um", "{name} dois"]
description = "Tudo sobre {name}."
[topic.fr]
label = "{name}"
synonyms = ["{name} un", "{name} deux"]
description = "Tout sur {name}."
[topic.ar]
label = "{name}"
synonyms = ["{name} واحد", "{name} اثنان"]
description = "كل شيء عن {name}."
"""


def topic(slug: str, head: str = 'kind = "theme"', name: str = "") -> str:
    return f'[[topic]]\nslug = "{slug}"\n{head}\n{WORDS.format(name=name or slug)}'


def flaws(text: str) -> tuple[str, ...]:
    with pytest.raises(BadTree) as caught:
        parse(text)
    return caught.value.flaws


def test_the_principles_stand_in_the_order_of_the_ring() -> None:
    assert [entry.slug for entry in load() if entry.kind == "principle"] == [
        "open-government",
        "open-data",
        "open-innovation",
        "open-infrastructure",
        "open-standards",
        "open-source",
    ]


def test_the_tree_has_its_principles_themes_and_practices() -> None:
    kinds = [entry.kind for entry in load()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "principle": 6,
        "theme": 18,
        "practice": 24,
    }


def test_every_topic_serves_a_goal() -> None:
    assert [entry.slug for entry in load() if not entry.sdg] == []


@pytest.mark.parametrize(
    ("language", "term", "slug"),
    [
        ("en", "social housing", "housing"),
        ("es", "vivienda social", "housing"),
        ("pt", "habitação social", "housing"),
        ("fr", "logement social", "housing"),
        ("ar", "الإسكان الاجتماعي", "housing"),
        ("es", "licitaciones", "procurement"),
        ("fr", "marchés publics", "procurement"),
    ],
)
def test_what_officials_type_leads_to_the_topic(language: str, term: str, slug: str) -> None:
    found = [
        entry.slug
        for entry in load()
        for spoken, words in entry.words.items()
        if spoken == language and term in words.synonyms
    ]
    assert found == [slug]


def test_arabic_is_written_in_arabic_and_the_others_are_not() -> None:
    arabic = re.compile("[\u0600-\u06ff]")

    def is_arabic(entry: Entry) -> dict[str, bool]:
        return {
            language: bool(arabic.search(words.label) and arabic.search(words.description))
            for language, words in entry.words.items()
        }

    expected = {language: language == "ar" for language in LANGUAGES}
    assert [entry.slug for entry in load() if is_arabic(entry) != expected] == []


def test_no_description_was_left_in_another_language() -> None:
    for entry in load():
        assert len({words.description for words in entry.words.values()}) == len(LANGUAGES)


def test_labels_are_written_in_sentence_case() -> None:
    labels = [words.label for entry in load() for words in entry.words.values()]
    assert [label for label in labels if label != label[0].upper() + label[1:].lower()] == []


def test_a_sound_tree_is_read_in_its_order() -> None:
    whole = topic("water") + topic("leaks", 'kind = "practice"\nparent = "water"\nsdg = [6]')
    water, leaks = parse(whole)
    assert (water.slug, water.parent, water.sdg) == ("water", None, ())
    assert (leaks.slug, leaks.parent, leaks.sdg) == ("leaks", "water", (6,))
    assert leaks.words["fr"].synonyms == ("leaks un", "leaks deux")


def test_two_topics_cannot_share_a_slug() -> None:
    assert flaws(topic("water") + topic("water", name="agua")) == ("water stands there twice.",)


def test_a_parent_stands_before_its_children() -> None:
    assert flaws(topic("leaks", 'kind = "theme"\nparent = "water"') + topic("water")) == (
        "leaks hangs on water, which does not stand before it.",
    )


def test_a_topic_cannot_be_its_own_parent() -> None:
    assert flaws(topic("water", 'kind = "theme"\nparent = "water"')) == (
        "water hangs on water, which does not stand before it.",
    )


def test_a_synonym_cannot_repeat_its_label_in_other_letters() -> None:
    repeated = topic("água").replace('slug = "água"', 'slug = "agua"').replace("água um", "AGUA")
    assert flaws(repeated) == ("agua says “agua” 2 times in pt.",)


def test_a_term_leads_to_one_topic() -> None:
    shared = topic("water") + topic("rain").replace("rain deux", "Water deux")
    assert flaws(shared) == (f"rain and water both say “{fold('water deux')}” in fr.",)


def test_every_language_must_be_there() -> None:
    assert flaws(topic("water").split("[topic.ar]", maxsplit=1)[0]) == (
        "topic.0.ar: Field required.",
    )


@pytest.mark.parametrize(
    "head",
    [
        'kind = "fashion"',
        'kind = "theme"\nsdg = [18]',
        'kind = "theme"\ncolour = "red"',
    ],
)
def test_a_head_outside_the_rules_is_refused(head: str) -> None:
    assert len(flaws(topic("water", head))) == 1


def test_a_description_is_a_sentence() -> None:
    assert len(flaws(topic("water").replace("All about water.", "All about water"))) == 1


def test_one_synonym_is_too_few() -> None:
    assert len(flaws(topic("water").replace('"water one", ', ""))) == 1


def test_what_is_not_toml_is_said_so() -> None:
    (flaw,) = flaws("[[topic]")
    assert flaw.startswith("This is not TOML: ")


def test_all_flaws_are_told_at_once() -> None:
    both = topic("water", 'kind = "theme"\nparent = "sea"') + topic("water", name="rain")
    assert flaws(both) == (
        "water hangs on sea, which does not stand before it.",
        "water stands there twice.",
    )


def test_a_typed_apostrophe_finds_a_printed_one() -> None:
    (air,) = (entry for entry in load() if entry.slug == "air-quality")
    assert fold(air.fr.label) == fold("Qualite de l'air")
