"""What is kept of the other ways in: providers that vouch for somebody, and passkeys."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id
from backend.core.text import Line

LONGEST_ANSWER = 20_000
"""What a device answers is far shorter."""


class Identity(SQLModel, table=True):
    """A member as a provider knows them: by issuer and subject, and by nothing else."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    email: str = Field(default="", max_length=254)
    """What the provider calls them, for its member to tell two apart. It opens nothing."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProviderVisit(SQLModel, table=True):
    """A browser that we sent to a provider, and that only once comes back from there."""

    __tablename__ = "provider_visit"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    state_hash: str = Field(max_length=64, unique=True)
    browser_hash: str = Field(max_length=64)
    asked_from: str = Field(default="", max_length=64, index=True)
    """The hash of the network address."""
    provider: str = Field(max_length=40)
    nonce: str = Field(max_length=64)
    verifier: str = Field(max_length=64)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """Who wants to link it to their account; nobody, to sign in."""
    leads_to: str = Field(default="", max_length=300)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProviderAnswer(SQLModel, table=True):
    """What a provider's form said, until the browser that set out comes to fetch it.

    It stays for as long as the form would be believed, so that no form is believed twice; what it
    said of somebody is wiped out as soon as it is fetched.
    """

    __tablename__ = "provider_answer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    visit_id: UUID = Field(unique=True)
    """No foreign key: it is kept for longer than the visit."""
    form_hash: str = Field(max_length=64, unique=True)
    """Of the provider and the name that it gave to its form."""
    handle_hash: str = Field(max_length=64, unique=True)
    """Of what the browser that brought the form fetches it with."""
    issuer: str = Field(default="", max_length=300)
    subject: str = Field(default="", max_length=255)
    email: str = Field(default="", max_length=254)
    is_proven: bool = False
    name: str = Field(default="", max_length=80)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Voucher(SQLModel, table=True):
    """An address that a provider has proven, of somebody who may now ask to join with it."""

    __tablename__ = "voucher"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    browser_hash: str = Field(max_length=64, index=True)
    provider: str = Field(max_length=40)
    issuer: str = Field(max_length=300)
    subject: str = Field(max_length=255)
    email: str = Field(max_length=254)
    name: str = Field(default="", max_length=80)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """Who came of it."""
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyNameDraft(SQLModel):
    """What a member calls a passkey."""

    name: Line = Field(min_length=1, max_length=80)


class PasskeyDraft(PasskeyNameDraft):
    """A passkey that a browser has just made: its answer, as JSON."""

    answer: str = Field(min_length=1, max_length=LONGEST_ANSWER)


class Passkey(SQLModel, table=True):
    """A key in somebody's device that opens their account; what we have is its public half."""

    __tablename__ = "passkey"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    credential_id: str = Field(max_length=1_400, unique=True)
    public_key: str = Field(max_length=4_000)
    sign_count: int = Field(default=0, sa_type=BigInteger)
    """How often the device says it has signed; one that counts must not go back."""
    name: str = Field(max_length=80)
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PasskeyChallenge(SQLModel, table=True):
    """A question that a device answers once, for one browser."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (CheckConstraint(one_of("purpose", "make", "use"), "purpose"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    challenge_hash: str = Field(max_length=64, unique=True)
    browser_hash: str = Field(max_length=64)
    asked_from: str = Field(default="", max_length=64, index=True)
    purpose: str = Field(max_length=4)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    """Who makes one; nobody is known yet where one is used."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
