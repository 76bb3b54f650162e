from typing import Annotated

import typer
from fastapi import FastAPI
from sqlmodel import Session

from backend.cli import setting
from backend.core import safety
from backend.core.config import Settings
from backend.domain.members import links
from backend.domain.members.models import Member
from backend.main import create_app


def sign_in_link(
    email: Annotated[str, typer.Argument(help="The member who wants to sign in.")],
) -> None:
    """Print an address that signs a member in, once, in any browser, within ten minutes."""
    settings = setting.read()
    if not settings.origin:
        setting.stop(*safety.faults(settings)[:1])
    app = create_app(settings)
    with setting.transaction(settings) as db:
        typer.echo(made(db, app, setting.member(db, email)))


def made(db: Session, app: FastAPI, member: Member) -> str:
    """A one-time address for this member."""
    settings: Settings = app.state.settings
    token = links.issue(db, member, minutes=settings.link_minutes)
    return settings.origin + str(app.state.addresses.path_for("session:show", token=token))
