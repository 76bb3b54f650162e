"""When two ways of writing a town's name count as one."""

import unicodedata

from backend.core.text import fold

# Written or left out as people please: N'Djamena, St. Louis, Persian's half spaces.
_SILENT = "'’‘`´ʻʼʹʺʿʾ′″.·・؛"
_BLOCKS = (range(0x3100), range(0xD800, 0xF900), range(0xFE00, 0x10000))


def _separators() -> dict[int, str | None]:
    """Every sign that is no part of a word, to be read as a space, or not at all."""
    kinds = {code: unicodedata.category(chr(code)) for block in _BLOCKS for code in block}
    signs: dict[int, str | None] = {code: " " for code, kind in kinds.items() if kind[0] in "PSZC"}
    signs |= dict.fromkeys((code for code, kind in kinds.items() if kind == "Cf"), None)
    return signs | dict.fromkeys(map(ord, _SILENT), None)


_SEPARATORS = _separators()


def key(name: str) -> str:
    """The form by which names are sorted and looked up: folded, words apart by one space."""
    return " ".join(fold(name).translate(_SEPARATORS).split())
