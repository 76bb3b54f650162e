"""The ring of a city's openness: an arc for each principle, and the same in words."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup

from backend.core.i18n import N_, _

HUES = ("government", "data", "innovation", "infrastructure", "standards", "source")
"""By principle, in ring order."""
PRINCIPLES = (
    N_("Open government"),
    N_("Open data"),
    N_("Open innovation"),
    N_("Open infrastructure"),
    N_("Open standards"),
    N_("Open source"),
)
STAGES: Mapping[str, str] = {
    "": N_("nothing said yet"),
    "not_started": N_("not started"),
    "exploring": N_("exploring"),
    "practising": N_("practising"),
    "leading": N_("leading"),
}
KEPT = 4_096
"""Rings that are kept once they are drawn: a page has dozens, and there are no more that differ."""

_TURN, _FIRST = 60, 4
_OUTER, _INNER = 17, 14
_ARC = Markup(
    '<circle class="of-{} {}" cx="22" cy="22" r="{}" pathLength="360"'
    ' stroke-dasharray="52 308" stroke-dashoffset="-{}" />'
)


def arcs(stages: Sequence[str]) -> Markup:
    """The arcs of these stages, in ring order; beside one that is only begun runs a hair."""
    return _drawn(tuple(stages))


def words(stages: Sequence[str]) -> str:
    """Each principle with its stage, in the reader's language."""
    each = (
        f"{_(name)}: {_(STAGES[stage])}" for name, stage in zip(PRINCIPLES, stages, strict=True)
    )
    return "; ".join(each) + "."


@lru_cache(maxsize=KEPT)
def _drawn(stages: tuple[str, ...]) -> Markup:
    found = Markup()
    for at, (hue, stage) in enumerate(zip(HUES, stages, strict=True)):
        start = _FIRST + at * _TURN
        found += _ARC.format(hue, stage or "unsaid", _OUTER, start)
        if stage == "exploring":
            found += _ARC.format(hue, "hair", _INNER, start)
    return found
