import os
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import FastAPI
from typer import Option
from uvicorn import Server
from uvicorn.supervisors import Multiprocess

from backend.cli import setting
from backend.core import garbage, logs, safety
from backend.core.config import Settings
from backend.kit.metrics import SHARED
from backend.kit.protocol import Limits, PatientConfig
from backend.main import create_app

KEEP_ALIVE_SECONDS = 15


def serve(
    host: Annotated[str, Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, Option(help="The port to listen at.")] = 8000,
) -> None:
    """Serve the pages and the API; refuses to start with unsafe settings."""
    settings = setting.read()
    insist(settings)
    run(settings, host, port)


def insist(settings: Settings) -> None:
    """Go on only with settings that are safe and a database that is ready."""
    if wrong := safety.faults(settings):
        setting.stop(*wrong)
    engine = setting.engine(settings)
    wrong_there = safety.database_fault(engine)
    engine.dispose()
    if wrong_there:
        setting.stop(wrong_there)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop, then finish the requests in hand."""
    logs.configure(as_json=settings.json_logs and not settings.is_demo)
    alone = settings.processes == 1
    config = PatientConfig(
        application(settings) if alone else "backend.cli.serve:application",
        factory=not alone,
        workers=settings.processes,
        limits=limits(settings),
        host=host,
        port=port,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=settings.stop_seconds,
    )
    if alone:
        Server(config).run()
        return
    with TemporaryDirectory() as shared:
        os.environ[SHARED] = shared
        Multiprocess(config, sockets=[config.bind_socket()]).run()


def application(settings: Settings | None = None) -> FastAPI:
    """The program of one web process; in one of several, with the settings of the environment."""
    settings = settings or setting.read()
    logs.configure(as_json=settings.json_logs and not settings.is_demo)
    app = create_app(settings)
    garbage.look_seldom()
    return app


def limits(settings: Settings) -> Limits:
    return Limits(
        head=settings.head_seconds,
        pause=settings.pause_seconds,
        body=settings.body_seconds,
        reading=settings.reading_seconds,
        connections=settings.connections,
    )
