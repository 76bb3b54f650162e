"""Proof by a letter to an official address: asked for, carried in it, used once by its member.

Opening the link changes nothing, since mail scanners open it too; pressing the button does.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, or_, select, update

from backend.core import clock, tokens
from backend.core.db import rows
from backend.core.errors import Conflict, NotFound, Rejected, TooMany
from backend.core.i18n import _, language
from backend.core.locks import alone
from backend.domain.affiliations import policy
from backend.domain.affiliations.actions import name_of, vouch
from backend.domain.affiliations.models import AddressDraft, Affiliation, AffiliationProof
from backend.domain.cities.queries import owns_domain
from backend.domain.members.emails import domain_of
from backend.domain.members.models import Member
from backend.domain.notifications.actions import write_to

LIFE = timedelta(days=7)
"""A letter to an office waits for its reader longer than one with a sign-in link."""

MOST = 5
MOST_TO_ONE = 10
SPAN = timedelta(days=1)
"""So many letters in so long, for one member, and to one address whoever asks: more than one member
may ask for, so that nobody alone uses up what is another's."""

KEPT = timedelta(days=30)


def ask(db: Session, me: Member, one: Affiliation, draft: AddressDraft) -> AffiliationProof:
    """Write to the official address; Rejected (field `address`) if it can't speak for the city."""
    policy.may_prove(me, one).insist()
    check(db, one, draft.address)
    alone(db, "affiliation proofs")
    _insist_few(db, me, draft.address)
    token = tokens.new_token()
    made = AffiliationProof(
        affiliation_id=one.id,
        member_id=me.id,
        token_hash=tokens.hashed(token),
        address=draft.address,
        expires_at=clock.now() + LIFE,
    )
    db.add(made)
    facts = {"token": token, "name": me.name, "body": name_of(db, one), "days": LIFE.days}
    write_to(db, draft.address, "affiliation_proof", facts, language=language().code)
    return made


def check(db: Session, one: Affiliation, address: str) -> None:
    """Rejected (field `address`) if it can't speak for the city."""
    if not _speaks_for(db, one, address):
        sentence = _(
            "We don’t know this e-mail domain as one of {body}’s own. "
            "A convener or the city’s lead can vouch for you instead.",
            body=name_of(db, one),
        )
        raise Rejected({"address": sentence})


def find(db: Session, me: Member, token: str) -> Affiliation:
    """What this link would prove, for its member; NotFound for anybody else, and once it is used."""
    return _proof(db, me, token)[0]


def use(db: Session, me: Member, token: str) -> Affiliation:
    """Press the button: of any number of times at once, one counts."""
    one, address = _proof(db, me, token)
    policy.may_prove(me, one).insist()
    used = db.exec(update(AffiliationProof).where(_usable(me, token)).values(used_at=clock.now()))
    if used.rowcount != 1:
        raise Conflict(_spent())
    one.address = address
    vouch(db, one, how="mail")
    return one


def forget_old(db: Session) -> int:
    """Take away the rows that nothing needs any more; how many there were."""
    old = delete(AffiliationProof).where(col(AffiliationProof.made_at) < clock.now() - KEPT)
    return db.exec(old).rowcount


def _proof(db: Session, me: Member, token: str) -> tuple[Affiliation, str]:
    """What it would prove and the address that it went to, while that still speaks for the city."""
    found = db.exec(
        select(Affiliation, AffiliationProof.address)
        .join(AffiliationProof, col(AffiliationProof.affiliation_id) == col(Affiliation.id))
        .where(_usable(me, token), col(Affiliation.ended_at).is_(None))
    ).first()
    if found is None or not _speaks_for(db, found[0], found[1]):
        raise NotFound(_spent())
    return found


def _speaks_for(db: Session, one: Affiliation, address: str) -> bool:
    return one.city_id is not None and owns_domain(db, one.city_id, domain_of(address))


def _spent() -> str:
    return _(
        "This link was used, or is too old, or was sent to somebody else. Please ask for a new one."
    )


def _usable(me: Member, token: str) -> ColumnElement[bool]:
    proof = AffiliationProof
    return (
        (col(proof.token_hash) == tokens.hashed(token))
        & (col(proof.member_id) == me.id)
        & col(proof.used_at).is_(None)
        & (col(proof.expires_at) > clock.now())
    )


def _insist_few(db: Session, me: Member, address: str) -> None:
    to_one = col(AffiliationProof.address) == address
    by_me = col(AffiliationProof.member_id) == me.id
    counted = columns(func.count().filter(by_me), func.count().filter(to_one)).where(
        or_(by_me, to_one), col(AffiliationProof.made_at) > clock.now() - SPAN
    )
    mine, theirs = rows(db, counted).one()
    if mine >= MOST or theirs >= MOST_TO_ONE:
        raise TooMany(
            _("Too many letters were asked for today. Please look for them, or ask tomorrow."),
            again_in=int(SPAN.total_seconds()),
        )
