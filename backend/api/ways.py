"""Where a member is signed in and which programs act for them, for programs.

Ways in are added, and tokens made, at a page only: a token that is lost must not be able to make
itself at home. What it can do here takes access away, or looks.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from backend.api.shapes import Shape
from backend.core import networks
from backend.domain.joining import identities, passkeys, programs
from backend.domain.members import devices, sessions
from backend.kit import errors
from backend.kit.asking import SignedIn
from backend.kit.router import Router

router = Router(show=errors.show_problem, prefix="/me", tags=["me"])


class SessionShape(BaseModel):
    id: UUID
    device: str
    """In words, such as: Firefox on Windows."""
    network: str
    """The first part of the network address where it was used last."""
    made_at: datetime
    seen_at: datetime
    expires_at: datetime


class SessionsShape(BaseModel):
    items: list[SessionShape]


class TokenShape(Shape):
    id: UUID
    name: str
    scope: str
    made_at: datetime
    seen_at: datetime | None
    expires_at: datetime
    is_this: bool


class TokensShape(BaseModel):
    items: list[TokenShape]


class IdentityShape(Shape):
    id: UUID
    issuer: str
    """The provider's own name for itself, which never changes: an address, or a SAML entity id."""
    label: str
    """What people call the provider."""
    email: str
    """What the provider calls them."""
    made_at: datetime
    used_at: datetime | None


class IdentitiesShape(BaseModel):
    items: list[IdentityShape]


@router.get("/identities", name="api.identities:list")
def linked(ask: SignedIn) -> IdentitiesShape:
    """The accounts elsewhere by which one signs in, beside links by e-mail."""
    labels = {one.issuer: one.label for one in ask.settings.vouching}
    return IdentitiesShape(
        items=[
            IdentityShape(
                id=one.id,
                issuer=one.issuer,
                label=labels.get(one.issuer, one.issuer),
                email=one.email,
                made_at=one.made_at,
                used_at=one.used_at,
            )
            for one in identities.mine(ask.db, ask.me)
        ]
    )


class PasskeyShape(Shape):
    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


class PasskeysShape(BaseModel):
    items: list[PasskeyShape]


@router.get("/passkeys", name="api.passkeys:list")
def keys(ask: SignedIn) -> PasskeysShape:
    found = passkeys.mine(ask.db, ask.me)
    return PasskeysShape(items=[PasskeyShape.model_validate(one) for one in found])


@router.get("/sessions", name="api.sessions:list")
def signed_in(ask: SignedIn) -> SessionsShape:
    items = [
        SessionShape(
            id=one.id,
            device=devices.words(one.device),
            network=networks.shown(one.network),
            made_at=one.made_at,
            seen_at=one.seen_at,
            expires_at=one.expires_at,
        )
        for one in sessions.mine(ask.db, ask.me, ask.idle)
    ]
    return SessionsShape(items=items)


@router.post("/sessions/ending", name="api.sessions:end_all", status_code=204)
def end_all(ask: SignedIn) -> None:
    """Sign every browser out."""
    sessions.end_others(ask.db, ask.me, None)


@router.post("/sessions/{session_id}/ending", name="api.sessions:end", status_code=204)
def end(ask: SignedIn, session_id: UUID) -> None:
    sessions.end_mine(ask.db, ask.me, session_id)


@router.get("/tokens", name="api.tokens:list")
def tokens(ask: SignedIn) -> TokensShape:
    this = ask.caller.token_id if ask.caller else None
    return TokensShape(
        items=[
            TokenShape(
                id=one.id,
                name=one.name,
                scope=one.scope,
                made_at=one.made_at,
                seen_at=one.seen_at,
                expires_at=one.expires_at,
                is_this=one.id == this,
            )
            for one in programs.mine(ask.db, ask.me)
        ]
    )


@router.post("/tokens/{token_id}/ending", name="api.tokens:end", status_code=204)
def end_token(ask: SignedIn, token_id: UUID) -> None:
    """Let a token open nothing any more; this one too."""
    programs.end(ask.db, ask.me, token_id)
