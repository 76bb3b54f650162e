"""Names in any script: what can't be one, what passes for another, and the address it makes."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.names import (
    cleared,
    fault,
    is_highly_restrictive,
    is_mixed,
    shape,
)
from backend.core.text import slugify

NAMES = {
    "Amina Mensah": "amina-mensah",
    "Sukarno": "sukarno",
    "O'Neill-Ó Súilleabháin": "o-neill-o-suilleabhain",
    "Siobhán O’Brien": "siobhan-o-brien",
    "İbrahim Işık": "ibrahim-isik",
    "Nguyễn Thị Ánh": "nguyen-thi-anh",
    "Þórður Æsir": "thordur-aesir",
    "Jeļena Ļubļina": "jelena-lublina",
    "Łukasz Żółć": "lukasz-zolc",
    "María-José Núñez": "maria-jose-nunez",
    "Иван Петров": "ivan-petrov",
    "Игорь Соловьёв": "igor-solovev",
    "Ђорђе Ћирић": "djordje-ciric",
    "Γιώργος Παπαδόπουλος": "giorgos-papadopoylos",
    "Արամ Խաչատրյան": "aram-khachatryan",
    "დავით ბერიძე": "davit-beridze",
    "محمد الفاسي": "mhmd-alfasy",
    "فاطمة الزهراء": "fatmh-alzhra",
    "نیلوفر‌پور رضایی": "nylwfrpwr-rdayy",
    "ישראל כהן": "ysral-khhn",
    "अमित शर्मा": "amit-srma",
    "নজরুল ইসলাম": "njrul-islam",
    "தமிழ்ச்செல்வன்": "tmilccelvn",
    "ශ්‍රී": "sri",
    "สมชาย ใจดี": "smchay-aichdi",
    "မောင်မောင်": "meanmean",
    "ភិរុណ": "pheron",
    "王小明": "wangxiaoming",
    "山田太郎": "shantiantailang",
    "たなか さくら": "tanaka-sakura",
    "ヤマダー タロウ": "yamada-tarou",
    "김민준": "gimminjun",
    "አበበ ቢቂላ": "abebe-bikila",
    "ᏣᎳᎩ": "tsalagi",
    "张伟 (David)": "zhangwei-david",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_is_a_name_and_nothing_odd(name: str) -> None:
    assert fault(name) == ""
    assert not is_mixed(name)
    assert cleared(name) == name


@pytest.mark.parametrize(("name", "slug"), NAMES.items())
def test_its_address_can_be_read_aloud(name: str, slug: str) -> None:
    assert slugify(name) == slug
    assert slugify(unicodedata.normalize("NFD", name)).replace("-", "") == slug.replace("-", "")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Ana\x00", "control"),
        ("A\x1bna", "control"),
        ("Ana\ud800", "control"),
        ("Ana \u202egomez", "direction"),
        ("Ana \u2067gomez\u2069", "direction"),
        ("An\u200ba", "invisible"),
        ("An\u2060a", "invisible"),
        ("Ana\u3164", "invisible"),
        ("Ana\u034f", "invisible"),
        ("An\u200da", "invisible"),
        ("\u200cAna", "invisible"),
        ("Ana\u200c", "invisible"),
        ("א\u200cב", "invisible"),
        ("نی\u200c\u200cلو", "invisible"),
        ("\U000e0041na", "invisible"),
        ("Ana\ue000", "private"),
        ("Ana\ufffe", "private"),
        ("Ana\ufdd0", "private"),
        ("A\u0336\u0322\u031b\u031a\u0315na", "marks"),
        ("\u0301Ana", "marks"),
    ],
)
def test_what_hides_or_misleads_is_no_name(name: str, why: str) -> None:
    assert fault(name) == why


@pytest.mark.parametrize(
    "name",
    ["क्‍ष", "क्‌ष", "བསྒྲུབས", "葛\U000e0100城", "ที่นี่", "Nguye\u0302\u0303n", "Ana\tGomez\n"],
)
def test_what_a_script_needs_is_no_fault(name: str) -> None:
    assert fault(name) == ""


def test_what_keyboards_leave_behind_falls_out() -> None:
    assert cleared("\ufeffמיכל\u200f, A\u00adna\u061c") == "מיכל, Ana"


@pytest.mark.parametrize(
    ("name", "alone"),
    [
        ("Ana Gomez", True),
        ("Иван Петров", True),
        ("山田 Taro やまだ ヤマダ", True),
        ("王小明 ㄨㄤ David", True),
        ("김민준 金 Kim", True),
        ("山田 김", True),
        ("さくら 김", False),
        ("ㄨㄤ さ", False),
        ("Аnа", False),
        ("Ελένη Brown", False),
        ("محمد Ali", False),
        ("नेहा Sharma", False),
        ("2. ' -", True),
        ("", True),
    ],
)
def test_the_restriction_level_is_the_standards(name: str, *, alone: bool) -> None:
    assert is_highly_restrictive(name) is alone


@pytest.mark.parametrize("name", ["Аnа", "Ana Gоmez", "Аха Smith", "Ρeter", "김さ", "Ꭰna Gomez"])
def test_letters_that_pass_for_others_are_noticed(name: str) -> None:
    assert is_mixed(name)


@pytest.mark.parametrize("name", ["Мария (Maria)", "Ελένη Brown", "محمد Ali", "नेहा Sharma"])
def test_a_name_said_in_two_scripts_is_a_courtesy(name: str) -> None:
    assert not is_mixed(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Amina Mensah", "Аmina Меnsаh"),
        ("Amina Mensah", "AMINA  MENSAH"),
        ("Amina Mensah", "Arnina-Mensah"),
        ("Ivan Petrov", "lvan Petrov"),
        ("Olu Obi", "0lu 0bi"),
        ("Ｔａｒｏ", "Taro"),
        ("Taro\ufe0f", "Taro"),
    ],
)
def test_names_that_look_alike_have_one_shape(one: str, other: str) -> None:
    assert shape(one) == shape(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ana", "Anna"), ("नेहा", "नहा"), ("さくら", "さら"), ("山田 Taro", "Taro")]
)
def test_names_that_readers_tell_apart_have_two(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_every_text_is_judged(text: str) -> None:
    assert fault(text) in {"", "control", "direction", "invisible", "marks", "private"}
    assert shape(text) == shape(text)
    assert isinstance(is_mixed(text), bool)
    assert slugify(text).isascii()
