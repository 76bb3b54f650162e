from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, TypeAlias
from uuid import UUID

from pydantic import PrivateAttr
from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock
from backend.core.db import UtcDateTime, one_of
from backend.core.ids import new_id


class Member(SQLModel, table=True):
    """A person of the network, from the first application on.

    Facts carry their time: not yet `admitted_at`, an applicant; `suspended_at`, kept out for now;
    `erased_at`, gone, with only the contributions left under "a former member".
    """

    __tablename__ = "member"
    __table_args__ = (
        # The few among the many who keep the network.
        Index(
            "ix_member_conveners",
            "id",
            sqlite_where=text("is_convener = 1"),
            postgresql_where=text("is_convener"),
        ),
        # Along it the people of many cities are found, the newest first.
        Index("ix_member_city_id_id", "city_id", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    email: str = Field(max_length=254, unique=True)
    """Lower case; proven by a link that was used (`email_proven_at`)."""
    name: str = Field(max_length=80)
    folded: str = Field(default="", max_length=120, index=True)
    pronunciation: str = Field(default="", max_length=80)
    pronouns: str = Field(default="", max_length=40)
    title: str = Field(default="", max_length=120)
    department: str = Field(default="", max_length=120)
    city_id: UUID | None = Field(default=None, foreign_key="city.id")
    """The city that somebody vouches they work for, now; what "ours" means wherever it is said."""
    organisation: str = Field(default="", max_length=120)
    """Where a partner without a city works; or the city that an applicant typed in."""
    bio: str = Field(default="", max_length=2_000)
    zone: str = Field(default="UTC", max_length=64, index=True)
    work_starts: time = time(9)
    work_ends: time = time(17)
    would_convene: bool = False
    language: str = Field(default="", max_length=12)
    """The interface language that the member chose; empty: as the browser asks."""
    audience: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """To whom a profile field shows: public, members, city or nobody; see `audience.at_first`."""
    unlisted: bool = False
    """Left out of the directory and wherever else people are listed, counted or suggested."""
    unsuggested: bool = False
    """Listed, but not suggested as somebody who can help."""
    is_lead: bool = False
    """Leads the city they work for. Kept by `roles.actions`, as are `grants`."""
    grants: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )
    """What they hold for one city, topic or roundtable: the role, a colon, the thing's id."""
    is_convener: bool = False
    conduct_due: bool = False
    """Has a new version of the rules to accept before writing anything again."""
    first_steps_over_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the checklist of first steps was put away."""
    unverified_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when nobody vouches for where they work; then they have no `city_id`."""
    email_proven_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    joined_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    admitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    suspended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    suspended_reason: str = Field(default="", max_length=2_000)
    erased_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    _held_back: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def held_back(self) -> frozenset[str]:
        """Roles of theirs that this caller may not use yet: no passkey has confirmed who it is.

        Of the caller, not of the person: it is in no column, and empty for everybody else.
        """
        # Rows that come from the database have no private values until one is set; and to ask
        # for one by its name takes as long as a small query, a hundred times on a page.
        kept: frozenset[str] = (self.__pydantic_private__ or {}).get("_held_back", frozenset())
        return kept

    def hold_back(self, roles: Iterable[str]) -> None:
        """Let them act without these roles until a passkey confirms who they are."""
        theirs = {"convener": self.is_convener, "lead": self.is_lead, "member": self.is_admitted}
        theirs |= {one.partition(":")[0]: True for one in self.grants}
        self._held_back = frozenset(role for role in roles if theirs.get(role))

    @property
    def is_admitted(self) -> bool:
        """Admitted, and neither suspended nor gone."""
        return bool(self.admitted_at and not self.suspended_at and not self.erased_at)

    @property
    def is_member(self) -> bool:
        """May take part, and from here."""
        return self.is_admitted and "member" not in self.held_back

    @property
    def moderates(self) -> bool:
        """A convener in good standing."""
        return self.is_convener and self.is_member and "convener" not in self.held_back

    def leads(self, city_id: UUID | None) -> bool:
        """Whether this is the lead of that city."""
        leads = self.is_member and self.is_lead and "lead" not in self.held_back
        return leads and city_id is not None and self.city_id == city_id

    def holds(self, role: str, scope_id: UUID) -> bool:
        """Whether this one curates that topic, or hosts that roundtable."""
        held = self.is_member and role not in self.held_back
        return held and f"{role}:{scope_id}" in self.grants

    def scopes(self, role: str) -> tuple[UUID, ...]:
        """All for which this one has that role, as far as this caller may use it."""
        if role in self.held_back:
            return ()
        named = (one.partition(":") for one in self.grants)
        return tuple(UUID(scope_id) for of, _colon, scope_id in named if of == role)


@dataclass(frozen=True, slots=True)
class Guest:
    """Whoever has not signed in: answers every question a policy may ask, so none asks for None."""

    id: None = None
    slug: str = ""
    name: str = ""
    email: str = ""
    city_id: None = None
    zone: str = "UTC"
    language: str = ""
    is_lead: Literal[False] = False
    is_convener: Literal[False] = False
    is_admitted: Literal[False] = False
    is_member: Literal[False] = False
    moderates: Literal[False] = False
    conduct_due: Literal[False] = False
    unverified_since: None = None
    grants: tuple[()] = ()
    admitted_at: None = None
    suspended_at: None = None
    held_back: frozenset[str] = frozenset()

    def leads(self, city_id: UUID | None) -> bool:  # noqa: ARG002 - the question a policy asks
        return False

    def holds(self, role: str, scope_id: UUID) -> bool:  # noqa: ARG002 - the same
        return False

    def scopes(self, role: str) -> tuple[()]:  # noqa: ARG002 - the same
        return ()


Actor: TypeAlias = "Member | Guest"


class MemberLanguage(SQLModel, table=True):
    """A language that a member works in."""

    __tablename__ = "member_language"
    __table_args__ = (Index("ix_member_language_language_member_id", "language", "member_id"),)

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    language: str = Field(max_length=12, primary_key=True)
    """BCP 47, as CLDR writes it: en, pt, zh-Hant."""


class MemberTopic(SQLModel, table=True):
    """A topic that a member can help with, or is looking for help with."""

    __tablename__ = "member_topic"
    __table_args__ = (
        CheckConstraint(one_of("side", "can_help", "looking_for"), "side"),
        # The directory counts along it.
        Index("ix_member_topic_side_topic_id_member_id", "side", "topic_id", "member_id"),
    )

    member_id: UUID = Field(foreign_key="member.id", primary_key=True)
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True, index=True)
    side: str = Field(max_length=12, primary_key=True)


class SignInLink(SQLModel, table=True):
    """A one-time way in, sent by e-mail. Only its hash is kept."""

    __tablename__ = "sign_in_link"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    application_id: UUID | None = Field(default=None, foreign_key="application.id", index=True)
    """What somebody who wants to join has written; using the link proves the address."""
    email_hash: str = Field(default="", max_length=64, index=True)
    """Counts what was asked for, for known and unknown addresses alike."""
    asked_from: str = Field(default="", max_length=64, index=True)
    """The hash of the network address that asked."""
    asked_around: str = Field(default="", max_length=64)
    """The hash of the network around that, such as 203.0.113.0/24."""
    browser_hash: str = Field(default="", max_length=64)
    """The browser that asked; empty for a link that the operator made."""
    leads_to: str = Field(default="", max_length=300)
    """The page that was wanted before signing in."""
    tries: int = 0
    """How often another browser has tried to guess the code."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BrowserSession(SQLModel, table=True):
    """A signed-in browser. The cookie holds a token, this row its hash."""

    __tablename__ = "browser_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    device: str = Field(default="", max_length=200)
    """What the browser calls itself."""
    network: str = Field(default="", max_length=64)
    """Roughly where it was used last: no more of the address than says which network."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    seen_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    """When it was used last, to within a few minutes."""
    strong_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a passkey confirmed whose it is."""
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ApiToken(SQLModel, table=True):
    """A program's way in, for one member, to read or to write."""

    __tablename__ = "api_token"
    __table_args__ = (CheckConstraint(one_of("scope", "read", "write"), "scope"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    scope: str = Field(max_length=8)
    name: str = Field(default="", max_length=80)
    """What it is for, in its member's words; empty where the operator made it."""
    made_at: datetime = Field(default_factory=clock.now, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    strong_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a passkey confirmed who made it; a token is as strong as the browser it was made in."""
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
