"""What a SAML provider says of itself, in a file, at an address or in the settings."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256

from backend.adapters.outgoing import Reach
from backend.adapters.providers.saml import Saml
from backend.adapters.providers.saml_metadata import certificate
from backend.adapters.providers.talking import Talks
from backend.core import clock
from backend.core.provider_settings import SamlProvider
from backend.core.providers import Errand, NotBelieved, Unreachable
from tests.support.saml import ID, SSO, bare, entity, keys, published

US = "http://localhost:8000/sign-in/providers/city"


def federation(*entities: str) -> str:
    inside = "".join(entities)
    return (
        f'<f:EntitiesDescriptor xmlns:f="urn:oasis:names:tc:SAML:2.0:metadata">{inside}'
        "</f:EntitiesDescriptor>"
    )


def provider(metadata: str, entity_id: str = ID) -> SamlProvider:
    return SamlProvider(
        name="city", label="City", entity_id=entity_id, domains=("city.example",), metadata=metadata
    )


def asks_at(metadata: str) -> str:
    door = Saml([provider(metadata)], Talks(Reach(at_home=True)))
    return door.address("city", Errand(f"{US}/assertion", f"{US}/metadata"))


def test_a_file_says_where_people_sign_in(tmp_path: Path) -> None:
    (tmp_path / "idp.xml").write_text(entity())
    address = asks_at(str(tmp_path / "idp.xml"))
    assert address.startswith(f"{SSO}&SAMLRequest=")
    assert "&RelayState=" in address


def test_the_metadata_of_a_federation_hold_many(tmp_path: Path) -> None:
    other = entity("https://other.example/saml", "https://other.example/sso")
    (tmp_path / "all.xml").write_text(federation(other, entity()))
    assert asks_at(str(tmp_path / "all.xml")).startswith(SSO)


def weak() -> str:
    key = rsa.generate_private_key(65537, 1024)
    named = x509.Name([])
    made = (
        x509.CertificateBuilder(named, named, key.public_key(), 7)
        .not_valid_before(clock.now())
        .not_valid_after(clock.now() + timedelta(days=9))
    )
    return b64encode(made.sign(key, SHA256()).public_bytes(serialization.Encoding.DER)).decode()


@pytest.mark.parametrize(
    "metadata",
    [
        lambda: entity("https://another.example"),
        lambda: federation(entity(), entity()),
        lambda: entity(address="http://accounts.example/sso"),
        lambda: entity(binding="Artifact"),
        lambda: entity(key=weak()),
        lambda: entity(key="eA=="),
        lambda: entity(more='validUntil="2026-05-04T11:59:59Z"'),
        lambda: f"<!DOCTYPE x>{entity()}",
        lambda: "<html>Not found</html>",
        lambda: "",
    ],
)
def test_metadata_that_are_not_what_the_settings_say_are_not_believed(
    tmp_path: Path, metadata: Callable[[], str]
) -> None:
    (tmp_path / "idp.xml").write_text(metadata())
    with pytest.raises(NotBelieved):
        asks_at(str(tmp_path / "idp.xml"))


def test_metadata_that_are_nowhere_are_unreachable(tmp_path: Path) -> None:
    for nowhere in (str(tmp_path / "gone.xml"), "http://127.0.0.1:9/metadata"):
        with pytest.raises(Unreachable):
            asks_at(nowhere)


def test_an_address_is_asked_once_an_hour() -> None:
    said = [entity()]
    with published(said) as address:
        door = Saml([provider(address)], Talks(Reach(at_home=True)))
        errand = Errand(f"{US}/assertion", f"{US}/metadata")
        assert door.address("city", errand).startswith(SSO)
        said.append(entity(address="https://new.example/sso"))
        assert door.address("city", errand).startswith(SSO)
        with clock.stopped(clock.now() + timedelta(hours=1)):
            assert door.address("city", errand).startswith("https://new.example/sso?SAMLRequest")


def test_a_certificate_is_read_as_pem_and_as_metadata_have_it() -> None:
    assert certificate(keys()[1].decode()) == certificate(bare())
    assert certificate(f"\n  {bare()[:64]}\n  {bare()[64:]}\n") == certificate(bare())
