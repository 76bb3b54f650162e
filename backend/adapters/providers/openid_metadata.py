"""What an OpenID provider says of itself, and the keys that it signs with."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.jwk import KeySet

from backend.adapters.outgoing import Reach
from backend.core import clock
from backend.core.provider_settings import OpenIdProvider
from backend.core.providers import Doubt

REMEMBERED = timedelta(hours=1)


@dataclass(slots=True)
class Known:
    """The metadata of a provider, and when they were asked for."""

    about: dict[str, Any]
    at: datetime
    keys: KeySet | None = None


class Metadata:
    """Asked for once an hour, and never at the start: a provider that is down stops nobody."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._known: dict[str, Known] = {}

    def of(self, provider: OpenIdProvider) -> Known:
        known = self._known.get(provider.name)
        if known is None or clock.now() - known.at >= REMEMBERED:
            address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            about = self._json(address)
            if about["issuer"] != provider.issuer:
                msg = "the metadata are of another issuer"
                raise Doubt(msg)
            for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                self._reach.insist(about[endpoint])
            known = self._known[provider.name] = Known(about, clock.now())
        return known

    def keys(self, known: Known, *, anew: bool = False) -> KeySet:
        """What it signs with; it changes its keys now and then."""
        if known.keys is None or anew:
            known.keys = KeySet.import_key_set(self._json(known.about["jwks_uri"]))  # type: ignore[arg-type]
        return known.keys

    def _json(self, address: str) -> dict[str, Any]:
        read = json.loads(self._reach.get(address))
        if not isinstance(read, dict):
            msg = "not a JSON object"
            raise Doubt(msg)
        return read
