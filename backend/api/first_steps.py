"""A new member's first steps, for programs."""

from pydantic import BaseModel, ConfigDict

from backend.api.saying import Said
from backend.domain.first_steps import actions, queries
from backend.domain.first_steps.steps import Name
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/me/first-steps", tags=["me"])


class StepAnswer(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: Name
    is_done: bool


@router.get("", name="api.first_steps:list")
def steps(ask: SignedIn) -> list[StepAnswer]:
    """Those still shown: none once all are taken, or put away."""
    return [StepAnswer.model_validate(one) for one in queries.mine(ask.db, ask.me).steps]


@router.post("/dismissal", name="api.first_steps:put_away", status_code=204)
def put_away(ask: SignedIn, sent: Said) -> None:
    act = actions.put_away if sent.said else actions.take_out
    act(ask.db, ask.me)
