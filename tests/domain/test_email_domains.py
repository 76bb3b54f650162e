import itertools
import string

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.domains import is_free_mail, is_open
from backend.domain.cities.own_domains import kept, ways_to_trust
from backend.domain.joining.domains import imitates, likeness

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
        "brist0l.gov.uk.evil.example",
        "login-bristol.gov.uk",
        "wellington-govt.nz",
        in_ascii("βristol.gov.uk"),
        in_ascii("cm-pοrto.pt"),
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


@pytest.mark.parametrize(
    ("domain", "known", "how"),
    [
        ("bristol.gov.uk.evil.example", "bristol.gov.uk", "begins"),
        ("bristol-gov-uk.example", "bristol.gov.uk", "begins"),
        ("login-bristol.gov.uk", "bristol.gov.uk", "hyphen"),
        (in_ascii("bristоl.gov.uk"), "bristol.gov.uk", "letters"),
        ("crn-porto.pt", "cm-porto.pt", "letters"),
        ("birstol.gov.uk", "bristol.gov.uk", "one_letter"),
    ],
)
def test_it_is_said_whom_a_domain_imitates_and_how(domain: str, known: str, how: str) -> None:
    found = likeness(domain, TRUSTED)
    assert found
    assert (found.known, found.how, known in found.sentence) == (known, how, True)


LETTERS = string.ascii_lowercase + string.digits
LABEL = st.text("ab-", min_size=1, max_size=4).filter(lambda word: word.strip("-") == word)


@given(st.sampled_from(["bristol.gov.uk", "cm-porto.pt"]), st.data())
def test_every_slip_of_one_letter_is_noticed(known: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(known) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    next_two = known[at : at + 2][::-1]
    slips = {
        known[:at] + letter + known[at:],
        known[:at] + known[at + 1 :],
        known[:at] + letter + known[at + 1 :],
        known[:at] + next_two + known[at + 2 :],
    }
    for slip in slips - {known}:
        assert imitates(slip, TRUSTED), slip


def one_slip(one: str, other: str) -> bool:
    """The same rule, said the long way round: by every slip that there is."""
    letters = set(one + other)
    slips = {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in letters}
    slips |= {one[:at] + one[at + 1 :] for at in range(len(one))}
    slips |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in letters}
    slips |= {one[:at] + one[at : at + 2][::-1] + one[at + 2 :] for at in range(len(one) - 1)}
    return other in slips - {one}


@given(LABEL, LABEL)
def test_one_letter_means_exactly_one(one: str, other: str) -> None:
    known, domain = f"{one}.example", f"{other}.example"
    found = likeness(domain, [known])
    slips = found is not None and found.how == "one_letter"
    if found is None or slips:
        assert slips == one_slip(known, domain)


def test_a_city_trusts_a_domain_by_its_labels() -> None:
    assert ways_to_trust("wellington.govt.nz") == ["wellington.govt.nz", "*.govt.nz"]
    assert "bristol.gov.uk" not in ways_to_trust("evil-bristol.gov.uk")
    assert "bristol.gov.uk" not in ways_to_trust("mail.bristol.gov.uk")
    assert ways_to_trust("bristol.uk") == ["bristol.uk"]
    assert ways_to_trust("bristol.co.uk") == ["bristol.co.uk"]


def test_a_rule_takes_in_exactly_what_ends_in_its_labels() -> None:
    """Every name of up to four labels against every rule of up to three, and its wildcard."""
    labels = ("a", "b", "a-b", "ab")
    names = [
        ".".join((*some, "example"))
        for count in (1, 2, 3)
        for some in itertools.product(labels, repeat=count)
    ]
    for rule in (one for one in names if one.count(".") < 3):
        end = rule.split(".")
        for name in names:
            parts = name.split(".")
            ways = ways_to_trust(name)
            assert (rule in ways) == (parts == end)
            under = len(parts) > len(end) and parts[-len(end) :] == end
            assert (f"*.{rule}" in ways) == under


@pytest.mark.parametrize(
    "words",
    [
        "uk", "*.uk", "co.uk", "*.co.uk", "*.com", "gmail.com", "*.gmail.com", "mail.gmail.com",
        "github.io", "*.github.io", "*.go.it", "*.lg.ua", "*", "*.", "*.*.gov.uk", "a.*.gov.uk",
        "", "bristol", "gov.uk/council",
    ],
)  # fmt: skip
def test_what_can_be_nobodys_own_is_not_kept(words: str) -> None:
    with pytest.raises(ValueError, match=r"^(Anybody can|“).*\.$"):
        kept(words)


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("@Bristol.GOV.uk", "bristol.gov.uk"),
        ("*.bristol.gov.uk", "*.bristol.gov.uk"),
        ("*.govt.nz", "*.govt.nz"),
        ("*.lg.jp", "*.lg.jp"),
        ("*.sp.gov.br", "*.sp.gov.br"),
        ("city.yokohama.jp", "city.yokohama.jp"),
        ("münchen.de", "xn--mnchen-3ya.de"),
    ],
)
def test_what_a_city_can_call_its_own_is_kept_in_one_form(words: str, own: str) -> None:
    assert kept(words) == own


def test_governments_registries_are_not_open() -> None:
    assert [one for one in ("uk", "co.uk", "gov.uk", "go.kr", "go.it") if is_open(one)] == [
        "uk",
        "co.uk",
        "go.it",
    ]


def test_free_mail_is_known_by_its_exact_domain() -> None:
    assert is_free_mail("gmail.com")
    assert is_free_mail("yahoo.co.uk")
    assert not is_free_mail("gmail.com.example")
    assert not is_free_mail("# one a line, in ascii. written by hand; add what turns up.")
