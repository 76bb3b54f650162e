"""Words and days put together as a language does it."""

from collections.abc import Sequence
from datetime import date

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list

from backend.core.i18n import language


def listed(words: Sequence[str]) -> str:
    """These words as a list in the language being spoken: “a, b and c”."""
    return format_list(list(words), locale=_locale())


def written(day: date) -> str:
    """A day with its year in the language being spoken: “28 March 2027”."""
    return format_date(day, "long", _locale())


def _locale() -> Locale:
    try:
        locale = Locale.parse(language().code.split("-", maxsplit=1)[0])
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    return Locale("en", "GB") if locale.language == "en" else locale
