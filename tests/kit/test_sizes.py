import pytest

from backend.core.i18n import Language, speaking
from backend.kit.sizes import size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1_000, "1 kB"),
        (1_940, "1.9 kB"),
        (12_345, "12 kB"),
        (999_999, "1,000 kB"),
        (1_200_000, "1.2 MB"),
        (20_000_000, "20 MB"),
    ],
)
def test_a_size_as_people_say_it(count: int, said: str) -> None:
    assert size(count) == said


@pytest.mark.parametrize(("code", "said"), [("pt", "1,9 kB"), ("ar", "1.9 kB"), ("xx", "1.9 kB")])
def test_a_number_is_written_as_its_reader_writes_it(code: str, said: str) -> None:
    with speaking(Language(code, code)):
        assert size(1_940) == said
