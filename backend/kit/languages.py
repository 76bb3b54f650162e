"""Which language a request is answered in: the member's choice, a cookie, what the browser asks."""

from collections.abc import Iterable
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from fastapi import Request

from backend.core.i18n import ENGLISH, Language

COOKIE = "language"
CATALOGS = Path(__file__).parents[1] / "catalogs"
NAMES = {"es": "Español", "pt": "Português", "fr": "Français", "ar": "العربية"}
PSEUDO = "ar-XB"
"""An invented language for tests: longer, accented, right to left."""


class PseudoTranslations(NullTranslations):
    """Makes every translated sentence visible: what stays plain English escaped translation."""

    _ACCENTS = str.maketrans("aceiouyACEIOUY", "áçéíóúýÁÇÉÍÓÚÝ")

    def gettext(self, message: str) -> str:
        return self._stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._stretched(msgid1 if n == 1 else msgid2)

    def _stretched(self, message: str) -> str:
        pieces = [
            "{" + part + "}" if place % 2 else part.translate(self._ACCENTS)
            for place, part in enumerate(message.replace("}", "{").split("{"))
        ]
        return "⟦" + "".join(pieces) + "~" * (len(message) * 2 // 5) + "⟧"


class Languages:
    """The languages of the interface, their catalogs compiled once at start."""

    def __init__(self, *, pseudo: bool = False) -> None:
        self._known = {"en": ENGLISH}
        for code, name in NAMES.items():
            self._known[code] = Language(code, name, _compiled(code))
        if pseudo:
            self._known[PSEUDO] = Language(PSEUDO, "Pseudo", PseudoTranslations())

    @property
    def offered(self) -> list[Language]:
        return list(self._known.values())

    @property
    def letters(self) -> list[tuple[str, str]]:
        """The languages in which letters are written, with their own names."""
        return [(one.code, one.name) for one in self.offered if one.code != PSEUDO]

    def known(self, code: str) -> Language | None:
        """The language of this code or, failing that, of its first part: pt for pt-PT."""
        return self._known.get(code) or self._known.get(code.replace("_", "-").split("-")[0])

    def asked_for(self, request: Request, chosen: str = "") -> Language:
        """The first known of: the member's choice, the cookie, the browser's list, English."""
        for code in (chosen, request.cookies.get(COOKIE, ""), *_accepted(request)):
            if code and (found := self.known(code)):
                return found
        return ENGLISH


def _accepted(request: Request) -> Iterable[str]:
    """The languages of Accept-Language, the best liked first (RFC 9110, 12.5.4)."""
    ranked: list[tuple[float, int, str]] = []
    for place, item in enumerate(request.headers.get("Accept-Language", "")[:500].split(",")):
        code, _sep, weight = item.strip().partition(";q=")
        try:
            liked = float(weight) if weight else 1.0
        except ValueError:
            continue
        if code and liked > 0:
            ranked.append((-liked, place, code))
    return [code for _liked, _place, code in sorted(ranked)]


def _compiled(code: str) -> NullTranslations:
    source = CATALOGS / f"{code}.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=code))
    compiled.seek(0)
    return Translations(compiled)
