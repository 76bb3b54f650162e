import pytest
from pydantic import TypeAdapter, ValidationError

from backend.core import tongues
from backend.core.i18n import Language, speaking


def test_languages_are_named_and_sorted_in_the_readers_own() -> None:
    with speaking(Language("es", "Español")):
        names = [name for _tag, name in tongues.choices()]
        assert tongues.name("de") == "alemán"
    assert names[:3] == ["afrikáans", "albanés", "alemán"]


def test_every_language_has_a_name() -> None:
    assert [tag for tag, name in tongues.choices() if tag == name] == []


def test_an_unknown_tag_is_shown_as_it_is() -> None:
    assert tongues.name("tlh") == "tlh"


def test_names_are_english_where_the_interface_is_invented() -> None:
    with speaking(Language("xx-XB", "Pseudo")):
        assert tongues.name("fr") == "French"


def test_the_nearest_language_that_can_be_chosen() -> None:
    assert [tongues.nearest(tag) for tag in ("pt-PT", "zh-Hant", "ar-XB", "tlh")] == [
        "pt",
        "zh-Hant",
        "ar",
        "en",
    ]


def test_what_is_no_language_is_refused() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(tongues.Tongue).validate_python("klingon")
