"""Addresses outside: what a browser may be sent to. Nothing is fetched here."""

from pydantic import AnyHttpUrl, TypeAdapter, ValidationError

from backend.core.errors import Rejected
from backend.core.i18n import _

LONGEST = 500

# The rules of browsers (WHATWG), so that nobody here reads an address otherwise than they do.
_ADDRESS = TypeAdapter(AnyHttpUrl)


def checked(words: str, field: str = "link", longest: int = LONGEST) -> str:
    """The address as browsers write it; Rejected, with a sentence, for what is none."""
    if len(words) > longest:
        raise Rejected({field: _("This link is too long. Is there a shorter one?")})
    try:
        address = _ADDRESS.validate_python(words)
    except ValidationError:
        raise Rejected(
            {field: _("Please give a whole link, such as https://example.org/toolkit.")}
        ) from None
    if address.username is not None or address.password is not None:
        raise Rejected({field: _("This link holds a name or a password. Please leave them out.")})
    if "." not in (address.host or "").strip("."):
        raise Rejected({field: _("Other cities cannot reach this link.")})
    written = str(address)
    if len(written) > longest:
        raise Rejected({field: _("This link is too long. Is there a shorter one?")})
    return written
