import idna
import pytest

from backend.domain.joining.domains import imitates, is_free_mail, ways_to_trust

TRUSTED = ["bristol.gov.uk", "*.govt.nz", "cm-porto.pt"]


def in_ascii(domain: str) -> str:
    return idna.encode(domain).decode()


@pytest.mark.parametrize(
    "domain",
    [
        "bristoi.gov.uk",
        "br1stol.gov.uk",
        "brist0l.gov.uk",
        "birstol.gov.uk",
        "bristl.gov.uk",
        "bristool.gov.uk",
        "bristal.gov.uk",
        "bristol.gov.uk.evil.example",
        "bristol-gov-uk.example",
        "bristol.gov.uk-login.example",
        "crn-porto.pt",
        "cmporto.pt",
        in_ascii("bristоl.gov.uk"),
        in_ascii("bristól.gov.uk"),
        in_ascii("ьristol.gov.uk"),
        "govt.nz.evil.example",
    ],
)
def test_what_a_reader_could_take_for_a_city_is_noticed(domain: str) -> None:
    assert imitates(domain, TRUSTED)


@pytest.mark.parametrize(
    "domain",
    ["bristol.gov.uk", "cm-porto.pt", "bath.gov.uk", "porto.example", "gmail.com", "xn--0.example"],
)
def test_other_domains_imitate_nobody(domain: str) -> None:
    assert not imitates(domain, TRUSTED)


def test_without_trusted_domains_there_is_nothing_to_imitate() -> None:
    assert not imitates("bristol.gov.uk", [])


def test_a_city_trusts_a_domain_by_its_labels() -> None:
    assert ways_to_trust("wellington.govt.nz") == ["wellington.govt.nz", "*.govt.nz"]
    assert "bristol.gov.uk" not in ways_to_trust("evil-bristol.gov.uk")
    assert "bristol.gov.uk" not in ways_to_trust("mail.bristol.gov.uk")
    assert ways_to_trust("bristol.uk") == ["bristol.uk"]


def test_free_mail_is_known_by_its_exact_domain() -> None:
    assert is_free_mail("gmail.com")
    assert is_free_mail("yahoo.co.uk")
    assert not is_free_mail("gmail.com.example")
    assert not is_free_mail("# one a line, in ascii. written by hand; add what turns up.")
