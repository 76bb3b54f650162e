"""OpenID Connect over Authlib: where to send somebody, and what their provider says of them.

Authlib speaks the protocol and checks signature, nonce, audience and times. It doesn't compare the
issuer of the metadata with the one of the settings, nor the `iss` of an answer; we do.
"""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from threading import BoundedSemaphore
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from backend.core import clock
from backend.core.config import MAX_SESSIONS, Provider
from backend.core.providers import Errand, NotBelieved, Unreachable, Vouched

PATIENCE = httpx2.Timeout(5, connect=3)
AT_ONCE = MAX_SESSIONS // 2
"""Threads that may wait for providers: one that is slow must not hold up the whole network."""
REMEMBERED = timedelta(hours=1)
LEEWAY = 60
"""Seconds by which a provider's clock may differ from ours."""
SIGNED_BY = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"}
)
"""Signatures that only the provider can make. None at all, or by a secret that we know, is none."""
USUAL = ("RS256",)

log = structlog.get_logger()


@dataclass(slots=True)
class _Known:
    """What a provider says of itself, and when it did."""

    about: dict[str, Any]
    at: datetime
    keys: KeySet | None = None


class OpenId:
    def __init__(self, providers: Iterable[Provider], *, at_home: bool) -> None:
        self._providers = {one.name: one for one in providers}
        self._at_home = at_home
        self._known: dict[str, _Known] = {}
        self._room = BoundedSemaphore(AT_ONCE)

    def label(self, name: str) -> str:
        return self._providers[name].label

    def address(self, name: str, errand: Errand) -> str:
        provider = self._providers[name]
        with self._talking(provider), self._client(provider, errand.back) as client:
            about = self._about(provider).about
            address, _state = client.create_authorization_url(
                about["authorization_endpoint"],
                state=errand.state,
                nonce=errand.nonce,
                code_verifier=errand.verifier,
            )
        return str(address)

    def vouched(self, name: str, errand: Errand, said: Mapping[str, str]) -> Vouched:
        provider = self._providers[name]
        with self._talking(provider), self._client(provider, errand.back) as client:
            known = self._about(provider)
            _insist_on_issuer(provider, known.about, said)
            client.token_endpoint_auth_method = _auth_method(provider, known.about)
            token = client.fetch_token(
                known.about["token_endpoint"],
                grant_type="authorization_code",
                code=said["code"],
                code_verifier=errand.verifier,
            )
            claims = self._claims(provider, known, token, errand.nonce)
            about_email = claims
            if not {"email", "email_verified"} <= claims.keys():
                about_email = self._asked(client, known.about, claims)
        return _vouched(provider, claims, about_email)

    def greet(self, name: str) -> None:
        """Look whether it is there and what it claims to be. Raises Unreachable or NotBelieved."""
        with self._talking(self._providers[name]):
            self._about(self._providers[name])

    @contextmanager
    def _talking(self, provider: Provider) -> Generator[None, None, None]:
        if not self._room.acquire(blocking=False):
            raise Unreachable(provider.name)
        try:
            yield
        except httpx2.HTTPError as error:
            log.warning("provider unreachable", provider=provider.name, error=type(error).__name__)
            raise Unreachable(provider.name) from error
        except (OAuthError, JoseError, KeyError, TypeError, ValueError) as error:
            # The type and, of OAuth's errors, the code: their text may repeat what is secret.
            kind = getattr(error, "error", "") or type(error).__name__
            log.warning("provider not believed", provider=provider.name, error=kind)
            raise NotBelieved(kind) from error
        finally:
            self._room.release()

    def _client(self, provider: Provider, back: str) -> OAuth2Client:
        return OAuth2Client(
            provider.client_id,
            provider.client_secret.get_secret_value() or None,
            scope=provider.scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PATIENCE,
        )

    def _about(self, provider: Provider) -> _Known:
        """The provider's metadata, asked for once an hour."""
        known = self._known.get(provider.name)
        if known is None or clock.now() - known.at >= REMEMBERED:
            address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
            about = self._json(address)
            if about["issuer"] != provider.issuer:
                msg = "the metadata are of another issuer"
                raise ValueError(msg)
            for endpoint in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
                self._insist_safe(about[endpoint])
            known = self._known[provider.name] = _Known(about, clock.now())
        return known

    def _claims(
        self, provider: Provider, known: _Known, token: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        """What the ID token says, once everything about it holds."""
        offered = known.about.get("id_token_signing_alg_values_supported") or USUAL
        algorithms = [one for one in offered if one in SIGNED_BY]
        if not algorithms:  # joserfc would take none named for all that are usual
            msg = "no signature that only they can make"
            raise ValueError(msg)
        known.keys = known.keys or self._keys(known.about)
        try:
            read = jwt.decode(token["id_token"], known.keys, algorithms=algorithms)
        except InvalidKeyIdError:
            known.keys = self._keys(known.about)  # they change their keys now and then
            read = jwt.decode(token["id_token"], known.keys, algorithms=algorithms)
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": provider.issuer},
                "aud": {"essential": True, "value": provider.client_id},
                "sub": {"essential": True},
            },
            {
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(clock.now().timestamp()), leeway=LEEWAY)
        return dict(claims)

    def _asked(
        self, client: OAuth2Client, about: Mapping[str, Any], claims: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What the ID token left out: a provider may tell the address only when asked."""
        endpoint = about.get("userinfo_endpoint")
        if not endpoint:
            return {}
        self._insist_safe(endpoint)
        answer = client.get(endpoint)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if told["sub"] != claims["sub"]:
            msg = "userinfo speaks of somebody else"
            raise ValueError(msg)
        return told

    def _keys(self, about: Mapping[str, Any]) -> KeySet:
        return KeySet.import_key_set(self._json(about["jwks_uri"]))  # type: ignore[arg-type]

    def _json(self, address: str) -> dict[str, Any]:
        self._insist_safe(address)
        with httpx2.Client(timeout=PATIENCE) as client:
            answer = client.get(address)
        answer.raise_for_status()
        read = answer.json()
        if not isinstance(read, dict):
            msg = "not a JSON object"
            raise TypeError(msg)
        return read

    def _insist_safe(self, address: str) -> None:
        if not is_safe(address, at_home=self._at_home):
            msg = "an address without HTTPS"
            raise ValueError(msg)


def is_safe(address: str, *, at_home: bool) -> bool:
    """Whether secrets may be sent there: over HTTPS, or in a demo or a test to this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return True
    return at_home and parts.scheme == "http" and _is_here(parts.hostname or "")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _insist_on_issuer(
    provider: Provider, about: Mapping[str, Any], said: Mapping[str, str]
) -> None:
    """An answer that names its issuer (RFC 9207) names this one: no mix-up of two providers."""
    always = about.get("authorization_response_iss_parameter_supported") is True
    if said.get("iss", "" if always else provider.issuer) != provider.issuer:
        msg = "the answer is from another issuer"
        raise ValueError(msg)


def _auth_method(provider: Provider, about: Mapping[str, Any]) -> str:
    """How we prove to the provider who we are, in the way it takes."""
    if not provider.client_secret.get_secret_value():
        return "none"
    known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"


def _vouched(
    provider: Provider, claims: Mapping[str, Any], about_email: Mapping[str, Any]
) -> Vouched:
    email, proven = about_email.get("email"), about_email.get("email_verified")
    name = claims.get("name") or about_email.get("name")
    address = email if isinstance(email, str) else ""
    says_so = proven is True or proven == "true"  # some write it as a word
    return Vouched(
        provider.issuer,
        str(claims["sub"]),
        address,
        is_proven=says_so and _may_speak_for(provider, address),
        name=name if isinstance(name, str) else "",
    )


def _may_speak_for(provider: Provider, address: str) -> bool:
    """Whether the provider's word counts for this address: compared label by label."""
    domain = f".{address.rpartition('@')[2].lower()}"
    return not provider.domains or any(domain.endswith(f".{one}") for one in provider.domains)
