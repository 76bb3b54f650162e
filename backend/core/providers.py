"""What vouches for people who sign in somewhere else, whoever that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from backend.core import tokens


class Unreachable(Exception):
    """The provider doesn't answer, or says that it can't."""


class SaysNo(Exception):
    """The provider has answered, but signs nobody in."""


class Doubt(ValueError):
    """Why something can't be believed, in words of ours that may stand in the log."""


class NotBelieved(Exception):
    """What came back cannot be from this provider, for us, now. The words are for the log."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One trip to a provider and back. All three secrets are for this trip alone."""

    back: str
    """The address to which the provider sends people back."""
    us: str = ""
    """Who we are to it, where that is an address of ours."""
    state: str = field(default_factory=tokens.new_token)
    nonce: str = field(default_factory=tokens.new_token)
    verifier: str = field(default_factory=tokens.new_token)
    """What only we know (PKCE): a code that was stolen on the way is worth nothing."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider speaks for. Only issuer and subject say who that is."""

    issuer: str
    subject: str
    email: str = ""
    is_proven: bool = False
    """Whether the provider has proven that the address is theirs."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asserted:
    """An answer that came as a form, and is worth something once."""

    vouched: Vouched
    id: str
    until: datetime
    """After which it would be refused for its age."""


class Providers(Protocol):
    """Those of the settings, by name. KeyError for another."""

    def label(self, name: str) -> str:
        """What people call it."""

    def posts(self, name: str) -> bool:
        """Whether its answers come as forms, from its own site: SAML's do."""

    def address(self, name: str, errand: Errand) -> str:
        """Where to send a browser. Raises Unreachable."""

    def vouched(self, name: str, errand: Errand, said: Mapping[str, str]) -> Vouched:
        """Who came back with this answer. Raises Unreachable or NotBelieved."""

    def asserted(self, name: str, errand: Errand, form: str) -> Asserted:
        """Who is spoken of in this form. Raises Unreachable, NotBelieved or SaysNo."""

    def about_us(self, name: str, errand: Errand) -> bytes:
        """What its operator gives it, so that it knows us."""
