"""Settings, read once from the environment at the top of the program and passed down."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from backend.core.provider_settings import OpenIdProvider, Provider, SamlProvider

MAX_SESSIONS = 8
"""One number for three things: connections in the pool, threads that run routes, and so requests
that hold a session at one time. More only fight over the interpreter."""

DEFAULT_SECRET = "only-for-demonstration"  # noqa: S105 - refused outside the demo
HTMX = "https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js"
HTMX_INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
PREFIX = "OPENCITIES_"
MEGABYTE = 1024 * 1024

Network: TypeAlias = IPv4Network | IPv6Network
Role: TypeAlias = Literal["convener", "lead", "curator", "host", "member"]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore")

    mode: Literal["demo", "test", "production"] = Field(
        "production",
        description="demo and test show mail on a page and accept the default secret.",
    )
    database_url: str = Field(
        "sqlite:///opencities.db",
        description="SQLAlchemy address: sqlite:///file.db or postgresql://user:password@host/name.",
    )
    secret: SecretStr = Field(
        SecretStr(DEFAULT_SECRET),
        description="At least 32 random characters; signs form tokens. Keep it, and keep it secret.",
    )
    origin: str = Field(
        "",
        description="The public address without a path, such as https://network.example.org.",
    )
    name: str = Field("Open Cities", description="What this network calls itself.")
    htmx_src: str = Field(HTMX, description="Where browsers fetch htmx from.")
    htmx_integrity: str = Field(HTMX_INTEGRITY, description="Its subresource integrity hash.")
    files: Path = Field(Path("files"), description="The folder where uploaded files rest.")
    admit_by_domain: bool = Field(
        default=True,
        description="Admit applicants at once whose e-mail domain is one of their city's own.",
    )
    application_days: int = Field(
        3,
        ge=1,
        le=60,
        description="Days that an application may wait before conveners and the city's lead are "
        "reminded of it; after that every week.",
    )
    invitation_days: int = Field(
        14, ge=1, le=90, description="How long an invitation can be used, in days."
    )
    invitations_a_day: int = Field(
        10, ge=1, le=1000, description="How many people a member may invite within a day."
    )
    affiliation_days: int = Field(
        365,
        ge=31,
        le=3650,
        description="How long somebody's word for where a member works is good, in days.",
    )
    session_days: int = Field(
        30, ge=1, le=365, description="How long a sign-in lasts at most, in days."
    )
    idle_days: int = Field(
        14, ge=1, le=365, description="How long a sign-in lasts that nobody uses, in days."
    )
    fresh_minutes: int = Field(
        30,
        ge=5,
        le=240,
        description="How long after signing in a member may change how they sign in, fetch the "
        "archive of their data or erase their account, in minutes.",
    )
    need_passkey: Annotated[frozenset[Role], NoDecode] = Field(
        frozenset(),
        description="Roles whose powers wait until a passkey has confirmed the browser, with commas "
        "between: convener, lead (of a city), curator (of a topic), host (of a roundtable), or "
        "member, who is everybody. Passkeys need JavaScript.",
    )
    providers: tuple[OpenIdProvider, ...] = Field(
        (),
        description="Who may vouch for members by OpenID Connect, as a JSON list of objects: name "
        "(small letters, in addresses), label (on buttons), issuer, client_id, client_secret and, "
        'if need be, scopes (else "openid email profile") and domains, a list of the e-mail domains '
        "for which its word counts (else all). Each is to send people back to "
        "/sign-in/providers/NAME/answer.",
    )
    saml_providers: tuple[SamlProvider, ...] = Field(
        (),
        description="Who may vouch for members by SAML 2.0, as a JSON list of objects: name, label, "
        "entity_id, domains (the e-mail domains for which its word counts) and either metadata (a "
        "file, or an https:// address) or address (where people sign in) and certificates (a list); "
        "if need be email and subject, the attributes that say the e-mail address and who it is. "
        "Each reads of us at /sign-in/providers/NAME/metadata.",
    )
    provider_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Private networks in which such providers may stand, with commas between, such "
        "as 10.1.0.0/16; else only public addresses are asked.",
    )
    link_minutes: int = Field(
        10, ge=1, le=10, description="How long a sign-in link can be used, in minutes."
    )
    archive_days: int = Field(
        7, ge=1, le=90, description="How long the archive of a member's own data can be fetched."
    )
    erasure_days: int = Field(
        7,
        ge=0,
        le=90,
        description="Days between the wish to be forgotten and the deed, in which signing in "
        "takes it back; 0: at once.",
    )
    unused_months: int = Field(
        18,
        ge=0,
        le=120,
        description="Months without signing in after which a member is warned; 0: never.",
    )
    unused_removed_months: int = Field(
        24,
        ge=0,
        le=120,
        description="Months without signing in after which an account is erased, a month after a "
        "second warning; 0: never.",
    )
    letters_days: int = Field(
        180, ge=1, description="Days after which a letter that was sent is forgotten."
    )
    notifications_days: int = Field(
        365, ge=1, description="Days after which a notification is forgotten."
    )
    access_needs_days: int = Field(
        30,
        ge=1,
        description="Days after a roundtable for which it is kept what people need to take part.",
    )
    refused_days: int = Field(
        180,
        ge=1,
        description="Days after which a refused application is forgotten, and who made it.",
    )
    sessions_days: int = Field(
        90, ge=1, description="Days for which a sign-in that has ended is remembered."
    )
    pseudo_language: bool = Field(
        default=False,
        description="Offers an invented language that shows which sentences escape translation.",
    )
    smtp_url: str = Field(
        "",
        description="smtp://user:password@host:587 or smtps://…; empty means no mail is sent.",
    )
    mail_from: str = Field("", description="The sender of all mail, an address of yours.")
    work_inside: bool = Field(
        default=True,
        description="Send mail and do other jobs inside `serve`; off where `worker` runs beside it.",
    )

    proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        (),
        description="Addresses or networks of the proxies in front, with commas between: only "
        "their X-Forwarded-For is believed.",
    )
    processes: int = Field(1, ge=1, le=64, description="Web processes; one a core is best.")
    connections: int = Field(
        1000, ge=10, description="Connections that one web process holds open at a time."
    )
    head_seconds: float = Field(
        10, gt=0, description="Time for a request's headers to arrive, in seconds."
    )
    pause_seconds: float = Field(
        15, gt=0, description="Longest pause while a form or file arrives, in seconds."
    )
    body_seconds: float = Field(
        300, gt=0, description="Time for a whole form or file to arrive, in seconds."
    )
    reading_seconds: float = Field(
        30, gt=0, description="Longest pause while an answer is being read, in seconds."
    )
    stop_seconds: int = Field(
        30, ge=1, description="Time that requests in hand get to finish when the server stops."
    )
    file_megabytes: int = Field(
        20, ge=1, le=1000, description="Largest file that a resource can have, in megabytes."
    )
    upload_megabytes: int = Field(
        25, ge=1, le=1000, description="Largest form with files, in megabytes."
    )
    talks_a_day: int = Field(
        5, ge=1, le=100, description="How many people a member can ask to talk within a day."
    )
    talks_a_day_new: int = Field(
        2, ge=1, le=100, description="The same for who was admitted less than two weeks ago."
    )
    talks_open: int = Field(
        10, ge=1, le=1000, description="How many of a member's requests to talk can wait at once."
    )
    metrics_token: SecretStr = Field(
        SecretStr(""),
        description="The bearer token that /metrics asks for; without one it answers nobody, "
        "save in a demo.",
    )
    json_logs: bool = Field(
        default=True, description="Log lines as JSON for machines; off: plain, for people."
    )

    @field_validator("proxies", "provider_networks", "need_passkey", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        """Commas, not JSON: such a list is typed by hand."""
        if isinstance(given, str):
            return [one.strip() for one in given.split(",") if one.strip()]
        return given

    @property
    def vouching(self) -> tuple[Provider, ...]:
        """Everybody who may vouch for members, whatever they speak."""
        return (*self.providers, *self.saml_providers)

    @property
    def is_demo(self) -> bool:
        return self.mode in {"demo", "test"}

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")
