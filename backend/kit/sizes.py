"""How large a file is, as people say it."""

from babel.core import Locale, UnknownLocaleError
from babel.numbers import format_decimal

from backend.core.i18n import _, language, ngettext

KILO = 1000


def size(count: int) -> str:
    """Such as: 1.2 MB. In thousands, as systems for people count them."""
    if count < KILO:
        return ngettext("{count} byte", "{count} bytes", count)
    if count < KILO * KILO:
        return _("{number} kB", number=_written(count / KILO))
    return _("{number} MB", number=_written(count / KILO / KILO))


def _written(number: float) -> str:
    """Two figures that matter, as the language being spoken writes them."""
    shape = "#,##0.#" if number < 10 else "#,##0"  # noqa: PLR2004 - 9.5, but 12
    try:
        locale = Locale.parse(language().code.split("-")[0])
    except (ValueError, UnknownLocaleError):
        locale = Locale.parse("en")
    return format_decimal(number, shape, locale=locale)
