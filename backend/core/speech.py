"""Words put together as a language does it."""

from collections.abc import Sequence

from babel.core import Locale, UnknownLocaleError
from babel.lists import format_list

from backend.core.i18n import language


def listed(words: Sequence[str]) -> str:
    """These words as a list in the language being spoken: “a, b and c”."""
    try:
        locale = Locale.parse(language().code.split("-", maxsplit=1)[0])
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    if locale.language == "en":
        locale = Locale("en", "GB")
    return format_list(list(words), locale=locale)
