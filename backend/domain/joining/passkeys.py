"""Passkeys: a key that lives in somebody's device, and opens only where it was made (WebAuthn).

The library checks signature, origin and that a person was verified; `passkey_challenges` are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, Denied, NotFound
from backend.core.i18n import _, ngettext
from backend.domain.joining import passkey_challenges, ways_told
from backend.domain.joining.ways import LONGEST_ANSWER, Passkey, PasskeyDraft
from backend.domain.members import sessions
from backend.domain.members.links import Asker
from backend.domain.members.models import Member

MOST = 10
"""Passkeys of one member."""
_ODD = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""What the library raises on answers that no browser gives."""


@dataclass(frozen=True, slots=True)
class Party:
    """Us, as passkeys know us: by the name of our host, and the address of our pages."""

    id: str
    name: str
    origin: str

    @classmethod
    def at(cls, origin: str, name: str) -> "Party | None":
        """None where browsers offer no passkeys: an address in numbers has none."""
        host = urlsplit(origin).hostname or ""
        try:
            ip_address(host)
        except ValueError:
            return cls(host, name, origin) if host else None
        return None


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """One of a member's passkeys, as they may see it."""

    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


def mine(db: Session, me: Member) -> Sequence[OwnPasskey]:
    """My passkeys, the oldest first."""
    wanted = (
        columns(*(getattr(Passkey, name) for name in OwnPasskey.__dataclass_fields__))
        .where(col(Passkey.member_id) == me.id)
        .order_by(col(Passkey.id))
    )
    return [OwnPasskey(*row) for row in rows(db, wanted)]


def ask_to_make(db: Session, settings: Settings, me: Member, asker: Asker, party: Party) -> str:
    """What a browser needs to make a passkey of mine, as JSON; one device makes one."""
    kept = db.exec(select(Passkey.credential_id).where(col(Passkey.member_id) == me.id)).all()
    if len(kept) >= MOST:
        raise Conflict(
            ngettext(
                "You have {count} passkey already. Take one away first.",
                "You have {count} passkeys already. Take one away first.",
                MOST,
            )
        )
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name=party.name,
        user_id=me.id.bytes,
        user_name=me.email,
        user_display_name=me.name,
        challenge=passkey_challenges.put(db, settings, asker, "make", me.id),
        timeout=int(passkey_challenges.PATIENCE.total_seconds() * 1000),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in kept
        ],
        # Found by the device itself, so that nobody types an address; and only with PIN or finger.
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return webauthn.options_to_json(options)


def make(db: Session, me: Member, browser: str, party: Party, draft: PasskeyDraft) -> Passkey:
    """Keep the passkey that a browser has made, once everything about the answer holds."""
    try:
        answer = parse_registration_credential_json(draft.answer)
        challenge = _answered(answer)
    except _ODD:
        raise Denied(not_believed()) from None
    passkey_challenges.spend(db, browser, "make", challenge, me.id)
    taken_on_trust = bool(me.held_back - {"member"}) and not has_any(db, me)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except _ODD:
        raise Denied(not_believed()) from None
    passkey = Passkey(
        member_id=me.id,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=draft.name,
    )
    db.add(passkey)
    ways_told.tell(db, me, "passkey_made", name=draft.name)
    if taken_on_trust:
        ways_told.tell_colleagues(db, me)
    return passkey


def ask_to_use(db: Session, settings: Settings, asker: Asker, party: Party) -> str:
    """What a browser needs to offer the passkeys that it has for us, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=passkey_challenges.put(db, settings, asker, "use"),
        timeout=int(passkey_challenges.PATIENCE.total_seconds() * 1000),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def use(db: Session, browser: str, party: Party, given: str) -> Member:
    """Whose passkey has answered. A count that does not rise betrays a copied key."""
    try:
        answer = parse_authentication_credential_json(given[:LONGEST_ANSWER])
        challenge = _answered(answer)
    except _ODD:
        raise Denied(not_believed()) from None
    passkey_challenges.spend(db, browser, "use", challenge)
    found = db.exec(select(Passkey).where(col(Passkey.credential_id) == answer.id)).first()
    if found is None:
        raise Denied(_("This passkey is not known here, or not any more."))
    try:
        used = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(found.public_key),
            credential_current_sign_count=found.sign_count,
            require_user_verification=True,
        )
    except _ODD:
        raise Denied(not_believed()) from None
    handle, member = answer.response.user_handle, db.get(Member, found.member_id)
    if member is None or member.erased_at or (handle and handle != member.id.bytes):
        raise Denied(not_believed())
    found.sign_count, found.used_at = used.new_sign_count, clock.now()
    db.add(found)
    return member


def has_any(db: Session, me: Member) -> bool:
    count = columns(func.count()).select_from(Passkey).where(col(Passkey.member_id) == me.id)
    return rows(db, count).scalar_one() > 0


def rename(db: Session, me: Member, passkey_id: UUID, name: str) -> None:
    """Call it something else, so that I know which it is."""
    passkey = _own(db, me, passkey_id)
    passkey.name = name
    db.add(passkey)


def take_away(db: Session, me: Member, passkey_id: UUID, here: UUID | None = None) -> None:
    """Let it open nothing any more, nor what it confirmed elsewhere. Links by e-mail remain."""
    passkey = _own(db, me, passkey_id)
    db.delete(passkey)
    sessions.weaken(db, me, here)
    ways_told.tell(db, me, "passkey_gone", name=passkey.name)


def forget_all(db: Session, member: Member) -> int:
    """Take all of somebody's passkeys away: they have lost the device, and the operator knows them.

    Whoever has the device now may be signed in there, so every browser is signed out; and programs
    that were let in from there keep no role's powers.
    """
    for passkey in mine(db, member):
        ways_told.tell(db, member, "passkey_gone", name=passkey.name)
    sessions.end_others(db, member, None)
    sessions.weaken(db, member, None)
    gone = delete(Passkey).where(col(Passkey.member_id) == member.id)
    return db.exec(gone).rowcount


def not_believed() -> str:
    return _("Your browser’s answer could not be checked. Please try again, or use another way.")


def _own(db: Session, me: Member, passkey_id: UUID) -> Passkey:
    found = db.get(Passkey, passkey_id)
    if found is None or found.member_id != me.id:
        raise NotFound(_("There is no such passkey any more."))
    return found


def _answered(answer: RegistrationCredential | AuthenticationCredential) -> bytes:
    """The challenge that the browser has answered."""
    return parse_client_data_json(answer.response.client_data_json).challenge
