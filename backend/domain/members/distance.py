"""How two members stand to each other, as one of them sees it. Pure; the rows are in `blocks`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Distance:
    blocked: bool = False
    """By me: I may be told so."""
    muted: bool = False
    """By me: I hear no more of them."""
    apart: bool = False
    """By either of us: nobody is told by whom."""


NEAR = Distance()
