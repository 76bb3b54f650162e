import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bogotá", "bogota"),
        ("İSTANBUL", "istanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("STRASSE", "Straße"),
        ("Łódź", "lodz"),
        ("Ærø", "aero"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("ﾄｳｷｮｳ", "トウキョウ"),
        ("ΑΘΗΝΑ", "Αθήνα"),
        ("Орёл", "орел"),
        ("عمّان", "عمان"),
        ("کراچی", "كراچي"),
        ("القاهرة", "القاهره"),
        ("שָׁלוֹם", "שלום"),
        ("𝐁ristol", "bristol"),
        ("Two \t  words", "two words"),
    ],
)
def test_spellings_of_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("パリ", "バリ"), ("が", "か"), ("กุ", "ก"), ("क्त", "कत"), ("서울", "서우")]
)
def test_marks_that_are_letters_to_their_readers_stay(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30))
def test_what_is_folded_folds_no_further(text: str) -> None:
    assert fold(fold(text)) == fold(text)
