"""What a SAML provider says of itself, or the settings say of it; and what we say of us."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import Certificate, load_der_x509_certificate

from backend.adapters.outgoing import Reach
from backend.adapters.providers.saml_xml import (
    POST,
    PROTOCOL,
    REDIRECT,
    Element,
    every,
    made,
    moment,
    only,
    read,
    texts,
    written,
)
from backend.core import clock
from backend.core.provider_settings import SamlProvider
from backend.core.providers import Doubt

REMEMBERED = timedelta(hours=1)
ASKED_ANEW = timedelta(minutes=1)
"""How old metadata must be before a signature that they don't explain has them asked for again."""
SHORTEST_KEY = 2048


@dataclass(frozen=True, slots=True)
class Known:
    """Where people sign in there, and what it signs with."""

    address: str
    certificates: tuple[Certificate, ...]
    at: datetime


class Metadata:
    """Read when first needed, once an hour: a provider that is down stops nobody at the start."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._known: dict[str, Known] = {}

    def of(self, provider: SamlProvider, newer_than: timedelta = REMEMBERED) -> Known:
        known = self._known.get(provider.name)
        if known is None or clock.now() - known.at >= newer_than:
            known = self._known[provider.name] = self._read(provider)
        return known

    def _read(self, provider: SamlProvider) -> Known:
        if not provider.metadata:
            certificates = tuple(certificate(one) for one in provider.certificates)
            known = Known(provider.address, certificates, clock.now())
        else:
            file = provider.metadata_file
            given = file.read_bytes() if file else self._reach.get(provider.metadata)
            known = _known(given, provider.entity_id)
        self._reach.insist(known.address)
        return known


def certificate(given: str) -> Certificate:
    """One as PEM, or as the bare base64 of metadata; Doubt for a key that is too weak."""
    bare = "".join(line for line in given.splitlines() if "-----" not in line)
    found = load_der_x509_certificate(b64decode("".join(bare.split()), validate=True))
    key = found.public_key()
    is_strong = isinstance(key, RSAPublicKey) and key.key_size >= SHORTEST_KEY
    if not is_strong and not isinstance(key, EllipticCurvePublicKey):
        msg = "a certificate with a weak key"
        raise Doubt(msg)
    return found


def about_us(entity_id: str, back: str) -> bytes:
    """What a provider's operator gives it, so that it knows us."""
    service = made(
        "md:AssertionConsumerService", Binding=POST, Location=back, index="0", isDefault="true"
    )
    role = made(
        "md:SPSSODescriptor",
        service,
        protocolSupportEnumeration=PROTOCOL,
        AuthnRequestsSigned="false",
        WantAssertionsSigned="true",
    )
    return written(made("md:EntityDescriptor", role, entityID=entity_id))


def _known(given: bytes, entity_id: str) -> Known:
    entity = _entity(read(given), entity_id)
    until = moment(entity, "validUntil")
    if until is not None and until <= clock.now():
        msg = "metadata that have ended"
        raise Doubt(msg)
    role = only(entity, "md:IDPSSODescriptor")
    addresses = [
        one.get("Location")
        for one in every(role, "md:SingleSignOnService")
        if one.get("Binding") == REDIRECT
    ]
    keys = [one for one in every(role, "md:KeyDescriptor") if one.get("use") != "encryption"]
    found = [
        certificate(one)
        for key in keys
        for one in texts(key, "ds:KeyInfo/ds:X509Data/ds:X509Certificate")
    ]
    if not addresses or not found:
        msg = "metadata without a redirect address or a certificate"
        raise Doubt(msg)
    return Known(addresses[0], tuple(found), clock.now())


def _entity(root: Element, entity_id: str) -> Element:
    """The one that the settings name: a federation's metadata hold many."""
    entities = [root, *every(root, ".//md:EntityDescriptor")]
    found = [one for one in entities if one.get("entityID") == entity_id]
    if len(found) != 1:
        msg = "metadata of another provider"
        raise Doubt(msg)
    return found[0]
