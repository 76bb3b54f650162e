"""SAML 2.0, as much of it as signing in takes: a question by redirect, an answer as a form.

Our question isn't signed (nothing in it is worth forging: the answer goes only where the provider
knows us to be), and answers aren't encrypted but by TLS: so there is no key of ours to keep.
"""

import zlib
from base64 import b64encode
from collections.abc import Iterable
from datetime import UTC
from urllib.parse import urlencode

from backend.adapters.providers.saml_assertion import Assertion, Expected, believed
from backend.adapters.providers.saml_metadata import ASKED_ANEW, Metadata, about_us
from backend.adapters.providers.saml_xml import POST, made, saying, written
from backend.adapters.providers.talking import Talks
from backend.core import clock
from backend.core.provider_settings import SamlProvider
from backend.core.providers import Asserted, Doubt, Errand, Vouched

FORMAT = "urn:oasis:names:tc:SAML:{}:nameid-format:{}"
ADDRESS = FORMAT.format("1.1", "emailAddress")
PASSING = {ADDRESS, FORMAT.format("2.0", "transient")}
"""NameIDs that are somebody else's tomorrow."""
CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
EMAILS = ("urn:oid:0.9.2342.19200300.100.1.3", f"{CLAIMS}emailaddress", "mail", "email")
FULL_NAMES = (
    "urn:oid:2.16.840.1.113730.3.1.241",
    "displayName",
    f"{CLAIMS}name",
    "urn:oid:2.5.4.3",
)


class Saml:
    def __init__(self, providers: Iterable[SamlProvider], talks: Talks) -> None:
        self._providers = {one.name: one for one in providers}
        self._talks = talks
        self._metadata = Metadata(talks.reach)

    def address(self, name: str, errand: Errand) -> str:
        provider = self._providers[name]
        with self._talks.held(provider):
            address = self._metadata.of(provider).address
        asked = {"SAMLRequest": _question(errand, address), "RelayState": errand.state}
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    def asserted(self, name: str, errand: Errand, form: str) -> Asserted:
        provider = self._providers[name]
        expected = Expected(provider.entity_id, errand.us, errand.back, _request_id(errand))
        with self._talks.held(provider):
            known = self._metadata.of(provider)
            try:
                found = believed(form, expected, known.certificates)
            except ValueError:
                newer = self._metadata.of(provider, ASKED_ANEW)
                if newer is known:
                    raise
                # It may have changed its key since.
                found = believed(form, expected, newer.certificates)
            return Asserted(_vouched(provider, found), found.id, found.until)

    def about_us(self, name: str, errand: Errand) -> bytes:
        self._providers[name]
        return about_us(errand.us, errand.back)

    def greet(self, name: str) -> None:
        """Look whether it is what it claims to be. Raises Unreachable or NotBelieved."""
        provider = self._providers[name]
        with self._talks.held(provider):
            known = self._metadata.of(provider)
            if all(one.not_valid_after_utc <= clock.now() for one in known.certificates):
                msg = "all of its certificates have ended"
                raise Doubt(msg)


def _request_id(errand: Errand) -> str:
    """What the answer must repeat; a name in XML begins with no digit."""
    return f"_{errand.nonce}"


def _question(errand: Errand, address: str) -> str:
    question = made(
        "samlp:AuthnRequest",
        saying("saml:Issuer", errand.us),
        ID=_request_id(errand),
        Version="2.0",
        IssueInstant=clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        Destination=address,
        ProtocolBinding=POST,
        AssertionConsumerServiceURL=errand.back,
    )
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return b64encode(packer.compress(written(question)) + packer.flush()).decode()


def _vouched(provider: SamlProvider, found: Assertion) -> Vouched:
    email = _one_of(found, (provider.email,) if provider.email else EMAILS)
    if not email and not provider.email and found.name_format == ADDRESS:
        email = found.name_id
    return Vouched(
        provider.entity_id,
        _subject(provider, found),
        email,
        is_proven=provider.speaks_for(email),
        name=_one_of(found, FULL_NAMES),
    )


def _subject(provider: SamlProvider, found: Assertion) -> str:
    """Who it is, for ever; Doubt for what may be somebody else's one day."""
    subject = _one_of(found, (provider.subject,)) if provider.subject else found.name_id
    if not subject or (not provider.subject and found.name_format in PASSING):
        msg = "nobody whom we could know again: name an attribute as subject"
        raise Doubt(msg)
    return subject


def _one_of(found: Assertion, names: Iterable[str]) -> str:
    """The value of the first of these attributes that has exactly one."""
    for name in names:
        values = found.attributes.get(name, ())
        if len(values) == 1 and values[0]:
            return values[0]
    return ""
