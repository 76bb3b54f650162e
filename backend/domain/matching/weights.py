"""How much each factor counts, as a reader says it in the address of a page: in five steps."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator

from backend.core.i18n import N_
from backend.domain.matching.likeness import FACTORS, USUAL

STEPS = (0, 1, 2, 4, 8)
"""What each step weighs: each is twice the one before, so that a step is felt."""
STEP_LABELS: Mapping[int, str] = {
    0: N_("Does not count"),
    1: N_("Counts a little"),
    2: N_("Counts"),
    4: N_("Counts much"),
    8: N_("Counts most"),
}
FACTOR_LABELS: Mapping[str, str] = {
    "priorities": N_("Shared priorities"),
    "challenges": N_("Shared challenges"),
    "openness": N_("What one can show the other"),
    "population": N_("Size"),
    "languages": N_("Languages"),
}


def _step(factor: str) -> BeforeValidator:
    """Read kindly, as every address of a list: what is no step is the usual one."""

    def read(given: object) -> int:
        said = str(given)
        return int(said) if said in {str(step) for step in STEPS} else USUAL[factor]

    return BeforeValidator(read)


class Weights(BaseModel):
    """As they stand in the address."""

    priorities: Annotated[int, _step("priorities")] = USUAL["priorities"]
    challenges: Annotated[int, _step("challenges")] = USUAL["challenges"]
    openness: Annotated[int, _step("openness")] = USUAL["openness"]
    population: Annotated[int, _step("population")] = USUAL["population"]
    languages: Annotated[int, _step("languages")] = USUAL["languages"]

    @property
    def by_factor(self) -> dict[str, int]:
        return {factor: getattr(self, factor) for factor in FACTORS}

    @property
    def are_usual(self) -> bool:
        return self.by_factor == USUAL

    def changed(self) -> dict[str, str]:
        """What an address must say of them; as words, since 0 says something there."""
        return {
            factor: str(step) for factor, step in self.by_factor.items() if step != USUAL[factor]
        }
