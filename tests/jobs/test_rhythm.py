from datetime import timedelta

from backend.core import clock
from backend.jobs.rhythm import every, until_done
from tests.conftest import NOON

HOUR = timedelta(hours=1)


def test_a_task_is_done_at_once_and_then_in_its_rhythm() -> None:
    task = every(HOUR, lambda: 7)
    done = []
    for minutes in (0, 1, 59, 60, 61, 120):
        with clock.stopped(NOON + timedelta(minutes=minutes)):
            done.append(task())
    assert done == [7, 0, 0, 7, 0, 7]


def test_a_task_that_fails_waits_like_any_other() -> None:
    def fails() -> int:
        calls.append(1)
        raise ConnectionError

    calls: list[int] = []
    task = every(HOUR, fails)
    for _ in range(3):
        try:
            task()
        except ConnectionError:
            continue
    assert len(calls) == 1


def test_what_is_left_to_do_is_done_in_the_same_round() -> None:
    left = [2, 3, 1]
    assert until_done(lambda: left.pop() if left else 0)() == 6
    assert left == []
