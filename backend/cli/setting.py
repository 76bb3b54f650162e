"""What commands share: settings read, a transaction, and the sentence of one that cannot go on."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from backend.core import safety
from backend.core.config import PREFIX, Settings
from backend.core.db import open_engine, sessions_for
from backend.domain.members.models import Member


def read(**given: object) -> Settings:
    """The settings of the environment, or a sentence for each that can't be understood."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        stop(*(f"{PREFIX}{str(one['loc'][0]).upper()}: {one['msg']}." for one in error.errors()))
    except SettingsError as error:
        stop(f"{error}. It must be JSON.")


def stop(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.secho(sentence, fg="red", err=True)
    raise typer.Exit(1)


@contextmanager
def transaction(settings: Settings) -> Generator[Session, None, None]:
    """One transaction for one command, on a database that is ready for it."""
    opened = engine(settings)
    try:
        if fault := safety.database_fault(opened):
            stop(fault)
        with sessions_for(opened).begin() as db:
            yield db
    finally:
        opened.dispose()


def member(db: Session, email: str) -> Member:
    """The member with this address; the command ends where there is none."""
    found = db.exec(select(Member).where(col(Member.email) == email.strip().lower())).first()
    if found is None or found.erased_at is not None:
        stop(f"No member has the address {email}.")
    return found


def engine(settings: Settings) -> Engine:
    """A small engine, for what a command does by itself."""
    return open_engine(settings.database_url, hide_parameters=not settings.is_demo)
