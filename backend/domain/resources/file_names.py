"""What a file may be called: the sender's name for it, without what could lead or hurt anybody."""

import re
import unicodedata

from backend.core.text import one_line

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_TURNS = frozenset("\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")
"""Signs that turn the reading direction: they make "gpj.exe" of "exe.jpg"."""


def safe_name(sent: str) -> str:
    """The last piece of the name that was sent, on one line, with its ending kept."""
    last = re.split(r"[/\\]", sent)[-1]
    shown = "".join(c for c in one_line(last) if c not in _TURNS)
    plain = _FORBIDDEN.sub("_", shown).strip(" .")
    stem, dot, end = plain.rpartition(".")
    if not dot:
        return _shortened(plain, LONGEST) or "file"
    end = end.lower()
    return f"{_shortened(stem.strip(' .'), LONGEST - len(end) - 1) or 'file'}.{end}"


def ending(name: str) -> str:
    """What stands after the last dot; empty without one."""
    return name.rpartition(".")[2] if "." in name else ""


def _shortened(words: str, most: int) -> str:
    """No longer than this, and not cut between a letter and its mark."""
    most = max(most, 1)
    while 0 < most < len(words) and unicodedata.combining(words[most]):
        most -= 1
    return words[:most].rstrip(" .")
