from enum import StrEnum
from typing import Annotated

import typer

from backend.cli import setting
from backend.domain.moderation import log


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
        if role is Role.lead and member.city_id is None:
            setting.stop(f"{member.name} belongs to no city that they could lead.")
        member.is_convener = role is Role.convener
        member.is_lead = role is Role.lead
        db.add(member)
        reason = f"Set to {role.value} from the command line."
        log.append(db, member.id, "role", ("member", member.id), reason=reason)
        typer.echo(f"{member.name} is now a {role.value}.")
