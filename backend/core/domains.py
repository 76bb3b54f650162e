"""Domain names as they are kept and compared: lower case, in ASCII (IDNA), whole."""

import idna


class NotADomain(ValueError):
    """Not a domain name, or none that mail can go to."""


def domain(text: str) -> str:
    """The one form of a domain; NotADomain if it isn't one."""
    try:
        name = idna.encode(text, uts46=True, std3_rules=True).decode()
    except UnicodeError as error:
        raise NotADomain from error
    labels = name.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1].isdigit():  # noqa: PLR2004 - a name and a top
        raise NotADomain
    return name
