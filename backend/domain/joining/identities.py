"""Signing in by a provider: setting out, coming back, and whose a known identity is.

An identity is a member's once somebody who was signed in to both said so, or who joined with it.
An e-mail address never decides it: whoever gives out addresses at a provider could else be anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select, update

from backend.core import clock, tokens
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, TooMany
from backend.core.i18n import _
from backend.core.locks import alone
from backend.core.providers import Errand, Vouched
from backend.domain.joining import ways_told
from backend.domain.joining.ways import Identity, ProviderVisit, Voucher
from backend.domain.members import emails
from backend.domain.members.links import Asker
from backend.domain.members.models import Member

AWAY = timedelta(minutes=10)
"""How long somebody may take at the provider."""
VOUCHED = timedelta(minutes=30)
"""How long somebody whom a provider vouches for may take to fill in the form to join."""
MOST = 100
SPAN = timedelta(minutes=15)
"""How many may set out from one network in that time; a whole city hall may share one."""
LONGEST_SUBJECT = 255


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """One of a member's identities, as they may see it."""

    id: UUID
    issuer: str
    email: str
    made_at: datetime
    used_at: datetime | None


def set_out(
    db: Session,
    settings: Settings,
    asker: Asker,
    provider: str,
    errand: Errand,
    *,
    member_id: UUID | None = None,
    leads_to: str = "",
) -> None:
    """Remember whom we send to a provider, and what for: TooMany from one network are held up."""
    network = tokens.signature(settings.secret.get_secret_value(), "network", asker.network)
    since = clock.now() - SPAN
    alone(db, f"provider visits from {network}")
    counted = columns(func.count()).where(
        col(ProviderVisit.asked_from) == network, col(ProviderVisit.made_at) > since
    )
    if rows(db, counted).scalar_one() >= MOST:
        raise TooMany(
            _("Too many people set out from your network. Please wait a few minutes."),
            again_in=int(SPAN.total_seconds()),
        )
    db.add(
        ProviderVisit(
            state_hash=tokens.hashed(errand.state),
            browser_hash=tokens.hashed(asker.browser),
            asked_from=network,
            provider=provider,
            nonce=errand.nonce,
            verifier=errand.verifier,
            member_id=member_id,
            leads_to=leads_to[:300],
            expires_at=clock.now() + AWAY,
        )
    )


def come_back(db: Session, browser: str, provider: str, state: str) -> ProviderVisit:
    """The visit that this answer ends, used up: Conflict for another browser, or a second time."""
    visit = db.exec(
        select(ProviderVisit).where(col(ProviderVisit.state_hash) == tokens.hashed(state))
    ).first()
    if (
        visit is None
        or visit.provider != provider
        or not tokens.same(visit.browser_hash, tokens.hashed(browser))
    ):
        raise Conflict(spent())
    taken = (
        update(ProviderVisit)
        .where(
            col(ProviderVisit.id) == visit.id,
            col(ProviderVisit.used_at).is_(None),
            col(ProviderVisit.expires_at) > clock.now(),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if db.exec(taken).rowcount != 1:
        raise Conflict(spent())
    return visit


def spent() -> str:
    return _("This way in has been used, or you took too long. Please start again.")


def owner(db: Session, vouched: Vouched) -> Member | None:
    """The member whose identity this is; noted as used."""
    found = _known(db, vouched)
    if found is None:
        return None
    found.used_at = clock.now()
    db.add(found)
    return db.exec(
        select(Member).where(col(Member.id) == found.member_id, col(Member.erased_at).is_(None))
    ).first()


def link(db: Session, me: Member, vouched: Vouched, label: str) -> Identity:
    """Let this identity open my account from now on: I am signed in to both."""
    known = _known(db, vouched)
    if known is not None:
        if known.member_id == me.id:
            return known
        raise Conflict(_("This account at {label} belongs to another member here.", label=label))
    made = keep(db, me, vouched)
    ways_told.tell(db, me, "linked", name=label)
    return made


def keep(db: Session, member: Member, vouched: Vouched) -> Identity:
    """Note whose identity this is."""
    made = Identity(
        member_id=member.id,
        issuer=vouched.issuer,
        subject=vouched.subject,
        email=vouched.email[: emails.LONGEST],
        used_at=clock.now(),
    )
    db.add(made)
    return made


def unlink(db: Session, me: Member, identity_id: UUID, labels: dict[str, str]) -> None:
    """Let it open my account no more. Links by e-mail always remain."""
    found = db.get(Identity, identity_id)
    if found is None or found.member_id != me.id:
        raise NotFound(_("It opens nothing any more."))
    db.delete(found)
    ways_told.tell(db, me, "unlinked", name=labels.get(found.issuer, found.issuer))


def mine(db: Session, me: Member) -> Sequence[OwnIdentity]:
    """The identities that open my account, the oldest first."""
    wanted = (
        columns(*(getattr(Identity, name) for name in OwnIdentity.__dataclass_fields__))
        .where(col(Identity.member_id) == me.id)
        .order_by(col(Identity.id))
    )
    return [OwnIdentity(*row) for row in rows(db, wanted)]


def vouch(db: Session, browser: str, provider: str, vouched: Vouched) -> Voucher:
    """Let this browser ask to join with an address that needs no proof any more."""
    made = Voucher(
        browser_hash=tokens.hashed(browser),
        provider=provider,
        issuer=vouched.issuer,
        subject=vouched.subject,
        email=vouched.email,
        name=vouched.name[:80],
        expires_at=clock.now() + VOUCHED,
    )
    db.add(made)
    return made


def voucher(db: Session, browser: str) -> Voucher | None:
    """What a provider said last of who sits at this browser, while it holds."""
    if not browser:
        return None
    return db.exec(
        select(Voucher)
        .where(
            col(Voucher.browser_hash) == tokens.hashed(browser),
            col(Voucher.used_at).is_(None),
            col(Voucher.expires_at) > clock.now(),
        )
        .order_by(col(Voucher.id).desc())
    ).first()


def spend(db: Session, one: Voucher) -> None:
    """Use a voucher up; Conflict for who comes second."""
    taken = (
        update(Voucher)
        .where(col(Voucher.id) == one.id, col(Voucher.used_at).is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if db.exec(taken).rowcount != 1:
        raise Conflict(spent())


def forget_old(db: Session) -> int:
    """Take away visits and vouchers that are over; how many there were."""
    now = clock.now()
    visits = delete(ProviderVisit).where(col(ProviderVisit.expires_at) < now - SPAN)
    vouchers = delete(Voucher).where(col(Voucher.expires_at) < now)
    return db.exec(visits).rowcount + db.exec(vouchers).rowcount


def _known(db: Session, vouched: Vouched) -> Identity | None:
    return db.exec(
        select(Identity).where(
            col(Identity.issuer) == vouched.issuer, col(Identity.subject) == vouched.subject
        )
    ).first()
