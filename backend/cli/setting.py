"""Settings read for a command, and the sentence with which a command ends that cannot go on."""

from typing import NoReturn

import typer
from pydantic import ValidationError
from sqlalchemy import Engine

from backend.core.config import PREFIX, Settings
from backend.core.db import open_engine


def read(**given: object) -> Settings:
    """The settings of the environment, or a sentence for each that can't be understood."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        stop(*(f"{PREFIX}{str(one['loc'][0]).upper()}: {one['msg']}." for one in error.errors()))


def stop(*sentences: str) -> NoReturn:
    for sentence in sentences:
        typer.secho(sentence, fg="red", err=True)
    raise typer.Exit(1)


def engine(settings: Settings) -> Engine:
    """A small engine, for what a command does by itself."""
    return open_engine(settings.database_url, hide_parameters=not settings.is_demo)
