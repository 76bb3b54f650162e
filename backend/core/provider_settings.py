"""Who may vouch for members, as the settings name them."""

from pathlib import Path
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

Domain: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9.-]{1,253}$")]


class _Named(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    label: str = Field(min_length=1, max_length=60)
    domains: tuple[Domain, ...] = ()
    """The e-mail domains for which its word counts, with those below them; none named: every one.

    The provider of one city should not vouch for the addresses of another.
    """

    def speaks_for(self, address: str) -> bool:
        """Whether its word counts for this e-mail address: compared label by label."""
        domain = f".{address.rpartition('@')[2].lower()}"
        return not self.domains or any(domain.endswith(f".{one}") for one in self.domains)


class OpenIdProvider(_Named):
    """Somebody who vouches for people by OpenID Connect."""

    issuer: str = Field(min_length=1, max_length=300)
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = SecretStr("")
    scopes: str = Field("openid email profile", pattern=r"^openid( [\x21-\x7e]+)*$")

    def __str__(self) -> str:
        return f"{self.label} ({self.issuer})"


class SamlProvider(_Named):
    """Somebody who vouches for people by SAML 2.0.

    Its metadata say where to send people and what it signs with, or the settings do.
    """

    entity_id: str = Field(min_length=1, max_length=300)
    domains: tuple[Domain, ...] = Field(min_length=1)
    """Needed here: nothing in an assertion says that an address was confirmed."""
    metadata: str = ""
    """A file, or an address that begins with https://."""
    address: str = ""
    """Where people sign in: its single sign-on service with the redirect binding."""
    certificates: tuple[str, ...] = ()
    """What it signs with, each as PEM or as the bare base64 of its metadata."""
    email: str = ""
    """The attribute that holds the e-mail address, where it isn't one of the usual ones."""
    subject: str = ""
    """The attribute that says who it is, where the NameID doesn't, or doesn't for ever."""

    @property
    def issuer(self) -> str:
        return self.entity_id

    @property
    def metadata_file(self) -> Path | None:
        return Path(self.metadata) if self.metadata and "://" not in self.metadata else None

    @model_validator(mode="after")
    def _is_whole(self) -> "SamlProvider":
        by_hand = bool(self.address and self.certificates)
        if bool(self.metadata) == by_hand or (
            self.metadata and (self.address or self.certificates)
        ):
            msg = "give either metadata, or address and certificates"
            raise ValueError(msg)
        return self

    def __str__(self) -> str:
        return f"{self.label} ({self.entity_id})"


Provider: TypeAlias = OpenIdProvider | SamlProvider
