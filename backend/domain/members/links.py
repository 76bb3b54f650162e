"""One-time sign-in links: given out sparingly, tied to the browser that asked, used once.

Every request leaves a row, whether the address is known or not, so that what can be counted,
timed or seen from outside is the same for both.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unicodedata import decimal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, or_, select, update

from backend.core import clock, tokens
from backend.core.config import Settings
from backend.core.db import rows
from backend.core.errors import Conflict, Rejected, TooMany
from backend.core.i18n import _, ngettext
from backend.core.locks import alone
from backend.core.networks import coarse
from backend.domain.members.models import Member, SignInLink

MINUTES = 10
TRIES = 5
"""How often a code may be typed for one link. One in 200,000 guesses would be lucky."""

PER_ADDRESS_FROM_ONE_NETWORK = ((5, timedelta(minutes=15)), (10, timedelta(days=1)))
"""How many letters one network has sent to an address in a time. Beyond that no more are written,
and nobody is told: the answer stays the same, and so do the links that were sent. What is asked for
from elsewhere counts for itself, or whoever asks in another's name would lock that other out."""

PER_ADDRESS_FROM_THEIR_NEIGHBOURS = ((20, timedelta(minutes=15)), (40, timedelta(days=1)))
"""The same for all networks around it: who has a /48 of IPv6 has 65,536 networks to ask from. More
than one network may ask for, so that a neighbour who overdoes it keeps nobody from their letter."""

PER_NETWORK = ((60, timedelta(hours=1)),)
"""How many links a network may ask for in a time, whosoever. A whole city hall may share one."""

KEPT = timedelta(days=2)
"""How long rows are kept: for counting, longer than the longest of these times."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Where a link is asked for: the token in the browser's cookie, and its network address."""

    browser: str
    network: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A link that was asked for, as the browser that asked may know it."""

    code: str
    expires_at: datetime


def issue(db: Session, member: Member, *, minutes: int = MINUTES) -> str:
    """A link for the operator to hand over: it works in any browser. The token, shown this once."""
    token, made = _made(minutes, member_id=member.id)
    db.add(made)
    return token


def ask(
    db: Session,
    settings: Settings,
    asker: Asker,
    email: str,
    *,
    member_id: UUID | None = None,
    application_id: UUID | None = None,
    leads_to: str = "",
) -> str:
    """Make a link for this address, and say its token; nothing where it was asked for too often.

    TooMany when this network has. Also made when the address belongs to nobody: then it opens
    nothing.
    """
    email_hash = _keyed(settings, "email", email)
    network = _keyed(settings, "network", asker.network)
    alone(db, "sign-in links")
    around = _keyed(settings, "around", coarse(asker.network))
    here = col(SignInLink.asked_from) == network
    for most, span in PER_NETWORK:
        _insist_few(db, (here,), most, span)
    address = col(SignInLink.email_hash) == email_hash
    near = col(SignInLink.asked_around) == around
    enough = any(
        _seconds_to_wait(db, (address, where), *one)
        for where, limits in (
            (here, PER_ADDRESS_FROM_ONE_NETWORK),
            (near, PER_ADDRESS_FROM_THEIR_NEIGHBOURS),
        )
        for one in limits
    )
    if enough and asked(db, settings, asker.browser):
        return ""
    token, made = _made(
        settings.link_minutes,
        # For a browser to be shown what every browser is, a link that nobody gets and nothing counts.
        member_id=None if enough else member_id,
        application_id=None if enough else application_id,
        email_hash="" if enough else email_hash,
        asked_from=network,
        asked_around=around,
        browser_hash=tokens.hashed(asker.browser),
        leads_to=leads_to[:300],
    )
    db.add(made)
    return "" if enough else token


def asked(db: Session, settings: Settings, browser: str) -> Asked | None:
    """The link this browser asked for last, while it can be used."""
    found = db.exec(
        select(SignInLink)
        .where(
            col(SignInLink.browser_hash) == tokens.hashed(browser),
            *_usable(),
        )
        .order_by(col(SignInLink.id).desc())
    ).first()
    return Asked(_code(settings, found), found.expires_at) if found else None


def find(db: Session, token: str) -> SignInLink | None:
    """The link of this token, if it can still be used."""
    return db.exec(
        select(SignInLink).where(
            col(SignInLink.token_hash) == tokens.hashed(token),
            col(SignInLink.tries) < TRIES,
            or_(
                col(SignInLink.member_id).is_not(None),
                col(SignInLink.application_id).is_not(None),
            ),
            *_usable(),
        )
    ).first()


def needs_code(link: SignInLink, browser: str) -> bool:
    """Whether this is another browser than the one that asked."""
    return bool(link.browser_hash) and not tokens.same(link.browser_hash, tokens.hashed(browser))


def use(db: Session, settings: Settings, token: str, browser: str, code: str = "") -> SignInLink:
    """Use a link up. Of any number who try at once, one gets it; the others get a Conflict.

    In another browser than the one that asked, the code is needed; Rejected (field `code`) if it
    is wrong. A wrong try counts, so the caller keeps the transaction.
    """
    link = find(db, token)
    if link is None:
        raise Conflict(spent())
    if needs_code(link, browser):
        _try(db, settings, link, code)
    if not _changed(db, link, used_at=clock.now()):
        raise Conflict(spent())
    return link


def spent() -> str:
    return _("This link has been used, or is too old. Please ask for a new one.")


def forget_old(db: Session) -> int:
    """Take away the rows that nothing needs any more; how many there were."""
    old = delete(SignInLink).where(col(SignInLink.made_at) < clock.now() - KEPT)
    return db.exec(old).rowcount


def _made(minutes: int, **given: Any) -> tuple[str, SignInLink]:
    token = tokens.new_token()
    expires_at = clock.now() + timedelta(minutes=minutes)
    return token, SignInLink(token_hash=tokens.hashed(token), expires_at=expires_at, **given)


def _insist_few(
    db: Session, counted: Iterable[ColumnElement[bool]], most: int, span: timedelta
) -> None:
    """Refuse when `most` of the rows that are counted are younger than `span`."""
    seconds = _seconds_to_wait(db, counted, most, span)
    if not seconds:
        return
    minutes = -(-seconds // 60)
    raise TooMany(
        ngettext(
            "Too many links were asked for. Please wait {count} minute and ask again.",
            "Too many links were asked for. Please wait {count} minutes and ask again.",
            minutes,
        ),
        again_in=seconds,
    )


def _seconds_to_wait(
    db: Session, counted: Iterable[ColumnElement[bool]], most: int, span: timedelta
) -> int:
    """How long it takes until fewer than `most` of these rows are younger than `span`."""
    wanted = (
        columns(col(SignInLink.made_at))
        .where(*counted)
        .order_by(col(SignInLink.made_at).desc())
        .offset(most - 1)
        .limit(1)
    )
    first = rows(db, wanted).scalar()
    if first is None or first + span <= clock.now():
        return 0
    return max(int((first + span - clock.now()).total_seconds()), 1)


def _try(db: Session, settings: Settings, link: SignInLink, code: str) -> None:
    typed = "".join(str(decimal(c)) for c in code if c.isdecimal())
    if not typed:
        raise Rejected({"code": _("Please type the code that the other browser shows.")})
    # Counted before it is compared, and by the database: guesses sent at once are each counted.
    left = col(SignInLink.tries) < TRIES
    if not _changed(db, link, left, tries=col(SignInLink.tries) + 1):
        raise Conflict(spent())
    if not tokens.same(typed, _code(settings, link)):
        words = _("This isn’t the code that the other browser shows.")
        raise Rejected({"code": words}, keeps=True)


def _usable() -> Iterator[ColumnElement[bool]]:
    yield col(SignInLink.used_at).is_(None)
    yield col(SignInLink.expires_at) > clock.now()


def _changed(db: Session, link: SignInLink, *still: ColumnElement[bool], **values: object) -> bool:
    """Change a link if it can be used at that very moment; whether it could."""
    change = (
        update(SignInLink)
        .where(col(SignInLink.id) == link.id, *_usable(), *still)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return db.exec(change).rowcount == 1


def _code(settings: Settings, link: SignInLink) -> str:
    """Six digits that only we can tell from the link: they rest in no table."""
    return f"{int(_keyed(settings, 'code', link.id.hex), 16) % 1_000_000:06}"


def _keyed(settings: Settings, *parts: str) -> str:
    return tokens.signature(settings.secret.get_secret_value(), *parts)
