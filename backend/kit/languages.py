"""Which language a request is answered in: the member's choice, a cookie, what the browser asks."""

import re
from collections.abc import Iterable
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from fastapi import Request

from backend.core.i18n import ENGLISH, Language

COOKIE = "language"
CATALOGS = Path(__file__).parents[1] / "catalogs"
GAP = re.compile(r"\{[^{}]*\}")
"""Where a sentence takes something in."""
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

    def __init__(self, *, pseudo: bool = False, catalogs: Path = CATALOGS) -> None:
        self._known = {"en": ENGLISH}
        brought = {file.stem: file for file in sorted(catalogs.glob("*.po"))}
        for code in [*NAMES, *(one for one in brought if one not in NAMES)]:
            sentences = _compiled(code, brought[code]) if code in brought else NullTranslations()
            self._known[code] = Language(code, NAMES.get(code) or _own_name(code), sentences)
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
        """The language of this code or, failing that, the nearest: for pt-PT that is pt, then pt-BR."""
        wanted = code.replace("_", "-")
        spoken = wanted.split("-")[0]
        nearest = (one for one in self._known if one.split("-")[0] == spoken and one != PSEUDO)
        return (
            self._known.get(wanted) or self._known.get(spoken) or self._known.get(next(nearest, ""))
        )

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


def _own_name(code: str) -> str:
    """What a language calls itself, such as Deutsch."""
    name = Locale.parse(code, sep="-").get_display_name() or code
    return name[:1].upper() + name[1:]


def _compiled(code: str, source: Path) -> NullTranslations:
    with source.open("rb") as lines:
        catalog = read_po(lines, locale=code.replace("-", "_"))
    _leave_out_faults(catalog)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


def _leave_out_faults(catalog: Catalog) -> None:
    """A translation that asks for what its sentence has not would break the page: English stays."""
    for message in catalog:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if not set(GAP.findall(" ".join(map(str, said)))) <= _gaps(message):
            message.string = "" if isinstance(message.string, str) else ("",) * len(said)


def _gaps(message: Message) -> set[str]:
    ours = message.id if isinstance(message.id, tuple) else (message.id,)
    return set(GAP.findall(" ".join(map(str, ours))))
