from uuid import uuid4

import pytest
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.domain.members.models import Guest
from backend.domain.search import actions, engine, queries, words
from backend.domain.search.models import SearchDocument
from backend.domain.search.snippets import snippet


def found(db: Session, question: str) -> list[str]:
    """Titles that match, whoever asks: the engine alone, without the rules of visibility."""
    match = engine.match(db, words.asked(question))
    listed = (
        columns(col(SearchDocument.title))
        .join(match.table, match.number == col(SearchDocument.number))
        .where(match.condition)
        .order_by(match.rank, col(SearchDocument.number))
    )
    return list(db.connection().execute(listed).scalars())


def keep(db: Session, title: str, body: str = "", language: str = "en") -> None:
    about = uuid4()
    actions.index(db, "thing", about, slug=str(about), title=title, body=body, language=language)


@pytest.mark.parametrize(
    ("title", "language", "question"),
    [
        ("Participação cidadã", "pt", "participacao CIDADA"),
        ("Gestión de residuos", "es", "gestion"),
        ("Straße der Offenheit", "de", "strasse"),
        ("İstanbul verileri", "tr", "istanbul"),
        ("Kraków", "pl", "krakow"),
        ("Łódź", "pl", "lodz"),
        ("ＯＰＥＮ　ＤＡＴＡ", "ja", "open data"),
        ("Cafe\u0301 talks", "en", "café"),
        ("開放資料平台", "zh", "資料"),
        ("オープンデータの推進", "ja", "データ"),
        ("공공데이터 포털", "ko", "공공데이터"),
        ("ข้อมูลเปิดภาครัฐ", "th", "ข้อมูล"),
        ("البيانات المفتوحة", "ar", "البيانات"),
        ("खुला डेटा", "hi", "डेटा"),
        ("Участие граждан", "ru", "участие"),
        ("Sharing agreements", "en", "agreement"),
        ("Procurement for cities", "en", "procur"),
        ("5G and CO2", "en", "co2"),
    ],
)
def test_it_is_found(db: Session, title: str, language: str, question: str) -> None:
    keep(db, title, language=language)
    keep(db, "Something else altogether")
    assert found(db, question) == [title]


@pytest.mark.parametrize(
    "question", ["housing mobility", '"data open"', "housing -register", '"data on hous"']
)
def test_it_is_not_found(db: Session, question: str) -> None:
    keep(db, "Open data on housing", "A register of homes")
    assert found(db, question) == []


@pytest.mark.parametrize(
    "question", ["housing register", '"open data"', "hous", "housing -mobility"]
)
def test_all_words_phrases_and_beginnings_find(db: Session, question: str) -> None:
    keep(db, "Open data on housing", "A register of homes", language="en")
    assert found(db, question) == ["Open data on housing"]


def test_a_hit_in_the_title_comes_before_one_in_the_text(db: Session) -> None:
    keep(db, "Streets", "Trees and shade and rain and trams, and here and there a kiosk")
    keep(db, "Trams for the old town", "Nothing more is said of them in this text")
    assert found(db, "trams") == ["Trams for the old town", "Streets"]


@pytest.mark.parametrize(
    "question",
    [
        *('"', "'", "a' | b", "* ^ : ( )", "NEAR(a b)", "a\x00b", "-", '-"', "OR", "x" * 5000),
        *("title:x", "a AND", "🏙️", "😀 data", "\\", "a & !b", "<->", " ".join("abcdefghijklmnop")),
    ],
)
def test_no_question_breaks_it(db: Session, question: str) -> None:
    keep(db, "Open data")
    queries.search(db, Guest(), question)


def test_new_words_take_the_place_of_old_ones_and_forgetting_leaves_none(db: Session) -> None:
    about = uuid4()
    for title in ("Quiet streets", "Loud streets"):
        actions.index(db, "thing", about, slug="x", title=title, body="", language="en")
    assert (found(db, "quiet"), found(db, "loud")) == ([], ["Loud streets"])
    actions.forget(db, "thing", about)
    db.flush()
    assert (found(db, "loud"), engine.size(db)) == ([], 0)


def test_a_snippet_shows_and_marks_the_hit() -> None:
    text = "First of all " + "many other words stand here " * 10 + "until Vivienda appears at last."
    pieces = snippet(text, ("vivienda",))
    assert [piece.words for piece in pieces if piece.is_hit] == ["Vivienda"]
    assert pieces[0].words == "… "
