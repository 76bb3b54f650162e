import json

import pytest

from backend.core.config import Settings
from tests.support.commands import Operator


def test_every_setting_is_listed_with_what_it_does(operator: Operator) -> None:
    listed = operator.runs("settings").output
    for name, field in Settings.model_fields.items():
        assert f"OPENCITIES_{name.upper()}\n" in listed
        assert field.description
        assert f"  {field.description}\n" in listed


def test_what_was_set_is_shown_and_secrets_are_not(operator: Operator) -> None:
    operator.sets(
        secret="k" * 40, name="Harbour cities", proxies="10.0.0.1, 10.1.0.0/16", need_passkey="lead"
    )
    listed = operator.runs("settings").output
    assert "  Now: Harbour cities\n" in listed
    assert "  Now: 10.0.0.1/32, 10.1.0.0/16\n" in listed
    assert "  Now: lead\n" in listed
    assert "kkk" not in listed


def test_a_setting_that_makes_no_sense_is_named(operator: Operator) -> None:
    operator.sets(link_minutes="60", proxies="everybody", need_passkey="king")
    refused = operator.runs("settings")
    assert refused.exit_code == 1
    assert "OPENCITIES_LINK_MINUTES: Input should be less than or equal to 10.\n" in refused.output
    assert "OPENCITIES_PROXIES: " in refused.output
    assert "OPENCITIES_NEED_PASSKEY: " in refused.output


def test_the_secret_of_a_provider_is_not_shown(operator: Operator) -> None:
    one = {"name": "city", "label": "City accounts", "issuer": "https://accounts.example"}
    operator.sets(providers=json.dumps([one | {"client_id": "x", "client_secret": "hush-hush"}]))
    listed = operator.runs("settings").output
    assert "  Now: City accounts (https://accounts.example)\n" in listed
    assert "hush" not in listed


@pytest.mark.parametrize("given", ["city", '[{"name": "city"}]', '[{"name": "../x"}]'])
def test_providers_that_cannot_be_read_are_named(operator: Operator, given: str) -> None:
    operator.sets(providers=given)
    refused = operator.runs("settings")
    assert refused.exit_code == 1
    assert "providers" in refused.output.lower()
