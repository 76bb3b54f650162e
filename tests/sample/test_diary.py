from datetime import UTC, datetime, timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from backend.core import clock
from backend.sample.diary import Diary, Thread

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(days=300)
ZONES = ("Pacific/Auckland", "Asia/Kolkata", "Europe/London", "America/Lima", "Pacific/Honolulu")


def test_things_are_done_in_the_order_of_time_each_at_its_own() -> None:
    diary = Diary(NOW)
    done: list[tuple[int, datetime]] = []

    def do(days: int) -> None:
        done.append((days, clock.now()))

    for days in (1, 3, 2, 3):
        diary.note(NOW - timedelta(days=days), partial(do, days))
    assert len(list(diary.relive())) == len(diary) == 4
    assert done == [(days, NOW - timedelta(days=days)) for days in (3, 3, 2, 1)]


def test_an_office_hour_lies_between_nine_and_five_of_that_day_there() -> None:
    at = Diary(NOW).office_hour(3, "Pacific/Auckland", "anything")
    local = at.astimezone(UTC) + timedelta(hours=12)
    assert (local.date().isoformat(), 9 <= local.hour < 17) == ("2026-05-02", True)


@given(
    st.lists(
        st.tuples(st.integers(0, 120), st.sampled_from(ZONES), st.text(max_size=4)), max_size=12
    )
)
def test_a_conversation_goes_forward_and_never_passes_now(
    said: list[tuple[int, str, str]],
) -> None:
    thread = Thread(Diary(NOW), EARLIER)
    moments = [thread.next(*one) for one in sorted(said, key=lambda one: -one[0])]
    assert moments == sorted(set(moments))
    assert all(EARLIER < at < NOW for at in moments)
