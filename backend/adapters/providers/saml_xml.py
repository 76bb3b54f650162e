"""XML that strangers send, read without any of what XML could do to us."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

from lxml import etree

from backend.core.providers import Doubt

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
NAMES = {"saml": SAML, "samlp": PROTOCOL, "md": METADATA, "ds": SIGNATURE}

Element: TypeAlias = Any
"""lxml has no types of its own."""


def read(given: bytes) -> Element:
    """The root of a document; Doubt for what has a DTD, an entity, a comment or the like.

    A comment splits a text in two for one reader and not for the next: an address that ends
    before it in one place and goes on after it in another.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(given, parser)
    except etree.XMLSyntaxError:
        msg = "not XML"
        raise Doubt(msg) from None
    about = root.getroottree().docinfo
    odd = next(root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity), None)
    if about.internalDTD is not None or about.externalDTD is not None or odd is not None:
        msg = "XML with more than elements and text"
        raise Doubt(msg)
    return root


def every(element: Element, path: str) -> list[Element]:
    found: list[Element] = element.findall(path, NAMES)
    return found


def only(element: Element, path: str) -> Element:
    """What stands there, exactly once."""
    found = every(element, path)
    if len(found) != 1:
        msg = f"{len(found)} times {path}"
        raise Doubt(msg)
    return found[0]


def text(element: Element) -> str:
    if len(element):
        msg = f"more than text in {element.tag}"
        raise Doubt(msg)
    return str(element.text or "").strip()


def texts(element: Element, path: str) -> Iterator[str]:
    return (text(one) for one in every(element, path))


def moment(element: Element, name: str) -> datetime | None:
    """The time in an attribute, in UTC as SAML wants it."""
    said = element.get(name)
    if said is None:
        return None
    read = datetime.fromisoformat(said)
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


def written(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def made(name: str, /, *inside: Element, **attributes: str) -> Element:
    """An element, such as `made("saml:Issuer")`, around others."""
    prefix, _colon, local = name.partition(":")
    element = etree.Element(
        f"{{{NAMES[prefix]}}}{local}", attributes, nsmap={prefix: NAMES[prefix]}
    )
    element.extend(inside)
    return element


def saying(name: str, words: str) -> Element:
    element = made(name)
    element.text = words
    return element
