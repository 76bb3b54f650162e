"""Talking with providers, in threads that somebody waits for."""

from collections.abc import Generator
from contextlib import contextmanager
from threading import BoundedSemaphore

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from joserfc.errors import JoseError

from backend.adapters.outgoing import Reach
from backend.core.config import MAX_SESSIONS
from backend.core.provider_settings import Provider
from backend.core.providers import Doubt, NotBelieved, Unreachable

AT_ONCE = MAX_SESSIONS // 2
"""Threads that may wait for providers: one that is slow must not hold up the whole network."""

log = structlog.get_logger()


class Talks:
    """So many at a time, to where they may go; and whatever goes wrong is one of two things."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self._room = BoundedSemaphore(AT_ONCE)

    @contextmanager
    def held(self, provider: Provider) -> Generator[None, None, None]:
        if not self._room.acquire(blocking=False):
            raise Unreachable(provider.name)
        try:
            yield
        except (httpx2.HTTPError, OSError) as error:
            log.warning("provider unreachable", provider=provider.name, error=type(error).__name__)
            raise Unreachable(provider.name) from error
        except (OAuthError, JoseError, LookupError, TypeError, ValueError) as error:
            # The type and, of OAuth's errors, the code: their text may repeat what is secret.
            kind = getattr(error, "error", "") or type(error).__name__
            kind = str(error) if isinstance(error, Doubt) else kind
            log.warning("provider not believed", provider=provider.name, error=kind)
            raise NotBelieved(kind) from error
        finally:
            self._room.release()
