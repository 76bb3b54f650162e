"""Coming in by a provider: known, unknown, or with an address that somebody here has."""

from dataclasses import replace

from sqlmodel import Session

from backend.core import clock
from backend.core.config import Settings
from backend.core.errors import Conflict, Denied
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.providers import Vouched
from backend.domain.joining import actions, admission, identities
from backend.domain.joining.actions import Entry
from backend.domain.joining.models import JoinDraft
from backend.domain.joining.ways import Voucher
from backend.domain.members import emails, sessions
from backend.domain.members.sessions import Device


def arrive(
    db: Session,
    settings: Settings,
    browser: str,
    provider: str,
    vouched: Vouched,
    *,
    device: Device,
    leads_to: str = "",
) -> Entry | None:
    """Sign in whom this identity belongs to; None, and a voucher, for who may ask to join.

    The address decides nothing for who is known, and must be proven for who isn't.
    """
    member = identities.owner(db, vouched)
    if member is not None:
        started = sessions.start(db, member, device=device, days=settings.session_days)
        return Entry(member, started, leads_to)
    email = _proven(vouched)
    if admission.by_email(db, email) is not None:
        raise Conflict(known_already())
    identities.vouch(db, browser, provider, replace(vouched, email=email))
    return None


def join(
    db: Session, settings: Settings, voucher: Voucher, draft: JoinDraft, *, device: Device
) -> Entry:
    """Receive somebody whose address a provider has proven: they are in without a letter."""
    proven = draft.model_copy(update={"email": voucher.email})
    actions.sound(db, proven)
    identities.spend(db, voucher)
    alone(db, f"member {voucher.email}")
    if admission.by_email(db, voucher.email) is not None:
        raise Conflict(known_already())
    member = admission.receive(db, settings, proven)
    whole = Vouched(voucher.issuer, voucher.subject, voucher.email)
    identities.keep(db, member, whole)
    voucher.member_id, voucher.used_at = member.id, clock.now()
    db.add(voucher)
    started = sessions.start(db, member, device=device, days=settings.session_days)
    return Entry(member, started, "/")


def known_already() -> str:
    return _(
        "Somebody with this e-mail address is here already. If that is you, sign in as you always "
        "do, and then add this way in under Settings, Signing in."
    )


def _proven(vouched: Vouched) -> str:
    """The address, as we write it; Denied if nobody has proven that it is theirs."""
    try:
        if vouched.is_proven and len(vouched.subject) <= identities.LONGEST_SUBJECT:
            return emails.parse(vouched.email)
    except emails.NotAnEmail:
        pass
    raise Denied(
        _(
            "We were told no e-mail address of yours that is confirmed there. Confirm it there "
            "first, or sign in by e-mail."
        )
    )
