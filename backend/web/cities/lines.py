"""What was said of a city before, as a reader reads it."""

from dataclasses import dataclass

from backend.domain.cities.history import Line
from backend.domain.cities.said import Fact
from backend.web.cities.figures import Figure, figure


@dataclass(frozen=True, slots=True)
class Written:
    """A line of the history: with the figure where it is about a fact that was not taken back."""

    line: Line
    figure: Figure | None


def written(line: Line) -> Written:
    if line.is_openness or not line.value:
        return Written(line, None)
    fact = Fact(line.about, line.value, line.unit, line.source, line.link, line.as_of)
    return Written(line, figure(fact))
