"""What of a calendar file is read at all."""

import pytest

from backend.core.errors import Rejected
from backend.domain.roundtables.busy_lines import LONGEST, MOST_LINES, needed

EVENT = ("BEGIN:VEVENT", "UID:1", "DTSTART:20261201T100000Z", "DURATION:PT1H", "END:VEVENT")


def calendar(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


@pytest.mark.parametrize(
    "other",
    [
        ("CATEGORIES:" + "," * 1_000,),
        ("X-A:1", "SUMMARY:My secret", " is long", "DESCRIPTION;X=1:too"),
        ("BEGIN:VALARM", "DURATION:PT9M", "BEGIN:VALARM", "END:VALARM", "UID:2", "END:VALARM"),
        ("begin:x-part", "BEGIN:VEVENT", "END:VEVENT", "end:x-part"),
        ("END:VTODO", "", "no property at all"),
    ],
)
def test_what_tells_nothing_of_when_is_left_out(other: tuple[str, ...]) -> None:
    within = (*EVENT[:3], *other, *EVENT[3:])
    assert needed(calendar(*within)) == calendar(*EVENT)


def test_parts_that_never_end_hide_what_follows() -> None:
    assert needed(calendar("BEGIN:VTODO", *EVENT)) == "BEGIN:VCALENDAR\r\n"


def test_lines_that_go_on_in_the_next_are_one() -> None:
    folded = calendar("BEGIN:VEVENT", "DTSTART:20261201", " T100000Z", "END:VEVENT")
    assert needed(folded) == calendar("BEGIN:VEVENT", "DTSTART:20261201T100000Z", "END:VEVENT")


def test_more_than_anybody_s_days_is_refused() -> None:
    with pytest.raises(Rejected, match="too many events"):
        needed(calendar(*["RRULE:FREQ=DAILY"] * MOST_LINES))
    with pytest.raises(Rejected, match="not a calendar file"):
        needed(calendar("BEGIN:VEVENT", "DTSTART;" + "A=1;" * LONGEST, "END:VEVENT"))
