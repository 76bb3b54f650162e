import smtplib
from collections.abc import Iterator
from importlib.metadata import version

import typer
from sqlmodel import Session

from backend.adapters.mail import Smtp
from backend.adapters.providers.everybody import Everybody
from backend.cli import setting
from backend.core import safety
from backend.core.config import Settings
from backend.core.providers import NotBelieved, Unreachable
from backend.domain.moderation import log

PAGE_COST = 1.1
SHOWN = 10
"""So many changed reasons are named; the rest can be looked for once these are understood."""


def check() -> None:
    """Look at settings, database, mail and storage: say what is wrong, and how to mend it."""
    settings = setting.read()
    is_sound = True
    for name, look in (
        ("settings", safety.faults),
        ("database", _database),
        ("log", _log),
        ("mail", _mail),
        ("providers", _providers),
        ("files", _files),
    ):
        wrong = list(look(settings))
        is_sound = is_sound and not wrong
        typer.secho(f"{name}: {'to mend' if wrong else 'sound'}", fg="red" if wrong else "green")
        for sentence in wrong:
            typer.echo(f"  {sentence}")
    typer.echo(f"time zones: tzdata {version('tzdata')}")
    if not is_sound:
        raise typer.Exit(1)


def _database(settings: Settings) -> Iterator[str]:
    engine = setting.engine(settings)
    if sentence := safety.database_fault(engine):
        yield sentence
    elif engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            cost = connection.exec_driver_sql("SHOW random_page_cost").scalar_one()
        if float(cost) > PAGE_COST:
            yield (
                f"PostgreSQL's random_page_cost is {cost}, which makes search slow on solid state "
                f"disks. Set it to {PAGE_COST}: ALTER SYSTEM SET random_page_cost = {PAGE_COST}."
            )
    engine.dispose()


def _log(settings: Settings) -> Iterator[str]:
    """Whether the moderation log is still what it was when each line was written."""
    engine = setting.engine(settings)
    if not safety.database_fault(engine):
        with Session(engine) as db:
            if number := log.first_fault(db):
                yield (
                    f"Line {number} of the moderation log was changed, or one before it is missing. "
                    "Compare it with a backup: somebody has written to the database by hand."
                )
            for number in log.changed_reasons(db)[:SHOWN]:
                yield f"The reason of line {number} of the moderation log was changed by hand."
    engine.dispose()


def _mail(settings: Settings) -> Iterator[str]:
    if not settings.smtp_url:
        return  # a demo needs none, and elsewhere the settings have said so
    try:
        Smtp(settings.smtp_url).greet()
    except (ValueError, OSError, smtplib.SMTPException) as error:
        yield f"The mail server cannot be used: {error}. Is OPENCITIES_SMTP_URL right?"


def _providers(settings: Settings) -> Iterator[str]:
    everybody = Everybody(settings)
    for one in settings.vouching:
        try:
            everybody.greet(one.name)
        except Unreachable:
            yield f"{one} cannot be reached. Members sign in by e-mail meanwhile."
        except NotBelieved as why:
            yield f"{one} does not say of itself what it should ({why}). Is what the settings say of it right?"


def _files(settings: Settings) -> Iterator[str]:
    probe = settings.files / ".writable"
    try:
        settings.files.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield (
            f"Uploaded files cannot be kept in {settings.files}: {error.strerror}. Let this user "
            "write there, or set OPENCITIES_FILES to another folder."
        )
