"""Whether a SAML answer can be believed: every check in one place, and nothing read before it.

signxml checks the signature and hands back what was signed, and only that is read from there on:
whatever else the document holds, nobody signed it. The standard allows much that we don't take;
what a provider has no need to send is refused rather than understood.
"""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.x509 import Certificate
from lxml.etree import LxmlError
from signxml import (  # type: ignore[attr-defined]
    DigestAlgorithm,
    SignatureConfiguration,
    SignatureMethod,
    XMLVerifier,
)
from signxml.exceptions import SignXMLException

from backend.adapters.providers.saml_xml import (
    SAML,
    SIGNATURE,
    Element,
    every,
    moment,
    only,
    read,
    text,
    texts,
)
from backend.core import clock
from backend.core.providers import Doubt, SaysNo

LONGEST = 250_000
"""Characters of an answer: a member of many groups has some 30,000."""
LEEWAY = timedelta(seconds=60)
"""By how much a provider's clock may differ from ours."""
SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
CONDITIONS = {f"{{{SAML}}}{one}" for one in ("AudienceRestriction", "OneTimeUse")}
SIGNED_BY = SignatureConfiguration(
    location=f"./{{{SAML}}}Assertion/",
    signature_methods=frozenset(
        getattr(SignatureMethod, f"{kind}{size}{rest}")
        for kind, rest in (("RSA_SHA", ""), ("ECDSA_SHA", ""), ("SHA", "_RSA_MGF1"))
        for size in (256, 384, 512)
    ),
    digest_algorithms=frozenset(
        {DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512}
    ),
)
"""Signatures of the provider's own key; none by SHA-1, and none by a secret."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer must be an answer to."""

    entity_id: str
    """The provider's."""
    us: str
    back: str
    request: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """What the provider has signed."""

    id: str
    until: datetime
    """After which it would be refused anyway."""
    name_id: str
    name_format: str
    attributes: dict[str, tuple[str, ...]]


def believed(answer: str, expected: Expected, certificates: Iterable[Certificate]) -> Assertion:
    """What this answer says; Doubt unless all of it holds, SaysNo for a refusal."""
    if len(answer) > LONGEST:
        msg = "a very long answer"
        raise Doubt(msg)
    root = read(b64decode("".join(answer.split()), validate=True))
    _insist_on_response(root, expected)
    signed = _signed(root, certificates)
    if text(only(signed, "saml:Issuer")) != expected.entity_id:
        msg = "an assertion of another provider"
        raise Doubt(msg)
    _insist_on_conditions(only(signed, "saml:Conditions"), expected.us)
    _insist_on_sign_in(signed)
    subject = only(signed, "saml:Subject")
    name = only(subject, "saml:NameID")
    return Assertion(
        id=signed.get("ID"),
        until=_confirmed_until(subject, expected) + LEEWAY,
        name_id=text(name),
        name_format=name.get("Format", ""),
        attributes={
            one.get("Name", ""): tuple(texts(one, "saml:AttributeValue"))
            for one in every(signed, "saml:AttributeStatement/saml:Attribute")
        },
    )


def _insist_on_response(root: Element, expected: Expected) -> None:
    """The envelope. It need not be signed, so that it holds proves nothing; that it doesn't, does."""
    said = {
        "tag": root.tag == "{urn:oasis:names:tc:SAML:2.0:protocol}Response",
        "version": root.get("Version") == "2.0",
        "request": root.get("InResponseTo") == expected.request,
        "destination": root.get("Destination", expected.back) == expected.back,
        "issuer": all(one == expected.entity_id for one in texts(root, "saml:Issuer")),
    }
    wrong = [name for name, holds in said.items() if not holds]
    if wrong:
        msg = f"an envelope with another {wrong[0]}"
        raise Doubt(msg)
    if only(root, "samlp:Status/samlp:StatusCode").get("Value") != SUCCESS:
        raise SaysNo


def _signed(root: Element, certificates: Iterable[Certificate]) -> Element:
    """The assertion as it was signed."""
    assertion = only(root, "saml:Assertion")
    _insist_on_one_place(root, assertion)
    failed: Exception = Doubt("no certificate")
    for one in certificates:
        try:
            found = XMLVerifier().verify(
                root,
                x509_cert=one,
                id_attribute="ID",
                expect_config=_now(SIGNED_BY),
            )
        except (SignXMLException, LxmlError, NotImplementedError, AssertionError) as error:
            failed = error
            continue
        signed = found.signed_xml  # type: ignore[union-attr]
        if signed is None or signed.tag != assertion.tag or signed.get("ID") != assertion.get("ID"):
            msg = "a signature of something else"
            raise Doubt(msg)
        return signed
    msg = f"an assertion that is not signed as it should be: {type(failed).__name__}"
    raise Doubt(msg) from failed


def _insist_on_one_place(root: Element, assertion: Element) -> None:
    """One assertion in the whole document, with one signature: nothing is there to be mistaken.

    What was signed would be found without this. But whoever sends more than that is up to no good.
    """
    allowed = {only(assertion, "ds:Signature"), *every(root, "ds:Signature")}
    if (
        len(list(root.iter(f"{{{SAML}}}Assertion"))) != 1
        or not set(root.iter(f"{{{SIGNATURE}}}Signature")) <= allowed
        or next(root.iter(f"{{{SIGNATURE}}}Object"), None) is not None
    ):
        msg = "more than one assertion, or more than one signature"
        raise Doubt(msg)


def _insist_on_conditions(conditions: Element, us: str) -> None:
    if not {one.tag for one in conditions} <= CONDITIONS:
        msg = "a condition that we don't know"
        raise Doubt(msg)
    _insist_on_time(conditions)
    audiences = [
        set(texts(one, "saml:Audience")) for one in every(conditions, "saml:AudienceRestriction")
    ]
    if not audiences or not all(us in one for one in audiences):
        msg = "an assertion for somebody else"
        raise Doubt(msg)


def _confirmed_until(subject: Element, expected: Expected) -> datetime:
    """Until when whoever carries the assertion is its subject: an answer to our own question."""
    for one in every(subject, "saml:SubjectConfirmation"):
        said = every(one, "saml:SubjectConfirmationData")
        if (
            one.get("Method") == BEARER
            and len(said) == 1
            and said[0].get("Recipient") == expected.back
            and said[0].get("InResponseTo") == expected.request
        ):
            return _insist_on_time(said[0])
    msg = "an assertion that answers no question of ours"
    raise Doubt(msg)


def _insist_on_sign_in(signed: Element) -> None:
    """Somebody has signed in there, and is signed in still."""
    ends = [moment(one, "SessionNotOnOrAfter") for one in every(signed, "saml:AuthnStatement")]
    if not any(one is None or one > clock.now() - LEEWAY for one in ends):
        msg = "nobody is signed in there"
        raise Doubt(msg)


def _insist_on_time(element: Element) -> datetime:
    """Its end; Doubt before its beginning, after its end, or without one."""
    begins, ends = moment(element, "NotBefore"), moment(element, "NotOnOrAfter")
    now = clock.now()
    if ends is None or ends <= now - LEEWAY or (begins is not None and begins > now + LEEWAY):
        msg = "an assertion for another time"
        raise Doubt(msg)
    return ends


def _now(config: SignatureConfiguration) -> SignatureConfiguration:
    """With our clock, by which certificates end."""
    return replace(config, verification_time=clock.now())
