"""Logs: one event a line, as JSON for machines or plain for people, those of libraries too.

Nothing personal goes in: no addresses, no names, no paths that hold a token.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

PLAIN = structlog.dev.ConsoleRenderer(
    colors=sys.stderr.isatty(),
    exception_formatter=structlog.dev.plain_traceback,  # the fancy one shows every variable
)

REPEATED = "Exception in ASGI application"
"""What uvicorn says of a failure that has been logged with its request already."""


def configure(*, as_json: bool) -> None:
    """Say where log lines go and how they look; once, before anything else."""
    after: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [PLAIN]
    )
    structlog.configure(
        processors=[*BEFORE, *after],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(lambda record: not record.getMessage().startswith(REPEATED))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*BEFORE, _named],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *after],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("uvicorn").setLevel(logging.INFO)


def _named(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Which library it was that spoke."""
    event["logger"] = event["_record"].name
    return event
