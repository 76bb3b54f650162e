"""Mail leaves through an SMTP server; in the demo it stays, to be read on a page."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

SECONDS = 20
"""How long a mail server may take to answer."""


class Smtp:
    """Sends through `smtp://user:password@host:587` (STARTTLS where offered) or `smtps://…`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            msg = "OPENCITIES_SMTP_URL must look like smtp://user:password@host:587 or smtps://host"
            raise ValueError(msg)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        with self._connected() as server:
            server.send_message(message)

    def greet(self) -> None:
        """Sign in and leave: whether mail could be sent."""
        with self._connected() as server:
            server.noop()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if self._user:
            server.login(self._user, self._password)
        return server


class Shown:
    """For the demo: nothing leaves; the letters are read on a page instead."""

    def send(self, message: EmailMessage) -> None:
        """Nothing to do: the letter's row is what the page shows."""
