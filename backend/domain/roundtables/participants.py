"""Who would have to keep the hour, and what must be known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.roundtables.hours import minute_of


@dataclass(frozen=True, slots=True)
class Participant:
    """A city, or a member under the name of their city.

    `debt` is what it bore in hard hours before, above whoever bore least (debts.py), in the coin
    of costs: points an hour times minutes. It stands on top of what a new time asks of it.
    """

    key: str
    label: str
    zone: str  # IANA
    country: str = ""  # ISO 3166-1, two letters
    subdivision: str = ""  # by name, or ISO 3166-2 after the hyphen
    weekend: frozenset[int] | None = None  # Monday is 0; None: its country's
    works_from: time = time(9)
    works_until: time = time(17)  # the same day
    debt: int = 0

    @property
    def working_minutes(self) -> tuple[int, int]:
        return minute_of(self.works_from), minute_of(self.works_until)


def weekend_from(digits: str) -> frozenset[int] | None:
    """A city's own weekend, as its row keeps it; None where that is its country's."""
    return frozenset(map(int, digits)) or None


def check(participants: Sequence[Participant]) -> None:
    """Rejected, with a sentence, unless there is somebody and all their clocks can be read."""
    if not participants:
        raise Rejected({"participants": _("Choose at least one city.")})
    for who in participants:
        try:
            zone(who.zone)
        except Rejected as unknown:
            raise Rejected({"participants": str(unknown)}) from unknown
        if who.works_from >= who.works_until:
            raise Rejected(
                {
                    "participants": _(
                        "{city}: working hours must begin before they end.", city=who.label
                    )
                }
            )
