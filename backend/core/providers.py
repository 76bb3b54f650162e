"""What vouches for people who sign in somewhere else, whoever that is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from backend.core import tokens


class Unreachable(Exception):
    """The provider doesn't answer, or says that it can't."""


class NotBelieved(Exception):
    """What came back cannot be from this provider, for us, now. The words are for the log."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One trip to a provider and back. All three secrets are for this trip alone."""

    back: str
    """The address to which the provider sends people back."""
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


class Providers(Protocol):
    """Those of the settings, by name. KeyError for another."""

    def label(self, name: str) -> str:
        """What people call it."""

    def address(self, name: str, errand: Errand) -> str:
        """Where to send a browser. Raises Unreachable."""

    def vouched(self, name: str, errand: Errand, said: Mapping[str, str]) -> Vouched:
        """Who came back with this answer. Raises Unreachable or NotBelieved."""
