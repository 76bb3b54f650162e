"""Reading a calendar that somebody sent, while nobody has to wait for it."""

from collections.abc import Sequence

from backend.domain.members.policy import takes_part
from backend.domain.roundtables import busy_times
from backend.domain.roundtables.busy_reading import Span
from backend.kit.asking import AskingMember


def read_alone(ask: AskingMember, sent: bytes) -> Sequence[Span]:
    """When its owner is busy. It takes up to a second, for which no transaction is kept open."""
    takes_part(ask.me).insist()
    zone = ask.me.zone
    ask.pause()
    try:
        return busy_times.read(sent, zone)
    finally:
        ask.recognise()
