"""A person at a browser, with or without JavaScript, talking to the real application over ASGI."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import anyio
import httpx
from fastapi import FastAPI

from backend.core import tokens

ORIGIN = "http://localhost:8000"


class Browser:
    def __init__(self, app: FastAPI, *, htmx: bool) -> None:
        self.app = app
        self.htmx = htmx
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ORIGIN)
        self.here = "/"
        """The page that is open."""

    def get(self, url: str, *, piece: bool = False, **headers: str) -> httpx.Response:
        """Open an address; as a piece of the page where this browser has htmx."""
        asked = self._htmx() if piece else {}
        self.here = self.here if piece else url
        return self._send("GET", url, headers={**asked, **headers})

    def send(
        self,
        url: str,
        site: str = "same-origin",
        files: Mapping[str, Any] | None = None,
        **fields: str | list[str],
    ) -> httpx.Response:
        """Submit a form the way this browser would, from this site or another."""
        headers = {"Sec-Fetch-Site": site, **self._htmx()}
        sent = {"form_token": self._form_token(), **fields}
        return self._send("POST", url, data=sent, files=files, headers=headers)

    def _htmx(self) -> dict[str, str]:
        if not self.htmx:
            return {}
        opened = f"{ORIGIN}{self.here}"
        return {
            "HX-Request": "true",
            "HX-Request-Type": "partial",
            "HX-Current-URL": opened.encode("ascii", "ignore").decode(),
        }

    def _form_token(self) -> str:
        secret = self.app.state.settings.secret.get_secret_value()
        return tokens.signature(secret, "form", self.client.cookies.get("session") or "")

    def _send(self, method: str, url: str, **rest: Any) -> httpx.Response:
        return anyio.run(partial(self.client.request, method, url, **rest))


class Program:
    """Another program with a token, or without one, at the JSON API."""

    def __init__(self, app: FastAPI, token: str = "") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=f"{ORIGIN}/api/v1", headers=headers
        )

    def get(self, url: str, **query: Any) -> httpx.Response:
        return anyio.run(partial(self.client.get, url, params=query))

    def post(self, url: str, body: Any = None) -> httpx.Response:
        return anyio.run(partial(self.client.post, url, json=body))


def landed_on(answer: httpx.Response) -> str:
    """Where the browser goes next, whichever way it was told."""
    return answer.headers.get("HX-Redirect") or answer.headers["Location"]
