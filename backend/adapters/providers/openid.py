"""OpenID Connect over Authlib: where to send somebody, and what their provider says of them.

Authlib speaks the protocol and checks signature, nonce, audience and times. It doesn't compare the
issuer of the metadata with the one of the settings, nor the `iss` of an answer; we do.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError

from backend.adapters.outgoing import PAUSE
from backend.adapters.providers.openid_metadata import Known, Metadata
from backend.adapters.providers.talking import Talks
from backend.core import clock
from backend.core.provider_settings import OpenIdProvider
from backend.core.providers import Doubt, Errand, Vouched

LEEWAY = 60
"""Seconds by which a provider's clock may differ from ours."""
SIGNED_BY = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"}
)
"""Signatures that only the provider can make. None at all, or by a secret that we know, is none."""
USUAL = ("RS256",)


class OpenId:
    def __init__(self, providers: Iterable[OpenIdProvider], talks: Talks) -> None:
        self._providers = {one.name: one for one in providers}
        self._talks = talks
        self._metadata = Metadata(talks.reach)

    def address(self, name: str, errand: Errand) -> str:
        provider = self._providers[name]
        with self._talks.held(provider), self._client(provider, errand.back) as client:
            about = self._metadata.of(provider).about
            address, _state = client.create_authorization_url(
                about["authorization_endpoint"],
                state=errand.state,
                nonce=errand.nonce,
                code_verifier=errand.verifier,
            )
        return str(address)

    def vouched(self, name: str, errand: Errand, said: Mapping[str, str]) -> Vouched:
        provider = self._providers[name]
        with self._talks.held(provider), self._client(provider, errand.back) as client:
            known = self._metadata.of(provider)
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
        with self._talks.held(self._providers[name]):
            self._metadata.of(self._providers[name])

    def _client(self, provider: OpenIdProvider, back: str) -> OAuth2Client:
        return OAuth2Client(
            provider.client_id,
            provider.client_secret.get_secret_value() or None,
            scope=provider.scopes,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=PAUSE,
            transport=self._talks.reach.transport(),
        )

    def _claims(
        self, provider: OpenIdProvider, known: Known, token: Mapping[str, Any], nonce: str
    ) -> dict[str, Any]:
        """What the ID token says, once everything about it holds."""
        offered = known.about.get("id_token_signing_alg_values_supported") or USUAL
        algorithms = [one for one in offered if one in SIGNED_BY]
        if not algorithms:  # joserfc would take none named for all that are usual
            msg = "no signature that only they can make"
            raise Doubt(msg)
        keys = self._metadata.keys(known)
        try:
            read = jwt.decode(token["id_token"], keys, algorithms=algorithms)
        except InvalidKeyIdError:
            keys = self._metadata.keys(known, anew=True)
            read = jwt.decode(token["id_token"], keys, algorithms=algorithms)
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
        answer = client.get(endpoint)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        if told["sub"] != claims["sub"]:
            msg = "userinfo speaks of somebody else"
            raise Doubt(msg)
        return told


def _insist_on_issuer(
    provider: OpenIdProvider, about: Mapping[str, Any], said: Mapping[str, str]
) -> None:
    """An answer that names its issuer (RFC 9207) names this one: no mix-up of two providers."""
    always = about.get("authorization_response_iss_parameter_supported") is True
    if said.get("iss", "" if always else provider.issuer) != provider.issuer:
        msg = "the answer is from another issuer"
        raise Doubt(msg)


def _auth_method(provider: OpenIdProvider, about: Mapping[str, Any]) -> str:
    """How we prove to the provider who we are, in the way it takes."""
    if not provider.client_secret.get_secret_value():
        return "none"
    known = about.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in known else "client_secret_post"


def _vouched(
    provider: OpenIdProvider, claims: Mapping[str, Any], about_email: Mapping[str, Any]
) -> Vouched:
    email, proven = about_email.get("email"), about_email.get("email_verified")
    name = claims.get("name") or about_email.get("name")
    address = email if isinstance(email, str) else ""
    says_so = proven is True or proven == "true"  # some write it as a word
    return Vouched(
        provider.issuer,
        str(claims["sub"]),
        address,
        is_proven=says_so and provider.speaks_for(address),
        name=name if isinstance(name, str) else "",
    )
