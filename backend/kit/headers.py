"""The headers that every answer carries, errors and static files too."""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Forms need an Origin that older browsers send only to whom they may tell the address.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), "
    "payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages are somebody's own unless their route says otherwise.
    "Cache-Control": "no-store",
}
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
TWO_YEARS = 2 * 365 * 24 * 3600


def content_policy(scripts: Iterable[str]) -> str:
    """Only our own files, and these scripts by their full addresses: no other of their hosts."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(scripts)}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'none'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "manifest-src 'self'",
        )
    )


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]


FOR_PLAIN_WORDS = encoded(
    (
        *ALWAYS.items(),
        ("Content-Security-Policy", NOTHING),
        ("Content-Type", "text/plain; charset=utf-8"),
    )
)
"""For an answer that is made before there is a request."""


class SafeHeaders:
    """Adds what an answer doesn't say itself."""

    def __init__(self, app: ASGIApp, *, scripts: Iterable[str], secure: bool) -> None:
        self.app = app
        usual = {**ALWAYS, "Content-Security-Policy": content_policy(scripts)}
        if secure:
            usual["Strict-Transport-Security"] = f"max-age={TWO_YEARS}; includeSubDomains"
        self._usual = encoded(usual.items())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                names = {name.lower() for name, _value in said}
                said += [(name, value) for name, value in self._usual if name not in names]
                message = {**message, "headers": said}
            await send(message)

        await self.app(scope, receive, send_with_headers)
