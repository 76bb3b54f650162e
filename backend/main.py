"""The web program put together: settings in, application out."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from backend import schema as _schema  # noqa: F401
from backend.adapters.calendars import fetch as fetch_calendar
from backend.adapters.files import Files
from backend.adapters.mail import Shown, Smtp
from backend.adapters.outgoing import Reach
from backend.adapters.providers.everybody import Everybody
from backend.core import statistics
from backend.core.config import MAX_SESSIONS, MEGABYTE, Settings
from backend.core.db import Sessions, open_engine, sessions_for
from backend.core.letters import Post
from backend.domain.affiliations import actions as affiliations
from backend.domain.affiliations import handing, proving
from backend.domain.affiliations import lead_duty as _lead  # noqa: F401
from backend.domain.challenges import duties as _challenges  # noqa: F401 - they hand over, too
from backend.domain.conversations import reminding as conversations
from backend.domain.curation import finding
from backend.domain.joining import actions as joining
from backend.domain.joining import inviting, listing
from backend.domain.matching import best_known, traits
from backend.domain.notifications import digests
from backend.domain.notifications import queries as notifications
from backend.domain.own_data import erasing, retention, unused
from backend.domain.resources import duties as _resources  # noqa: F401
from backend.domain.roles import actions as roles
from backend.domain.roundtables import busy_times, ledger, reminding, rule_moves
from backend.domain.roundtables import duties as _roundtables  # noqa: F401
from backend.domain.saved_searches import alerts
from backend.domain.search import actions as _search  # noqa: F401 - it hears of words that change
from backend.domain.search import gaps, learning, upkeep
from backend.domain.twinnings import actions as twinnings
from backend.jobs.archives import Bindery, clear, make_one
from backend.jobs.busy import read_one as read_calendar
from backend.jobs.chores import chore
from backend.jobs.erasures import erase_due, forget
from backend.jobs.files import sweep
from backend.jobs.letters import deliver
from backend.jobs.rhythm import every, until_done
from backend.jobs.worker import Worker
from backend.jobs.writing import Desk
from backend.kit import delivered, errors
from backend.kit.addresses import Addresses
from backend.kit.assets import MOUNT, Assets, asset
from backend.kit.bodies import BodyLimit
from backend.kit.headers import SafeHeaders
from backend.kit.heads import Heads
from backend.kit.hosts import AT_HOME, Hosts, served
from backend.kit.languages import Languages
from backend.kit.machines import Machines
from backend.kit.metrics import Metrics
from backend.kit.origin import SameOriginWrites
from backend.kit.proxies import Proxies
from backend.kit.site import Site
from backend.kit.tracing import Tracing
from backend.routes import FOR_SHOW, ROUTES

MINUTE = timedelta(minutes=1)
HOURLY = timedelta(hours=1)
DAILY = timedelta(days=1)
NO_REPLY = "no-reply@localhost"
OURS = ("passkeys.js", "suggestions.js")
"""What only a script can do."""


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncGenerator[None, None]:
    current_default_thread_limiter().total_tokens = MAX_SESSIONS
    if not app.state.settings.work_inside:
        yield
        return
    worker = worker_for(app)
    worker.start()
    try:
        yield
    finally:
        await run_in_threadpool(worker.stop)


def worker_for(app: FastAPI) -> Worker:
    """What does the jobs of this program, in a thread of its own or a process of its own."""
    state = app.state
    settings: Settings = state.settings
    # The demo shows its letters on a page, so it must not forget what they said.
    post: Post = Shown() if settings.is_demo else Smtp(settings.smtp_url)

    def letters() -> int:
        return deliver(state.sessions, state.desk, post, forget=not settings.is_demo).took

    def forgotten_files() -> int:
        return sweep(state.sessions, state.shelf)

    reach = Reach(at_home=settings.is_demo)
    bindery = Bindery(settings, state.site, state.languages, state.shelf, state.archives)
    hourly = (
        forgotten_files,
        chore(state.sessions, conversations.remind),
        chore(state.sessions, ledger.write),
        chore(state.sessions, busy_times.clear),
        chore(state.sessions, rule_moves.settle),
        chore(state.sessions, partial(joining.remind, days=settings.application_days)),
        partial(clear, state.sessions, bindery),
        chore(state.sessions, erasing.take_back),
        chore(state.sessions, partial(affiliations.warn, days=settings.affiliation_days)),
        chore(state.sessions, handing.pass_to_leads),
        chore(state.sessions, roles.expire),
        chore(state.sessions, twinnings.remind),
        chore(state.sessions, proving.forget_old),
        chore(state.sessions, gaps.forget_old),
        chore(state.sessions, partial(affiliations.lapse, days=settings.affiliation_days)),
        partial(forget, state.sessions, settings, state.archives, unused.look_after),
        partial(forget, state.sessions, settings, state.archives, retention.forget),
        chore(state.sessions, joining.forget_unproven),
        chore(state.sessions, inviting.forget),
        chore(state.sessions, listing.forget),
    )
    at_once = (
        letters,
        chore(state.sessions, reminding.send),
        partial(read_calendar, state.sessions, partial(fetch_calendar, reach)),
        partial(make_one, state.sessions, bindery),
        partial(erase_due, state.sessions, state.archives),
        chore(state.sessions, finding.merge_some),
        chore(state.sessions, finding.renew_some),
        chore(state.sessions, traits.renew),
        chore(state.sessions, best_known.renew),
        chore(state.sessions, alerts.look),
        every(MINUTE, until_done(chore(state.sessions, alerts.mail))),
        every(MINUTE, until_done(chore(state.sessions, digests.make))),
    )
    daily = (
        chore(state.sessions, learning.learn),
        until_done(chore(state.sessions, upkeep.merge_some)),
        partial(statistics.renew_each, state.sessions),
    )
    by_pace = (*(every(HOURLY, task) for task in hourly), *(every(DAILY, task) for task in daily))
    return Worker([*at_once, *by_pace])


def create_app(settings: Settings, sessions: Sessions | None = None) -> FastAPI:
    """The whole program for these settings; tests hand over sessions of their own."""
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, lifespan=_running, routes=[*ROUTES]
    )
    app.state.settings = settings
    app.state.site = Site.of(settings)
    app.state.shelf = Files(settings.files, settings.file_megabytes * MEGABYTE)
    app.state.providers = Everybody(settings)
    app.state.archives = Files(settings.files / "archives", settings.file_megabytes * MEGABYTE)
    app.state.languages = Languages(pseudo=settings.pseudo_language)
    app.state.sessions = sessions or sessions_for(
        open_engine(
            settings.database_url,
            pool_size=MAX_SESSIONS,
            max_overflow=0,
            pool_pre_ping=True,  # a database that was started anew costs nobody an error
            hide_parameters=not settings.is_demo,  # what members write stays out of the logs
        )
    )
    errors.install(app)
    _surround(app, settings)
    for router in FOR_SHOW if settings.is_demo else ():
        app.include_router(router, include_in_schema=False)
    app.mount(MOUNT, Assets(), name="static")
    app.state.addresses = Addresses(app)
    sender = settings.mail_from or NO_REPLY
    app.state.desk = Desk(
        app.state.site,
        app.state.addresses,
        app.state.languages,
        sender,
        settings.secret.get_secret_value(),
    )
    return app


def scripts(settings: Settings) -> tuple[str, ...]:
    """The addresses of all that may run in a page: htmx, and our own few."""
    parts = urlsplit(settings.origin)
    origins = [settings.origin]
    if settings.is_demo and parts.hostname in AT_HOME:
        # A demonstration is opened by number; passkeys need a name, and this is its other one.
        origins += [settings.origin.replace(parts.hostname, "localhost")]
    ours = [origin + asset(name) for origin in dict.fromkeys(origins) for name in OURS]
    return (settings.htmx_src, *ours)


def _surround(app: FastAPI, settings: Settings) -> None:
    """What every request passes on its way in, and every answer on its way out."""
    sessions: Sessions = app.state.sessions
    metrics = Metrics(lambda: _figures(sessions))
    for middleware, options in (
        (SafeHeaders, {"scripts": scripts(settings), "secure": settings.is_secure}),
        (
            Machines,
            {
                "sessions": sessions,
                "metrics": metrics,
                "token": settings.metrics_token.get_secret_value(),
                "is_open": settings.is_demo,
            },
        ),
        (Proxies, {"trusted": settings.proxies}),
        (Tracing, {"metrics": metrics, "refuse": errors.outside}),
        (Hosts, {"names": served(settings)}),
        (SameOriginWrites, {"origin": settings.origin, "open_to_others": delivered.ADDRESSES}),
        (BodyLimit, {"files": settings.upload_megabytes * MEGABYTE, "refuse": errors.outside}),
        (Heads, {}),
    )[::-1]:
        app.add_middleware(middleware, **options)


def _figures(sessions: Sessions) -> dict[str, tuple[str, float]]:
    """What /metrics says beside its counts of requests."""
    with sessions() as db:
        waiting, given_up = notifications.undelivered(db)
    return {
        "letters_waiting": ("Letters that wait to be sent.", waiting),
        "letters_given_up": (
            "Letters given up: not deliverable, or not for their reader any more.",
            given_up,
        ),
    }
