from enum import StrEnum
from typing import Annotated

import typer

from backend.cli import setting
from backend.core import clock
from backend.domain.members import sessions


class Scope(StrEnum):
    read = "read"
    write = "write"


def token(
    email: Annotated[str, typer.Argument(help="The member for whom the program acts.")],
    scope: Annotated[Scope, typer.Option(help="Whether it may only read, or write too.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it lasts.")] = 90,
) -> None:
    """Print a token for the JSON API. It is shown this once."""
    with setting.transaction(setting.read()) as db:
        member = setting.member(db, email)
        # Whoever may run this hands out roles as well, so no passkey need confirm them.
        made = sessions.grant(db, member, scope.value, days=days, strong_at=clock.now())
        typer.echo(made)
