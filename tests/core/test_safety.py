from pathlib import Path
from typing import Any

import pytest
from alembic import command
from pydantic import ValidationError
from sqlalchemy import Engine

from backend.core import migrations, safety
from backend.core.config import DEFAULT_SECRET, Settings
from backend.core.db import open_engine
from backend.core.provider_settings import OpenIdProvider, SamlProvider

SOUND: dict[str, Any] = {
    "mode": "production",
    "secret": "s" * 32,
    "origin": "https://network.example",
    "smtp_url": "smtp://mail.example:587",
    "mail_from": "network@network.example",
}


def faults(**changed: Any) -> list[str]:
    return safety.faults(Settings(_env_file=None, **(SOUND | changed)))


def test_sound_settings_have_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize("secret", [DEFAULT_SECRET, "", "s" * 31])
def test_a_known_or_short_secret_is_a_fault(secret: str) -> None:
    (sentence,) = faults(secret=secret)
    assert sentence.startswith("OPENCITIES_SECRET is not set, or shorter than 32 characters.")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "network.example",
        "https://",
        "https://network.example/",
        "https://network.example/path",
        "http://network.example",
    ],
)
def test_an_origin_that_is_missing_or_open_to_listeners_is_a_fault(origin: str) -> None:
    (sentence,) = faults(origin=origin)
    assert sentence.startswith("OPENCITIES_ORIGIN is ")


@pytest.mark.parametrize("origin", ["http://localhost:8000", "http://127.0.0.1:8000"])
def test_plain_http_is_fine_at_home(origin: str) -> None:
    assert faults(origin=origin) == []


def provider(issuer: str, name: str = "city") -> OpenIdProvider:
    return OpenIdProvider(name=name, label="City", issuer=issuer, client_id="x")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://accounts.example",
        "http://localhost:9000",
        "accounts.example",
        "https://accounts.example?tenant=1",
    ],
)
def test_a_provider_is_an_https_address(issuer: str) -> None:
    (sentence,) = faults(providers=(provider(issuer),))
    assert sentence.startswith(f"OPENCITIES_PROVIDERS gives city the issuer {issuer}.")
    assert faults(providers=(provider("https://accounts.example/city"),)) == []


def test_a_demo_may_have_a_provider_on_this_machine() -> None:
    assert faults(mode="demo", providers=(provider("http://localhost:9000"),)) == []
    assert len(faults(mode="demo", providers=(provider("http://accounts.example"),))) == 1


def test_two_providers_have_two_names() -> None:
    two = (provider("https://a.example"), provider("https://b.example"))
    (sentence,) = faults(providers=two)
    assert "name city more than once" in sentence
    (sentence,) = faults(providers=two[:1], saml_providers=(saml("https://c.example"),))
    assert "name city more than once" in sentence


def test_no_provider_speaks_in_the_name_of_another() -> None:
    one = provider("https://a.example", "openid")
    (sentence,) = faults(providers=(one,), saml_providers=(saml("https://a.example"),))
    assert sentence.startswith("Two providers of the settings are https://a.example")


def saml(entity_id: str, metadata: str = "https://accounts.example/metadata") -> SamlProvider:
    return SamlProvider(
        name="city",
        label="City",
        entity_id=entity_id,
        metadata=metadata,
        domains=("city.example",),
    )


def test_a_saml_provider_is_a_file_or_an_https_address() -> None:
    for sound in ("https://accounts.example/metadata", "/etc/opencities/idp.xml", "idp.xml"):
        assert faults(saml_providers=(saml("urn:city", sound),)) == []
    (sentence,) = faults(saml_providers=(saml("urn:city", "http://accounts.example/metadata"),))
    assert "must start with https://" in sentence
    here = saml("urn:city", "http://localhost:9000/metadata")
    assert faults(mode="demo", saml_providers=(here,)) == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"address": "https://a.example"},
        {"certificates": ("x",)},
        {"metadata": "idp.xml", "address": "https://a.example", "certificates": ("x",)},
        {"metadata": "idp.xml", "domains": ()},
    ],
)
def test_what_says_too_little_of_a_saml_provider_is_refused(given: dict[str, Any]) -> None:
    whole = {"name": "city", "label": "City", "entity_id": "urn:city", "domains": ("a.example",)}
    with pytest.raises(ValidationError):
        SamlProvider(**(whole | given))


@pytest.mark.parametrize("missing", ["smtp_url", "mail_from"])
def test_without_mail_nobody_could_sign_in(missing: str) -> None:
    (sentence,) = faults(**{missing: ""})
    assert "OPENCITIES_SMTP_URL" in sentence


def test_a_file_must_fit_into_its_form() -> None:
    assert faults(file_megabytes="24") == []
    (sentence,) = faults(file_megabytes="25")
    assert "Set the second above the first." in sentence


def test_a_demonstration_needs_only_to_know_its_own_address() -> None:
    given = {"secret": DEFAULT_SECRET, "smtp_url": "", "mail_from": ""}
    assert faults(mode="demo", origin="http://localhost:8000", **given) == []
    assert len(faults(mode="demo", origin="", **given)) == 1


def test_a_migrated_database_has_no_fault(lasting_engine: Engine) -> None:
    assert safety.database_fault(lasting_engine) == ""


def test_an_older_database_awaits_its_migration(lasting_engine: Engine) -> None:
    with lasting_engine.connect() as connection, connection.begin():
        command.downgrade(migrations.config(connection), "base")
    assert safety.database_fault(lasting_engine).endswith("Run `opencities migrate` first.")


def test_a_database_out_of_reach_is_named_without_its_password(tmp_path: Path) -> None:
    for address in (
        f"sqlite:///{tmp_path}/missing/network.db",
        f"postgresql://ana:hidden@/network?host={tmp_path}",
    ):
        engine = open_engine(address)
        sentence = safety.database_fault(engine)
        assert "cannot be reached" in sentence
        assert "OPENCITIES_DATABASE_URL" in sentence
        assert "hidden" not in sentence
        engine.dispose()
