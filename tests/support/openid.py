"""OpenID providers for tests: a certified one from npm, and one of our own that can lie."""

import json
import re
import shutil
import subprocess
import time
from base64 import urlsafe_b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit

import httpx
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from backend.core.provider_settings import OpenIdProvider
from backend.kit.protocol import Limits
from tests.support.browser import ORIGIN
from tests.support.lacking import lacking
from tests.support.mailbox import free_port
from tests.support.serving import served

SCRIPT = Path(__file__).with_name("provider.mjs")
MODULES = Path(__file__).parents[1] / "node_modules"
NAME = "certified"
BACK = "/sign-in/providers/{name}/answer"


@contextmanager
def certified(origin: str = ORIGIN) -> Generator[OpenIdProvider, None, None]:
    """oidc-provider, as a provider of the settings; it sends people back to this origin."""
    node = shutil.which("node")
    if node is None or not (MODULES / "oidc-provider").exists():
        lacking("no oidc-provider: run `npm ci --prefix tests`")
    port = free_port()
    back = origin + BACK.format(name=NAME)
    command = [node, str(SCRIPT), str(port), back]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == b"listening\n"
            yield OpenIdProvider(
                name=NAME,
                label="City accounts",
                issuer=f"http://localhost:{port}",
                client_id="opencities",
                client_secret="a-secret-between-the-two",
            )
        finally:
            process.terminate()


def walks_through(address: str, login: str, *, consents: bool = True) -> str:
    """Sign in at the certified provider, as its forms ask; the address to which it sends back."""
    with httpx.Client() as client:
        answer = client.get(address)
        while True:
            while answer.is_redirect:
                onward = urljoin(str(answer.url), answer.headers["Location"])
                if "/answer?" in onward:
                    return onward
                answer = client.get(onward)
            answer.raise_for_status()
            if not consents:
                answer = client.get(_attribute(answer, r'href="([^"]*/abort)"'))
                continue
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', answer.text))
            typed = {"login": login, "password": "any"} if 'name="login"' in answer.text else {}
            answer = client.post(_attribute(answer, r'action="([^"]+)"'), data=hidden | typed)


def _attribute(answer: httpx.Response, pattern: str) -> str:
    found = re.search(pattern, answer.text)
    assert found, answer.text
    return urljoin(str(answer.url), unescape(found[1]))


@dataclass
class Liar:
    """A provider that says what a test wants it to say: the claims of a sound token, changed."""

    origin: str
    lies: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    """The e-mail domains for which the settings say that its word counts."""
    algorithm: str = "RS256"
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    signs_with: Any = None
    sent: dict[str, str] = field(default_factory=dict)
    """What its token endpoint was sent last."""
    token: dict[str, Any] = field(default_factory=dict)

    @property
    def provider(self) -> OpenIdProvider:
        return OpenIdProvider(
            name="liar",
            label="Liar",
            issuer=self.origin,
            client_id="opencities",
            client_secret="a-secret-between-the-two",
            domains=self.domains,
        )

    @property
    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.origin,
            "authorization_endpoint": f"{self.origin}/authorize",
            "token_endpoint": f"{self.origin}/token",
            "jwks_uri": f"{self.origin}/keys",
            "userinfo_endpoint": f"{self.origin}/userinfo",
            "id_token_signing_alg_values_supported": [self.algorithm],
        } | self.about

    def sends_back(self, address: str, **changed: str) -> str:
        """Where somebody who was sent to this address comes back to."""
        asked = {key: one[0] for key, one in parse_qs(urlsplit(address).query).items()}
        now = int(time.time())
        claims = {
            "iss": self.origin,
            "sub": "4711",
            "aud": "opencities",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "amina@bristol.gov.uk",
            "email_verified": True,
        } | self.lies
        said = {key: value for key, value in claims.items() if value is not None}
        id_token = self._signed({"alg": self.algorithm, "kid": "one"}, said)
        self.token = {"access_token": "opaque", "token_type": "Bearer", "id_token": id_token}
        query = {"code": "a-code", "state": asked["state"]} | changed
        return f"{urlsplit(asked['redirect_uri']).path}?{urlencode(query)}"

    def _signed(self, header: dict[str, Any], said: dict[str, Any]) -> str:
        if self.algorithm == "none":
            parts = (urlsafe_b64encode(json.dumps(one).encode()) for one in (header, said))
            return ".".join(one.decode().rstrip("=") for one in parts) + "."
        signing = self.signs_with or self.key
        return jwt.encode(header, said, signing, algorithms=[self.algorithm])


@contextmanager
def lying() -> Generator[Liar, None, None]:
    app = FastAPI()
    liar = Liar("")

    @app.get("/.well-known/openid-configuration")
    def metadata() -> dict[str, Any]:
        return liar.metadata

    @app.get("/keys")
    def keys() -> Any:
        return KeySet([liar.key]).as_dict()

    @app.post("/token")
    async def token(request: Request) -> Any:
        liar.sent = dict(parse_qsl((await request.body()).decode()))
        return liar.token

    @app.get("/userinfo")
    def userinfo() -> dict[str, Any]:
        return liar.userinfo

    with served(app, Limits()) as (host, port):
        liar.origin = f"http://{host}:{port}"
        yield liar
