"""One request: who is asking, in which language, in one transaction and one thread.

Async dependencies only prepare it. The session opens when the endpoint, in its thread, first asks
for it: a session opened in a dependency of its own takes another thread, and under load the
threads that hold connections wait for the threads that would give them back.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Annotated, Any, cast
from uuid import UUID

import structlog
from fastapi import Depends, Request
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.datastructures import UploadFile

from backend.core import networks, tokens
from backend.core.config import Settings
from backend.core.errors import Denied, Rejected, Unknown
from backend.core.i18n import _
from backend.domain.joining.passkeys import Party
from backend.domain.members import callers, sessions
from backend.domain.members.models import Actor, Guest, Member
from backend.domain.moderation import looks
from backend.domain.moderation.looks import Looked
from backend.domain.notifications import queries as notifications
from backend.domain.topics import edition
from backend.kit import moments
from backend.kit.addresses import Addresses
from backend.kit.origin import SAFE

_UNREAD = notifications.unread()
TOKEN_FIELD = "form_token"  # noqa: S105 - a field's name


def session_cookie(settings: Settings) -> str:
    """The cookie's name. Browsers keep the promise of `__Host-` only where it is Secure."""
    return "__Host-session" if settings.is_secure else "session"


class Asking:
    """What a route may ask of its request."""

    must_be_member = False
    writes_always = False
    """Whether it writes even where it is a GET."""

    def __init__(
        self, request: Request, form_token: str = "", uploads: Sequence[UploadFile] = ()
    ) -> None:
        self.request = request
        self.settings: Settings = request.app.state.settings
        self.caller: callers.Caller | None = None
        self.me: Actor = Guest()
        self._form_token = form_token
        self._uploads = uploads
        self._db: Session | None = None
        self._looked: list[Looked] = []
        self._afterwards: list[Callable[[Session], None]] = []

    @property
    def db(self) -> Session:
        """The request's session; it opens here, in the endpoint's thread."""
        if self._db is None:
            opened = self.request.app.state.sessions()
            if self._only_reads:
                opened.connection(execution_options={"writes": False})
            self._db = opened
        return cast("Session", self._db)

    @property
    def _only_reads(self) -> bool:
        return self.request.method in SAFE and not self.writes_always

    @property
    def for_program(self) -> bool:
        """Whether a program asks, with a token and no cookie."""
        return self.request.url.path.startswith("/api/")

    @property
    def addresses(self) -> Addresses:
        return cast("Addresses", self.request.app.state.addresses)

    @property
    def cookie(self) -> str:
        return self.request.cookies.get(session_cookie(self.settings), "")

    @property
    def idle(self) -> timedelta:
        """How long a session lasts that nobody uses."""
        return timedelta(days=self.settings.idle_days)

    @property
    def device(self) -> sessions.Device:
        """What asks, and roughly from where."""
        client = self.request.client
        agent = self.request.headers.get("User-Agent", "")
        return sessions.Device(agent, networks.coarse(client.host if client else ""))

    @property
    def party(self) -> Party | None:
        """Us as passkeys know us; a demonstration may be opened as localhost, too."""
        origin, host = self.settings.origin, self.request.headers.get("Host", "")
        if self.settings.is_demo and host.partition(":")[0] == "localhost":
            origin = f"http://{host}"
        return Party.at(origin, self.settings.name)

    @property
    def form_token(self) -> str:
        """What a signed-in person's forms carry, so that no other site can make one up."""
        return tokens.signature(self.settings.secret.get_secret_value(), "form", self.cookie)

    @property
    def is_fresh(self) -> bool:
        """Whether it is sure who this is: nobody else has come upon a browser left open."""
        return self.caller is not None and self.caller.is_fresh(self.settings.fresh_minutes)

    @property
    def place(self) -> str:
        """Where the reader's clock stands, by name: their city, or the city of their zone."""
        if self.caller is not None and self.caller.city:
            return self.caller.city
        return moments.place_of(self.me.zone)

    def path_for(self, name: str, /, **given: Any) -> str:
        return self.addresses.path_for(name, **given)

    def recognise(self) -> None:
        """Find out who is asking; the first query of every request that carries a token."""
        self.caller = caller = self._caller()
        self.me = caller.member if caller else Guest()
        if caller and caller.strong_at is None:
            caller.member.hold_back(self.settings.need_passkey)
        if caller and self._only_reads:
            edition.tell(self.db, caller.edition)

    def admit(self) -> None:
        """Turn away strangers at writes, and tokens that only read."""
        self.know()
        if self.caller is None or self.request.method in SAFE:
            return
        if not self.for_program and not tokens.same(self._form_token, self.form_token):
            raise Rejected({"": _("This form has grown old. Please go back and send it again.")})

    def know(self) -> None:
        """The same, whatever was sent."""
        if self.must_be_member and not isinstance(self.me, Member):
            raise Unknown(_("Please sign in first."))
        writes = self.request.method not in SAFE
        if writes and self.caller is not None and not self.caller.may_write:
            raise Denied(_("This token may only read."))

    def pause(self) -> None:
        """Keep what is done so far and give the connection back, before waiting on a network.

        Who is asking may have signed out meanwhile: recognise them again before going on.
        """
        if self._db is not None:
            self._db.commit()
            self._db.close()
            self._db = None

    def finish(self) -> None:
        if self._db is not None:
            self._db.commit()
            if self._looked and isinstance(self.me, Member):
                # In a transaction of its own: that of a GET only reads.
                looks.note(self._db, self.me, self._looked)
                self._db.commit()
            if self.caller is not None and self.caller.is_to_be_noted:
                self._afterwards.append(self._used)
            for deed in self._afterwards:
                self._try(self._db, deed)

    def look(self, member_id: UUID, kind: str, subject_id: UUID) -> None:
        """Say that what is being shown is private to this member, so that the look is noted.

        Without the note there is no answer.
        """
        if self.me.id is not None and self.me.id != member_id:
            self._looked.append(Looked(member_id, kind, subject_id))

    def afterwards(self, deed: Callable[[Session], None]) -> None:
        """Do this once the answer is made, in a transaction of its own: a GET's only reads.

        It is worth a write, but no failure: while somebody else writes for long, it is left.
        """
        self._afterwards.append(deed)

    def attempt(self) -> AbstractContextManager[object]:
        """A part of the transaction that is undone by itself when it fails."""
        return self.db.begin_nested()

    def undo(self) -> None:
        if self._db is not None:
            self._db.rollback()

    def close(self) -> None:
        for upload in self._uploads:
            upload.file.close()
        if self._db is not None:
            self._db.close()

    def _used(self, db: Session) -> None:
        """Note this use of the session."""
        if self.caller is not None:
            callers.note(db, self.caller, self.device.network)

    def _try(self, db: Session, deed: Callable[[Session], None]) -> None:
        try:
            deed(db)
            db.commit()
        except OperationalError:
            db.rollback()
            structlog.get_logger().warning("not noted", exc_info=True)

    def _caller(self) -> callers.Caller | None:
        if self.for_program:
            scheme, _sep, token = self.request.headers.get("Authorization", "").partition(" ")
            if not scheme:
                return None
            found = callers.by_bearer(self.db, token) if scheme.lower() == "bearer" else None
            if found is None:
                raise Unknown(_("This token is not known, or has ended."))
            return found
        if not self.cookie:
            return None
        return callers.by_cookie(self.db, self.cookie, _UNREAD, self.idle)


class AskingMember(Asking):
    """A request that only somebody signed in may make."""

    must_be_member = True
    me: Member


class AskingBack(Asking):
    """A request that another site sends somebody back with: a GET, and the end of what they began."""

    writes_always = True


async def _sent(request: Request) -> tuple[str, Sequence[UploadFile]]:
    """The form's token, and its files: they lie on the disk until they are closed."""
    if request.method in SAFE or request.url.path.startswith("/api/"):
        return "", ()
    form = await request.form()
    token = form.get(TOKEN_FIELD, "")
    uploads = [sent for _name, sent in form.multi_items() if not isinstance(sent, str)]
    return token if isinstance(token, str) else "", uploads


async def asking(request: Request) -> Asking:
    return Asking(request, *await _sent(request))


async def asking_member(request: Request) -> AskingMember:
    return AskingMember(request, *await _sent(request))


async def asking_back(request: Request) -> AskingBack:
    return AskingBack(request)


Ask = Annotated[Asking, Depends(asking)]
"""Whoever is asking, stranger or member."""

SignedIn = Annotated[AskingMember, Depends(asking_member)]
"""Somebody signed in, or the route is not reached. Policies still decide what they may do."""

SentBack = Annotated[AskingBack, Depends(asking_back)]
"""Whoever comes back from where we sent them."""
