import signal
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from sqlmodel import Session, col, select
from typer import Option

from backend.cli import progress, serve, setting, sign_in_link
from backend.cli.migrate import bring_up
from backend.core.config import DEFAULT_SECRET
from backend.domain.members.models import Member
from backend.main import create_app
from backend.sample import loading

HERE = "127.0.0.1"

SHOWN: tuple[tuple[str, str, bool, bool], ...] = (
    ("member", "camila.rojas@movilidad.bogota.example", False, False),
    ("city lead", "amina.mensah@bristol.example", True, False),
    ("convener", "ruth.adeyemi@open-cities-secretariat.example", False, True),
)
"""The roles to look at the network in, and who fits best: name, address, leads, convenes."""


def demo(
    port: Annotated[int, Option(help="The port to listen at.")] = 8000,
    database: Annotated[
        Path | None, Option(help="A SQLite file to keep; without it, one that is thrown away.")
    ] = None,
) -> None:
    """Serve the sample network on this machine, with sign-in links for three roles."""
    _insist_free(port)
    with ExitStack() as until_the_end:
        folder = (
            database.parent if database else Path(until_the_end.enter_context(TemporaryDirectory()))
        )
        file = database or folder / "demo.db"
        settings = setting.read(
            mode="demo",
            origin=f"http://{HERE}:{port}",
            secret=DEFAULT_SECRET,
            database_url=f"sqlite:///{file}",
            files=folder / f"{file.stem}-files",
            work_inside=True,
            processes=1,
        )
        bring_up(settings)
        app = create_app(settings)
        with setting.transaction(settings) as db:
            if loading.is_empty(db):
                progress.follow("Making the sample network", loading.load(db, settings))
        with setting.transaction(settings) as db:
            for role, email, leads, convenes in SHOWN:
                if member := _one(db, email, leads=leads, convenes=convenes):
                    typer.echo(f"{role}\t{sign_in_link.made(db, app, member)}")
        typer.echo(
            f"Serving {settings.origin}. Each link works once, for {settings.link_minutes} minutes; "
            f"for another, ask at {settings.origin}/sign-in and read it at {settings.origin}/_mail.",
            err=True,
        )
        # Whichever way it is stopped, it ends here, and takes its temporary files with it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            serve.run(settings, HERE, port)


def _one(db: Session, email: str, *, leads: bool, convenes: bool) -> Member | None:
    """Whoever has this address, or whoever came first among those who are such."""
    wanted = select(Member).where(
        col(Member.is_lead).is_(leads),
        col(Member.is_convener).is_(convenes),
        col(Member.admitted_at).is_not(None),
        col(Member.suspended_at).is_(None),
        col(Member.erased_at).is_(None),
    )
    best = (col(Member.email) == email).desc()
    return db.exec(wanted.order_by(best, col(Member.id)).limit(1)).first()


def _insist_free(port: int) -> None:
    """Say at once, and not after all the work, that something else listens at this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except OSError as error:
            setting.stop(
                f"Port {port} cannot be used: {error.strerror}. Choose another with --port."
            )
