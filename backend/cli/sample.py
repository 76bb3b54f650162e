from typing import Annotated

from typer import Option

from backend.cli import progress, setting
from backend.core.errors import Refusal
from backend.sample import loading
from backend.sample.synthetic import growing


def sample(
    members: Annotated[
        int | None,
        Option(min=1, max=100_000, help="Invent a network of this many members instead."),
    ] = None,
    seed: Annotated[int, Option(help="Another number invents another network.")] = 1,
) -> None:
    """Fill an empty database with the sample network: 120 people of 40 cities, and their talk.

    With --members, with a network of any size to measure: for each 1,000 members 125 cities,
    20,000 posts to 2,000 challenges, 500 resources and 20 roundtables.
    """
    settings = setting.read()
    with setting.transaction(settings) as db:
        try:
            if members is None:
                progress.follow("Making the sample network", loading.load(db, settings))
            else:
                title = f"Inventing a network of {members} members"
                progress.follow(title, growing.grow(db, members, seed))
        except Refusal as refusal:
            setting.stop(str(refusal))
