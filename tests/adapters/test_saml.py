"""What a SAML provider may say, and what is believed of it."""

import re
import time
from base64 import b64encode
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.adapters.outgoing import Reach
from backend.adapters.providers.saml import Saml
from backend.adapters.providers.talking import Talks
from backend.core import clock
from backend.core.provider_settings import SamlProvider
from backend.core.providers import Asserted, Errand, NotBelieved, SaysNo
from tests.support.saml import (
    NAME,
    SIGNATURE,
    Form,
    bare,
    entity,
    keys,
    published,
    samlp,
    signed_anew,
    signs_in,
)

US = "http://localhost:8000/sign-in/providers/city-saml"
FORMAT = "urn:oasis:names:tc:SAML:{}:nameid-format:{}"
EMAIL = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"
ASSERTION = re.compile("<saml:Assertion.*</saml:Assertion>", re.DOTALL)

Change = Callable[[str], str]


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Generator[SamlProvider, None, None]:
    with clock.stopped(now()), samlp(tmp_path_factory.mktemp("saml")) as provider:
        yield provider


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    """Assertions carry the real time, so the clock stands at it."""
    with clock.stopped(now()):
        yield


def now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def errand() -> Errand:
    return Errand(f"{US}/assertion", f"{US}/metadata")


def door(provider: SamlProvider) -> Saml:
    return Saml([provider], Talks(Reach(at_home=True)))


def came_back(
    provider: SamlProvider,
    login: str = "amina",
    change: Change = lambda xml: xml,
    *,
    after: timedelta = timedelta(),
    **options: Any,
) -> Asserted:
    """Somebody goes there and signs in, and what comes back is changed on its way."""
    at, trip = door(provider), errand()
    form = signs_in(at.address(NAME, trip), login, **options)
    changed = b64encode(change(form.xml).encode()).decode()
    with clock.stopped(now() + after):
        return at.asserted(NAME, trip, changed)


def test_a_sound_answer_is_believed(provider: SamlProvider) -> None:
    said = came_back(provider)
    assert said.vouched.issuer == provider.entity_id
    assert (said.vouched.subject, said.vouched.name) == ("amina", "Amina")
    assert (said.vouched.email, said.vouched.is_proven) == ("amina@bristol.gov.uk", True)
    assert timedelta(minutes=59) < said.until - clock.now() < timedelta(minutes=62)


def test_an_answer_that_is_signed_as_a_whole_as_well_is_believed(provider: SamlProvider) -> None:
    assert came_back(provider, signResponse=True).vouched.subject == "amina"


def test_each_question_has_a_name_of_its_own_and_takes_the_state_along(
    provider: SamlProvider,
) -> None:
    at = door(provider)
    one, other = errand(), errand()
    forms: list[Form] = [signs_in(at.address(NAME, trip), "amina") for trip in (one, other)]
    assert [form.state for form in forms] == [one.state, other.state]
    assert {form.address for form in forms} == {one.back}
    for trip, form in ((one, forms[1]), (other, forms[0])):
        with pytest.raises(NotBelieved):
            at.asserted(NAME, trip, form.answer)
    assert (
        at.asserted(NAME, other, forms[1].answer).id != at.asserted(NAME, one, forms[0].answer).id
    )


def test_who_says_no_there_has_signed_nobody_in(provider: SamlProvider) -> None:
    at, trip = door(provider), errand()
    with pytest.raises(SaysNo):
        at.asserted(NAME, trip, signs_in(at.address(NAME, trip), "amina", no=True).answer)


@pytest.mark.parametrize(
    "options",
    [
        {"audience": "https://another.example"},
        {"recipient": "https://another.example/assertion"},
        {"destination": "https://another.example/assertion"},
        {"inResponseTo": "_another"},
        {"issuer": "https://another.example"},
        {"signAssertion": False},
        {"signAssertion": False, "signResponse": True},
        {"signatureAlgorithm": "rsa-sha1"},
        {"digestAlgorithm": "sha1"},
        {"key": keys("another")[0].decode(), "cert": keys("another")[1].decode()},
        {"key": keys("another")[0].decode()},
        {
            "encryptionCert": keys()[1].decode(),
            "encryptionPublicKey": keys()[1].decode(),
        },
    ],
    ids="-".join,
)
def test_an_answer_that_is_not_for_us_or_not_theirs_is_not_believed(
    provider: SamlProvider, options: dict[str, Any]
) -> None:
    with pytest.raises(NotBelieved):
        came_back(provider, **options)


@pytest.mark.parametrize("of", ["envelope", "assertion"])
def test_both_the_envelope_and_the_assertion_name_the_provider_and_the_question(
    provider: SamlProvider, of: str
) -> None:
    """Nobody has signed the envelope: an assertion for another question fits into any."""
    other = "https://another.example"
    at, trip = door(provider), errand()
    swapped = {"issuer": other, "inResponseTo": "_another"}
    for option, ours in (("issuer", provider.entity_id), ("inResponseTo", f"_{trip.nonce}")):
        options: dict[str, Any] = {option: swapped[option]} if of == "assertion" else {}
        xml = signs_in(at.address(NAME, trip), "amina", **options).xml
        there, put = (swapped[option], ours) if of == "assertion" else (ours, swapped[option])
        changed = xml.replace(there, put, 1)
        with pytest.raises(NotBelieved):
            at.asserted(NAME, trip, b64encode(changed.encode()).decode())


@pytest.mark.parametrize("minutes", [-10, 62])
def test_an_answer_is_worth_something_at_its_time(provider: SamlProvider, minutes: int) -> None:
    with pytest.raises(NotBelieved):
        came_back(provider, after=timedelta(minutes=minutes))


def wrapped(where: Callable[[str, str], str]) -> Change:
    """A signed assertion of amina's, and beside it one that nobody signed, of the mayor."""

    def change(xml: str) -> str:
        signed = ASSERTION.findall(xml)[0]
        forged = SIGNATURE.sub("", signed).replace("amina", "mayor").replace('ID="_', 'ID="_evil')
        return ASSERTION.sub(lambda _found: where(signed, forged), xml)

    return change


def _inside(forged: str, more: str) -> str:
    return forged.replace("</saml:Issuer>", f"</saml:Issuer>{more}", 1)


@pytest.mark.parametrize(
    "where",
    [
        lambda signed, forged: forged + signed,
        lambda signed, forged: signed + forged,
        lambda signed, forged: f"<samlp:Extensions>{signed}</samlp:Extensions>{forged}",
        lambda signed, forged: _inside(forged, signed),
        lambda signed, forged: _inside(forged, SIGNATURE.findall(signed)[0]) + signed,
        lambda signed, forged: _inside(
            forged,
            SIGNATURE.findall(signed)[0].replace(
                "</Signature>", f"<Object>{SIGNATURE.sub('', signed)}</Object></Signature>"
            ),
        ),
        lambda signed, _forged: f"<samlp:Extensions>{signed}</samlp:Extensions>",
        lambda signed, forged: f"<saml:Advice>{signed}</saml:Advice>{forged}",
        lambda signed, forged: f"<samlp:Extensions>{forged}</samlp:Extensions>{signed}",
        lambda signed, _forged: (
            f"<samlp:Extensions>{SIGNATURE.findall(signed)[0]}</samlp:Extensions>{signed}"
        ),
        lambda signed, _forged: signed.replace("</Signature>", "<Object>x</Object></Signature>"),
    ],
    ids=[
        "before",
        "after",
        "extension",
        "around",
        "copied",
        "object",
        "hidden",
        "advice",
        "beside",
        "signature",
        "in it",
    ],
)
def test_a_signature_is_worth_nothing_around_another_assertion(
    provider: SamlProvider, where: Callable[[str, str], str]
) -> None:
    with pytest.raises(NotBelieved):
        came_back(provider, change=wrapped(where))


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(">amina@bristol.gov.uk<", ">mayor@bristol.gov.uk<"),
        lambda xml: xml.replace(">amina<", ">ami<!---->na<"),
        lambda xml: xml.replace(">amina<", ">ami<?x y?>na<"),
        lambda xml: '<!DOCTYPE x [<!ENTITY a "amina">]>' + xml.replace(">amina<", ">&a;<"),
        lambda xml: '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + xml,
        lambda xml: re.sub(' InResponseTo="[^"]*"', "", xml),
        lambda xml: re.sub(' InResponseTo="[^"]*"', "", xml, count=1),
        lambda xml: re.sub("<saml:Conditions.*</saml:Conditions>", "", xml),
        lambda xml: xml.replace("#rsa-sha256", "#hmac-sha256"),
        lambda xml: xml.replace('Version="2.0"', 'Version="1.1"', 1),
        lambda xml: xml.replace('URI="#_', 'URI="#_x', 1),
        lambda xml: re.sub('URI="#[^"]*"', 'URI=""', xml),
        lambda xml: re.sub("<SignatureValue>.*</SignatureValue>", "<SignatureValue/>", xml),
        lambda xml: re.sub("<Transforms>.*</Transforms>", "", xml),
        lambda _xml: "",
        lambda _xml: "amina",
        lambda xml: xml[:-1],
    ],
)
def test_an_answer_that_was_changed_on_the_way_is_not_believed(
    provider: SamlProvider, change: Change
) -> None:
    with pytest.raises(NotBelieved):
        came_back(provider, change=change)


def test_a_very_long_answer_is_not_read(provider: SamlProvider) -> None:
    at, trip = door(provider), errand()
    form = signs_in(at.address(NAME, trip), "amina")
    with pytest.raises(NotBelieved):
        at.asserted(NAME, trip, form.answer + " " * 250_000)


PAST = "2020-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("change", "is_believed"),
    [
        (lambda xml: xml, True),
        (
            lambda xml: xml.replace(
                "<saml:AuthnStatement", f'<saml:AuthnStatement SessionNotOnOrAfter="{PAST}"'
            ),
            False,
        ),
        (lambda xml: re.sub("<saml:AuthnStatement.*</saml:AuthnStatement>", "", xml), False),
        (lambda xml: xml.replace(":cm:bearer", ":cm:sender-vouches"), False),
        (
            lambda xml: re.sub('Data NotOnOrAfter="[^"]*"', f'Data NotOnOrAfter="{PAST}"', xml),
            False,
        ),
        (lambda xml: re.sub('Data NotOnOrAfter="[^"]*"', "Data", xml), False),
        (
            lambda xml: xml.replace("</saml:Conditions>", "<saml:OneTimeUse/></saml:Conditions>"),
            True,
        ),
        (lambda xml: xml.replace("</saml:Conditions>", "<saml:Odd/></saml:Conditions>"), False),
        (
            lambda xml: re.sub("<saml:AudienceRestriction>.*</saml:AudienceRestriction>", "", xml),
            False,
        ),
        (lambda xml: xml.replace(">amina</saml:NameID>", "></saml:NameID>"), False),
        (lambda xml: xml.replace("</saml:Subject>", "</saml:Subject><saml:Subject/>"), False),
    ],
)
def test_not_all_that_a_provider_signs_signs_somebody_in(
    provider: SamlProvider, change: Change, *, is_believed: bool
) -> None:
    if is_believed:
        assert came_back(provider, change=lambda xml: signed_anew(xml, change)).id
        return
    with pytest.raises(NotBelieved):
        came_back(provider, change=lambda xml: signed_anew(xml, change))


def test_a_signature_with_an_empty_key_beside_its_certificate_is_not_believed(
    provider: SamlProvider,
) -> None:
    empty = '<k:DEREncodedKeyValue xmlns:k="http://www.w3.org/2009/xmldsig11#"/></ds:KeyInfo>'
    with pytest.raises(NotBelieved):
        came_back(
            provider,
            change=lambda xml: signed_anew(xml, lambda one: one).replace("</ds:KeyInfo>", empty),
        )


def test_a_signature_of_a_part_is_none_of_the_whole(provider: SamlProvider) -> None:
    def change(xml: str) -> str:
        named = xml.replace("<saml:Subject>", '<saml:Subject ID="part">')
        return signed_anew(named, lambda same: same, of="part").replace(">Amina<", ">Mayor<")

    with pytest.raises(NotBelieved):
        came_back(provider, change=change)


@pytest.mark.parametrize("answer", ["", "!", "A" * 400])
def test_what_is_no_answer_is_not_believed(provider: SamlProvider, answer: str) -> None:
    with pytest.raises(NotBelieved):
        door(provider).asserted(NAME, errand(), answer)


@pytest.mark.parametrize(
    ("domains", "is_proven"),
    [
        (("bristol.gov.uk",), True),
        (("bogota.gov.co", "gov.uk"), True),
        (("bogota.gov.co",), False),
        (("ristol.gov.uk",), False),
    ],
)
def test_a_provider_proves_only_addresses_of_its_own_domains(
    provider: SamlProvider, domains: tuple[str, ...], *, is_proven: bool
) -> None:
    said = came_back(provider.model_copy(update={"domains": domains})).vouched
    assert (said.email, said.is_proven) == ("amina@bristol.gov.uk", is_proven)


@pytest.mark.parametrize("passing", [("1.1", "emailAddress"), ("2.0", "transient")])
def test_a_name_that_passes_on_says_who_nobody_is(
    provider: SamlProvider, passing: tuple[str, str]
) -> None:
    """An e-mail address is the successor's one day, a transient name anybody's tomorrow."""
    named = FORMAT.format(*passing)
    with pytest.raises(NotBelieved):
        came_back(provider, nameIdentifierFormat=named)
    by_attribute = provider.model_copy(update={"subject": EMAIL, "email": EMAIL})
    said = came_back(by_attribute, nameIdentifierFormat=named)
    assert said.vouched.subject == "amina@bristol.gov.uk"


def test_attributes_of_other_names_are_read_where_the_settings_name_them(
    provider: SamlProvider,
) -> None:
    odd = provider.model_copy(update={"email": "postbox"})
    assert came_back(odd).vouched.email == ""


def test_a_certificate_that_has_ended_signs_nobody_in(provider: SamlProvider) -> None:
    with (
        pytest.raises(NotBelieved),
        clock.stopped(now() + timedelta(days=365 * 3)),
    ):
        door(provider).greet(NAME)


def test_a_provider_that_signs_with_a_new_key_is_asked_for_it(provider: SamlProvider) -> None:
    said = [entity(provider.entity_id, provider.address, bare("another"))]
    with published(said) as address:
        by_address = provider.model_copy(
            update={"metadata": address, "address": "", "certificates": ()}
        )
        at, trip = door(by_address), errand()
        form = signs_in(at.address(NAME, trip), "amina")
        said.append(entity(provider.entity_id, provider.address))
        with pytest.raises(NotBelieved):  # a moment ago they were different: nobody makes us ask
            at.asserted(NAME, trip, form.answer)
        with clock.stopped(now() + timedelta(minutes=1)):
            assert at.asserted(NAME, trip, form.answer).vouched.subject == "amina"


def test_it_says_of_us_what_its_questions_say(provider: SamlProvider) -> None:
    about = door(provider).about_us(NAME, errand()).decode()
    assert f'entityID="{US}/metadata"' in about
    assert f'Location="{US}/assertion"' in about
    assert 'WantAssertionsSigned="true"' in about
    with pytest.raises(KeyError):
        door(provider).about_us("another", errand())
