"""Where in a text something was found: in any form in which it is found at all."""

import pytest

from backend.domain.search import others, question
from backend.domain.search.marking import marker


@pytest.mark.parametrize(
    ("asked", "text", "language", "found"),
    [
        ("cars", "A car for all", "en", ["car"]),
        ("car", "Electric cars", "en", ["cars"]),
        ("taxes", "A tax on parking", "en", ["tax"]),
        ("bangun", "Rencana pembangunan kota", "id", ["pembangunan"]),
        ("werk", "Er is gewerkt", "nl", ["gewerkt"]),
        ("viviendas", "Una vivienda vacía", "es", ["vivienda"]),
        ('"buses"', "Buses and a bus", "en", ["Buses"]),
        ("open data", "Data that is open", "en", ["Data", "open"]),
    ],
)
def test_another_form_of_a_word_is_marked(
    asked: str, text: str, language: str, found: list[str]
) -> None:
    said = question.read(asked).finished
    spans = marker(said).spans(text, language)
    assert [text[start:end] for start, end in spans] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Una vivienda asequible", ["vivienda asequible"]),
        ("Viviendas asequibles y parques", ["Viviendas asequibles"]),
        ("Viviendas para todos, asequibles", ["Viviendas", "asequibles"]),
        ("Viviendas asequibles; una vivienda vacía", ["Viviendas asequibles"]),
        ("Viviendas para todos", []),
        ("Asequible y cerca", []),
    ],
)
def test_a_term_in_another_language_is_marked_as_a_whole(text: str, found: list[str]) -> None:
    """Its words where they stand apart only if all are there, and nowhere side by side."""
    term = others.typed("vivienda asequible", frozenset({"es"}))
    assert term is not None
    spans = marker(question.read("affordable housing").finished, [term]).spans(text, "es")
    assert [text[start:end] for start, end in spans] == found


def test_what_a_topic_is_called_is_marked_only_as_it_stands() -> None:
    term = others.as_it_stands("control de alquileres")
    assert term is not None
    known = marker(question.read("rents").finished, [term])
    text = "Alquileres: control de precios. El control de alquileres."
    assert [text[start:end] for start, end in known.spans(text, "es")] == ["control de alquileres"]


def test_a_text_of_no_known_language_is_marked_by_how_its_words_begin() -> None:
    known = marker(question.read("agreements").finished)
    text = "An agreement, an agreeable one"
    assert [text[start:end] for start, end in known.spans(text)] == ["agreement", "agreeable"]
