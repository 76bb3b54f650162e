"""Who would have to keep the hour, and what must be known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.times import zone
from backend.domain.roundtables.hours import minute_of

HEAVIEST = 3


@dataclass(frozen=True, slots=True)
class Participant:
    """A city, or a member under the name of their city.

    `debt` counts the hard hours that it bore lately and nobody has taken off it since: one makes
    its costs count double, two or more three times.
    """

    key: str
    label: str
    zone: str  # IANA
    country: str = ""  # ISO 3166-1, two letters
    subdivision: str = ""  # ISO 3166-2, after the hyphen
    works_from: time = time(9)
    works_until: time = time(17)  # the same day
    debt: int = 0

    @property
    def weight(self) -> int:
        return min(1 + max(self.debt, 0), HEAVIEST)

    @property
    def working_minutes(self) -> tuple[int, int]:
        return minute_of(self.works_from), minute_of(self.works_until)


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
