"""How text becomes words: pure, and the same for any spelling of it."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.ids import new_id
from backend.domain.search import ranking, spelling, words
from backend.domain.search.wanted import All, Either, Form, Wanted, fts5, tsqueries, tsquery
from tests.conftest import NOON

LETTERS = st.text(alphabet="abcdefgh", min_size=4, max_size=9)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_spelling_of_a_text_is_cut_alike(text: str) -> None:
    cut = words.cut(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert words.cut(unicodedata.normalize(form, text)) == cut


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_no_word_can_be_an_operator_of_a_database(text: str) -> None:
    for word in words.cut(text):
        assert not set(word) & set(" _'\"\\:*()&|!<>-\x00")


@settings(max_examples=200, deadline=None)
@given(LETTERS, st.integers(0, 8), st.sampled_from("abcxyz"))
def test_words_one_slip_apart_meet_under_a_key(word: str, at: int, letter: str) -> None:
    place = at % len(word)
    swapped = (
        word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :]
    )
    for slip in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        swapped,
    ):
        assert spelling.slips(word, slip) <= 1
        assert spelling.keys(word) & spelling.keys(slip)


@pytest.mark.parametrize(("one", "other"), [("abcd", "abdce"), ("abcd", "xbcx"), ("abcd", "ab")])
def test_two_slips_are_too_many(one: str, other: str) -> None:
    assert spelling.slips(one, other) == spelling.slips(other, one) == 2


def test_a_question_is_told_to_both_databases() -> None:
    wanted = Wanted(
        All((Either((Form(("open", "data")), Form(("dat",), begins=True))), Form(("k_city",)))),
        (Form(("map",)),),
    )
    assert fts5(wanted) == '(("open data" OR "dat" *) AND "k_city") NOT ("map")'
    assert tsquery(wanted) == "((('open' <-> 'data') | ('dat':*)) & ('k_city')) & !(('map'))"


def test_marks_among_which_words_are_looked_for_are_a_question_of_their_own_where_it_helps() -> (
    None
):
    maps = Wanted(Form(("map",)), (Form(("bus",)),)).within([("k_city", "k_topic"), ("l_en",)])
    marks = "((('k_city') | ('k_topic')) & (('l_en')))"
    assert list(tsqueries(maps)) == ["('map') & !(('bus'))", marks]
    assert list(tsqueries(Wanted(Form(("map",))))) == ["('map')"]
    assert fts5(maps) == '("map" AND ("k_city" OR "k_topic") AND ("l_en")) NOT ("bus")'


def test_a_thing_is_marked_by_its_title_its_topics_and_what_it_says_often() -> None:
    topic = new_id()
    said, marks = words.of(
        words.Found(
            "resource",
            new_id(),
            "maps",
            "Open maps",
            "Maps, maps and more maps",
            "en-GB",
            NOON,
            2026,
            "latin_america",
            [topic],
        )
    )
    assert said == "open maps _ maps maps and more maps"
    assert {"k_resource", "l_en", "r_latin_america", "y_2026", f"o_{topic.hex}"} <= {*marks.split()}
    assert {"e_open_maps", "t_maps", "ts_en_map", "m_maps", "p_ma", "p_map"} <= {*marks.split()}
    assert {"tp_o", "tp_op", "tp_ope", "tp_m", "tp_ma", "tp_map"} <= {*marks.split()}
    assert "m_open" not in marks


def test_the_score_is_the_sum_that_the_module_states() -> None:
    year = timedelta(days=365)
    assert ranking.score(3, NOON, NOON, stands=False, is_mine=False) == 4
    assert ranking.score(3, NOON - year, NOON, stands=False, is_mine=True) == 4.25
    assert ranking.score(0, NOON - 9 * year, NOON, stands=True, is_mine=False) == 0.7
    # Whose profile only says the words comes after what says them; who is called so does not.
    for level, expected in ((ranking.CLOSE, 2), (ranking.TITLED, 3.7)):
        found = ranking.score(level, NOON, NOON, stands=True, is_mine=False, is_person=True)
        assert found == expected
    assert ranking.key(str(ranking.Key(4.25, 7))) == ranking.Key(4.25, 7)
    assert ranking.key("x") is ranking.key("1e999-7x") is None
