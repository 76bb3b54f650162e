"""The web program put together: settings in, application out."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI

from backend import schema as _schema  # noqa: F401
from backend.core.config import MAX_SESSIONS, Settings
from backend.core.db import Sessions, open_engine, sessions_for
from backend.kit import errors
from backend.kit.addresses import Addresses
from backend.kit.assets import MOUNT, Assets
from backend.kit.languages import Languages
from backend.kit.origin import SameOriginWrites
from backend.kit.site import Site
from backend.web import language

PAGES = (language,)
PROGRAMS = ()


@asynccontextmanager
async def _few_threads(_app: FastAPI) -> AsyncGenerator[None, None]:
    current_default_thread_limiter().total_tokens = MAX_SESSIONS
    yield


def create_app(settings: Settings, sessions: Sessions | None = None) -> FastAPI:
    """The whole program for these settings; tests hand over sessions of their own."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=_few_threads)
    app.state.settings = settings
    app.state.site = Site.of(settings)
    app.state.languages = Languages(pseudo=settings.pseudo_language)
    app.state.sessions = sessions or sessions_for(
        open_engine(settings.database_url, pool_size=MAX_SESSIONS, max_overflow=0)
    )
    app.add_middleware(SameOriginWrites, origin=settings.origin)
    errors.install(app)
    for feature in PAGES:
        app.include_router(feature.router)
    for feature in PROGRAMS:
        app.include_router(feature.router, prefix="/api/v1")
    app.mount(MOUNT, Assets(), name="static")
    app.state.addresses = Addresses(app)
    return app
