import json
from pathlib import Path

from sqlalchemy import Engine

from tests.support.commands import Operator
from tests.support.mailbox import mail_server
from tests.support.openid import lying


def test_a_sound_installation_is_said_to_be(operator: Operator, lasting_engine: Engine) -> None:
    operator.uses(lasting_engine)
    operator.sets(secret="s" * 32, origin="https://network.example", mail_from="a@b.example")
    with mail_server() as mailbox:
        operator.sets(smtp_url=mailbox.url)
        checked = operator.runs("check")
    said = checked.output.splitlines()
    parts = ("settings", "database", "log", "mail", "providers", "files")
    assert said[:6] == [f"{part}: sound" for part in parts]
    assert said[6].startswith("time zones: tzdata 20")
    assert checked.exit_code == 0


def test_what_is_wrong_comes_with_how_to_mend_it(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "in-the-way").touch()
    operator.sets(smtp_url="smtp://127.0.0.1:9", files="in-the-way")
    checked = operator.runs("check")
    assert checked.exit_code == 1
    for sentence in (
        "OPENCITIES_SECRET is not set",
        "Run `opencities migrate` first.",
        "Is OPENCITIES_SMTP_URL right?",
        "set OPENCITIES_FILES to another folder.",
    ):
        assert sentence in checked.output


def test_a_provider_that_is_down_or_not_what_it_should_be_is_named(operator: Operator) -> None:
    with lying() as liar:
        wrong = {"name": "wrong", "label": "Wrong", "issuer": f"{liar.origin}/", "client_id": "x"}
        gone = {"name": "gone", "label": "Gone", "issuer": "http://127.0.0.1:9", "client_id": "x"}
        saml = {"name": "saml", "label": "SAML", "entity_id": "urn:saml", "domains": ["a.example"]}
        lost = saml | {"metadata": "lost.xml"}
        other = saml | {
            "name": "other",
            "entity_id": "urn:other",
            "metadata": f"{liar.origin}/keys",
        }
        operator.sets(mode="demo", providers=json.dumps([wrong, gone]))
        operator.sets(saml_providers=json.dumps([lost, other]))
        checked = operator.runs("check").output
    assert "Gone (http://127.0.0.1:9) cannot be reached." in checked
    assert f"Wrong ({liar.origin}/) does not say of itself what it should" in checked
    assert "SAML (urn:saml) cannot be reached." in checked
    assert "SAML (urn:other) does not say of itself what it should (not XML)." in checked
