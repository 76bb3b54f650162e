from typing import Annotated

import typer

from backend.cli import setting
from backend.domain.joining import passkeys


def forget_passkeys(
    email: Annotated[str, typer.Argument(help="The member who has lost the device.")],
) -> None:
    """Take all passkeys of a member away. Be sure who asks: their next one opens their account."""
    with setting.transaction(setting.read()) as db:
        count = passkeys.forget_all(db, setting.member(db, email))
    typer.echo(f"{count} taken away; a letter says so.")
