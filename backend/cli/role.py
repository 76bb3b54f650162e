from enum import StrEnum
from typing import Annotated

import typer

from backend.cli import setting
from backend.core.errors import Refusal
from backend.domain.joining import roles


class Role(StrEnum):
    member = "member"
    lead = "lead"
    convener = "convener"


def role(
    email: Annotated[str, typer.Argument(help="The member's address.")],
    role: Annotated[Role, typer.Argument(help="What they shall be.")],
) -> None:
    """Make somebody a convener, the lead of their city, or a plain member again."""
    with setting.transaction(setting.read()) as db:
        member = setting.member(db, email)
        try:
            roles.give(db, member, role.value, reason=f"Set to {role.value} from the command line.")
        except Refusal as refusal:
            setting.stop(str(refusal))
        typer.echo(f"{member.name} is now a {role.value}.")
