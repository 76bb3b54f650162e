"""E-mail addresses: one strict reading, so that two spellings of one address are one address."""

import re
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from backend.core import domains
from backend.core.text import one_line

LONGEST = 254
_LONGEST_LOCAL = 64
# Far less than the standards allow: quotes, `%`, `!` and encoded words are how an address is made
# to mean one thing to the reader and another to the mail server.
_LOCAL = re.compile(r"[a-z0-9_+&'-]+(\.[a-z0-9_+&'-]+)*")


class NotAnEmail(ValueError):
    """Not an e-mail address, or not one that mail can safely be sent to."""


def parse(text: str) -> str:
    """The address in lower case, its domain in ASCII (IDNA); NotAnEmail if it isn't one."""
    local, at, host = one_line(text).rpartition("@")
    local = local.lower()
    if not at or len(local) > _LONGEST_LOCAL or not _LOCAL.fullmatch(local):
        raise NotAnEmail
    try:
        address = f"{local}@{domains.domain(host)}"
    except domains.NotADomain as error:
        raise NotAnEmail from error
    if len(address) > LONGEST:
        raise NotAnEmail
    return address


def domain_of(address: str) -> str:
    """The domain of an address that `parse` returned."""
    return address.rpartition("@")[2]


def _checked(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        return value
    try:
        return parse(value)
    except NotAnEmail as error:
        kind = "email"
        raise PydanticCustomError(kind, "not an e-mail address") from error


Email: TypeAlias = Annotated[str, BeforeValidator(_checked)]
"""A field for an e-mail address."""
