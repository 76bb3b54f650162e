"""A SAML identity provider for tests: samlp from npm, which nobody here wrote."""

import json
import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from fastapi import FastAPI, Response
from signxml import XMLSigner  # type: ignore[attr-defined]

from backend.adapters.providers.saml_xml import only, read, written
from backend.core import clock
from backend.core.provider_settings import SamlProvider
from backend.kit.protocol import Limits
from tests.support.lacking import lacking
from tests.support.mailbox import free_port
from tests.support.openid import MODULES
from tests.support.serving import served

SCRIPT = Path(__file__).with_name("saml_provider.mjs")
SIGNATURE = re.compile("<Signature .*</Signature>", re.DOTALL)
NAME = "city-saml"
ID = "https://accounts.example/saml"
SSO = "https://accounts.example/sso?tenant=7"


def keys(name: str = "its own") -> tuple[bytes, bytes]:
    """A private key and its certificate as PEM; one pair for each name."""
    return _keys(name)


@cache
def _keys(name: str) -> tuple[bytes, bytes]:
    key = rsa.generate_private_key(65537, 2048)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now() - timedelta(days=365 * 2))
        .not_valid_after(clock.now() + timedelta(days=365 * 2))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private, certificate.public_bytes(encoding)


@contextmanager
def samlp(folder: Path, **settings: Any) -> Generator[SamlProvider, None, None]:
    """samlp, as a provider of the settings."""
    node = shutil.which("node")
    if node is None or not (MODULES / "samlp").exists():
        lacking("no samlp: run `npm ci --prefix tests`")
    files = [folder / "idp.key", folder / "idp.pem"]
    for file, content in zip(files, keys(), strict=True):
        file.write_bytes(content)
    port = free_port()
    command = [node, "--no-deprecation", str(SCRIPT), str(port), *map(str, files)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == b"listening\n"
            yield provider(port, **settings)
        finally:
            process.terminate()


def provider(port: int, **settings: Any) -> SamlProvider:
    return SamlProvider(
        **{
            "name": NAME,
            "label": "City SAML",
            "entity_id": f"http://localhost:{port}/saml",
            "address": f"http://localhost:{port}/sso",
            "certificates": (keys()[1].decode(),),
            "domains": ("bristol.gov.uk",),
        }
        | settings
    )


@dataclass(frozen=True, slots=True)
class Form:
    """What the provider's page would send on by itself."""

    address: str
    answer: str
    state: str

    @property
    def xml(self) -> str:
        return b64decode(self.answer).decode()

    @property
    def fields(self) -> dict[str, Any]:
        return {"SAMLResponse": self.answer, "RelayState": self.state}


def signs_in(address: str, login: str, *, no: bool = False, **options: Any) -> Form:
    """Sign in at the provider as its page asks, with what samlp is to do otherwise."""
    with httpx.Client() as client:
        page = client.get(address).raise_for_status().text
        typed = {"login": login, "options": json.dumps(options)} | ({"no": "no"} if no else {})
        hidden = {name: _value(page, name) for name in ("SAMLRequest", "RelayState")}
        sent = client.post(address.partition("?")[0], data=hidden | typed).raise_for_status().text
    found = re.search(r'action="([^"]+)"', sent)
    assert found, sent
    return Form(unescape(found[1]), _value(sent, "SAMLResponse"), _value(sent, "RelayState"))


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', page)
    assert found, page
    return unescape(found[1])


def bare(name: str = "its own") -> str:
    read = x509.load_pem_x509_certificate(keys(name)[1])
    return b64encode(read.public_bytes(serialization.Encoding.DER)).decode()


def entity(
    entity_id: str = ID,
    address: str = SSO,
    key: str | None = None,
    more: str = "",
    binding: str = "Redirect",
) -> str:
    return f"""<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"
        xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="{entity_id}" {more}>
      <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
        <md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>
          <ds:X509Certificate>{key or bare()}</ds:X509Certificate>
        </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
        <md:KeyDescriptor use="encryption"><ds:KeyInfo/></md:KeyDescriptor>
        <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
          Location="https://accounts.example/other"/>
        <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-{binding}"
          Location="{address}"/>
      </md:IDPSSODescriptor></md:EntityDescriptor>"""


@contextmanager
def published(said: list[str]) -> Generator[str, None, None]:
    app = FastAPI()

    @app.get("/metadata")
    def metadata() -> Response:
        return Response(said[-1], media_type="application/samlmetadata+xml")

    with served(app, Limits()) as (host, port):
        yield f"http://{host}:{port}/metadata"


def signed_anew(xml: str, change: Callable[[str], str], of: str = "") -> str:
    """What the provider itself would have said otherwise, signed with its own key.

    `of` names the id of what is signed, where that isn't the assertion.
    """
    root = read(SIGNATURE.sub("", change(xml)).encode())
    assertion = only(root, "saml:Assertion")
    private, public = (one.decode() for one in keys())
    signed = XMLSigner(c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#").sign(
        assertion,
        key=private,
        cert=public,
        reference_uri=of or assertion.get("ID"),
        id_attribute="ID",
    )
    root.replace(assertion, signed)
    return written(root).decode()
