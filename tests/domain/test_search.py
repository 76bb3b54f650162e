from uuid import uuid4

import pytest
from sqlmodel import Session

from backend.core.db import rows
from backend.domain.members.models import Guest
from backend.domain.search import actions, engine, queries, question
from backend.domain.search.latest import Latest
from backend.domain.search.marking import Marker, marker
from backend.domain.search.models import SearchDocument
from backend.domain.search.snippets import LENGTH, snippet
from backend.domain.search.wanted import Form, Wanted


def keep(db: Session, title: str, body: str = "", language: str = "en") -> None:
    about = uuid4()
    actions.index(db, "thing", about, slug=str(about), title=title, body=body, language=language)


def marked(text: str, asked: str, language: str = "en") -> str:
    pieces = snippet(text, marker(question.read(asked)), len(text), language)
    return "".join(f"[{one.words}]" if one.is_hit else one.words for one in pieces)


@pytest.mark.parametrize(
    "asked",
    [
        *('"', "'", "a' | b", "* ^ : ( )", "NEAR(a b)", "a\x00b", "-", '-"', "OR", "x" * 5000),
        *("title:x", "a AND", "🏙️", "😀 data", "\\", "a & !b", "<->", " ".join("abcdefghijklmnop")),
        *("t_data", "_", "data_", "資", "-資料", '"資料 開放"', "ก", "\u0301", "data -", "﷽"),
    ],
)
def test_no_question_breaks_it(db: Session, asked: str) -> None:
    keep(db, "Open data")
    queries.search(db, Guest(), asked)


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Public agreements help.", "agreement", "Public [agreements] help."),
        ("Crème brûlée", "BRULEE", "Crème [brûlée]"),
        ("We share open data on open maps", '"open data"', "We share [open data] on open maps"),
        ("開放資料平台", "資料", "開放[資料]平台"),
        ("عَمّان مدينة", "عمان", "[عَمّان] مدينة"),
        ("Procurement of data", "procur", "[Procurement] of data"),
        ("ＯＰＥＮ ＤＡＴＡ", "data", "ＯＰＥＮ [ＤＡＴＡ]"),
        ("La gestión de la basura", "gestión de basura", "La [gestión] de la [basura]"),
        ("De todo", "de", "[De] todo"),
    ],
)
def test_what_was_found_is_marked(text: str, asked: str, shown: str) -> None:
    assert marked(text, asked) == shown


@pytest.mark.parametrize(
    ("asked", "telling"),
    [
        ("water in Nairobi", ["water", "nairobi"]),
        ("¿Cómo publicar un registro?", ["publicar", "registro"]),
        ("de l'eau pour la ville", ["eau", "ville"]),
        ("المياه في المدينة", ["المياه", "المدينة"]),
        ("IT for WHO", ["it", "for", "who"]),
        ("WATER IN NAIROBI", ["water", "nairobi"]),
        ("data AND trust OR parks", ["data", "trust", "parks"]),
        ("lock-in and data", ["lock", "in", "data"]),
        ("sans-abri", ["sans", "abri"]),
        ('"to be" or', ["to be"]),
        ("to be or", ["to", "be", "or"]),
        ("how", ["how"]),
    ],
)
def test_words_that_only_hold_others_together_need_not_be_there(
    asked: str, telling: list[str]
) -> None:
    assert [part.said for part in question.read(asked).finished.telling] == telling


def test_a_last_word_that_may_be_half_typed_counts_whatever_it_is() -> None:
    assert [part.said for part in question.read("water in").telling] == ["water", "in"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Rules.\n\n## What C# and #opendata cost\n\nLittle.",
            "Rules. What C# and #opendata cost Little.",
        ),
        (
            "- **Bristol** joined\n- `all` of __it__\n\n> well-kept",
            "Bristol joined all of it well-kept",
        ),
        ("See [the plan](https://a.example/b) [now]", "See the plan [now]"),
        ("5 * 3 and a*b", "5 3 and a*b"),
    ],
)
def test_a_snippet_shows_no_signs_of_markdown(text: str, shown: str) -> None:
    assert "".join(piece.words for piece in snippet(text, Marker())) == shown


def test_a_snippet_begins_a_little_before_the_hit() -> None:
    text = "First of all " + "many other words stand here " * 10 + "until Vivienda appears at last."
    pieces = snippet(text, marker(question.read("vivienda")))
    assert [piece.words for piece in pieces if piece.is_hit] == ["Vivienda"]
    assert pieces[0].words == "… "


@pytest.mark.parametrize(
    ("text", "end"), [("many words " * 30, "words …"), ("開放資料" * 80, "資料 …")]
)
def test_a_snippet_ends_with_a_whole_word_where_there_are_spaces(text: str, end: str) -> None:
    said = "".join(piece.words for piece in snippet(text, Marker()))
    assert said.endswith(end)
    assert len(said) <= LENGTH + len(" …")


def test_the_newest_come_first_however_far_apart_they_were_kept(db: Session) -> None:
    numbers = [1_000_000, 980_000, 900_000, 700_000, 200_000, 9_000, 1]
    for number in numbers:
        about = uuid4()
        db.add(
            SearchDocument(
                number=number,
                kind="thing",
                subject_id=about,
                slug=about.hex,
                language="en",
                title="Tram",
                body="",
            )
        )
    db.flush()
    engine.put_new(db, [(number, "tram", "k_thing") for number in numbers])
    trams, latest = Wanted(Form(("tram",))), Latest(db)
    for most in range(1, len(numbers) + 1):
        found = rows(db, latest.of(trams, most)).scalars()
        assert sorted(found, reverse=True) == numbers[:most]
