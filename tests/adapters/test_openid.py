"""What a provider may say, and what is believed of it."""

import time
from collections.abc import Callable, Generator
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey

from backend.adapters.outgoing import Reach
from backend.adapters.providers.openid import OpenId
from backend.adapters.providers.talking import AT_ONCE, Talks
from backend.core import clock
from backend.core.provider_settings import OpenIdProvider
from backend.core.providers import Errand, NotBelieved, Unreachable
from tests.support.openid import Liar, lying

AT_HOME = Talks(Reach(at_home=True))
BACK = "http://localhost:8000/sign-in/providers/liar/answer"


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    """Tokens carry the real time, so the clock stands at it."""
    with clock.stopped(datetime.fromtimestamp(time.time(), UTC)):
        yield


@pytest.fixture
def liar() -> Generator[Liar, None, None]:
    with lying() as liar:
        yield liar


def came_back(liar: Liar, **changed: str) -> Any:
    """Somebody goes there and comes back with what the provider says."""
    door = OpenId([liar.provider], AT_HOME)
    errand = Errand(BACK)
    path = liar.sends_back(door.address("liar", errand), **changed)
    said = dict(pair.split("=", 1) for pair in path.partition("?")[2].split("&"))
    if "iss" in changed:
        said["iss"] = changed["iss"]
    return door.vouched("liar", errand, said)


def test_a_sound_answer_is_believed_and_the_code_is_bound_to_us(liar: Liar) -> None:
    vouched = came_back(liar)
    assert (vouched.issuer, vouched.subject) == (liar.origin, "4711")
    assert (vouched.email, vouched.is_proven) == ("amina@bristol.gov.uk", True)
    assert len(liar.sent["code_verifier"]) == 43
    assert liar.sent["redirect_uri"] == BACK


def test_each_trip_has_secrets_of_its_own_and_sends_the_challenge_alone(liar: Liar) -> None:
    door = OpenId([liar.provider], AT_HOME)
    one, other = Errand(BACK), Errand(BACK)
    address = door.address("liar", one)
    assert "code_challenge_method=S256" in address
    assert one.verifier not in address
    assert {one.state, one.nonce, one.verifier} & {
        other.state,
        other.nonce,
        other.verifier,
    } == set()


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody-else"},
        {"aud": ["opencities", "somebody-else"], "azp": "somebody-else"},
        {"iss": "https://another.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_for_us_now_is_not_believed(liar: Liar, lies: dict[str, Any]) -> None:
    liar.lies = lies
    with pytest.raises(NotBelieved):
        came_back(liar)


def test_a_token_that_another_signed_is_not_believed(liar: Liar) -> None:
    liar.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    with pytest.raises(NotBelieved):
        came_back(liar)


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
def test_what_anybody_could_have_signed_is_not_believed(liar: Liar, algorithm: str) -> None:
    """Not even where the provider's own metadata say that it signs so."""
    liar.algorithm = algorithm
    liar.signs_with = OctKey.import_key("a-secret-between-the-two")
    with pytest.raises(NotBelieved):
        came_back(liar)


@pytest.mark.parametrize("iss", ["https://another.example", ""])
def test_an_answer_that_names_another_issuer_is_not_believed(liar: Liar, iss: str) -> None:
    with pytest.raises(NotBelieved):
        came_back(liar, iss=iss)
    assert liar.sent == {}


def test_who_says_that_answers_name_their_issuer_must_do_so(liar: Liar) -> None:
    liar.about = {"authorization_response_iss_parameter_supported": True}
    with pytest.raises(NotBelieved):
        came_back(liar)
    assert came_back(liar, iss=liar.origin).subject == "4711"


def test_an_address_that_only_userinfo_tells_is_read_there(liar: Liar) -> None:
    liar.lies = {"email": None, "email_verified": None}
    liar.userinfo = {"sub": "4711", "email": "ben@bristol.gov.uk", "email_verified": True}
    vouched = came_back(liar)
    assert (vouched.email, vouched.is_proven) == ("ben@bristol.gov.uk", True)


def test_userinfo_of_somebody_else_is_not_believed(liar: Liar) -> None:
    liar.lies = {"email": None}
    liar.userinfo = {"sub": "4712", "email": "ben@bristol.gov.uk", "email_verified": True}
    with pytest.raises(NotBelieved):
        came_back(liar)


def test_a_proof_in_one_place_proves_no_address_of_another(liar: Liar) -> None:
    liar.lies = {"email": None, "email_verified": True}
    liar.userinfo = {"sub": "4711", "email": "mayor@bristol.gov.uk"}
    assert not came_back(liar).is_proven


@pytest.mark.parametrize(
    ("said", "is_proven"),
    [(True, True), ("true", True), (False, False), ("yes", False), (1, False)],
)
def test_only_a_plain_yes_proves_an_address(liar: Liar, said: Any, *, is_proven: bool) -> None:
    liar.lies = {"email_verified": said}
    assert came_back(liar).is_proven is is_proven


@pytest.mark.parametrize(
    ("domains", "is_proven"),
    [
        ((), True),
        (("bristol.gov.uk",), True),
        (("bogota.gov.co", "gov.uk"), True),
        (("bogota.gov.co",), False),
        (("ristol.gov.uk",), False),
    ],
)
def test_a_provider_proves_only_addresses_that_it_may_speak_for(
    liar: Liar, domains: tuple[str, ...], *, is_proven: bool
) -> None:
    liar.domains = domains
    assert came_back(liar).is_proven is is_proven


def test_a_provider_whose_metadata_are_anothers_is_not_believed(liar: Liar) -> None:
    liar.about = {"issuer": "https://another.example"}
    with pytest.raises(NotBelieved):
        came_back(liar)


def test_secrets_are_sent_nowhere_without_https(liar: Liar) -> None:
    liar.about = {"token_endpoint": "http://provider.example/token"}
    with pytest.raises(NotBelieved):
        came_back(liar)


def test_new_keys_of_a_provider_are_fetched_when_they_are_first_needed(liar: Liar) -> None:
    door = OpenId([liar.provider], AT_HOME)
    for kid in ("one", "one"):
        liar.key = RSAKey.generate_key(2048, {"kid": kid})
        errand = Errand(BACK)
        door._metadata._known.pop("liar", None)
        liar.sends_back(door.address("liar", errand))
        assert door.vouched("liar", errand, {"code": "a-code"}).subject == "4711"


def test_nobody_at_the_address_is_unreachable_and_nothing_breaks_at_the_start() -> None:
    gone = OpenIdProvider(name="gone", label="Gone", issuer="http://127.0.0.1:9", client_id="x")
    door = OpenId([gone], AT_HOME)
    for call in (
        lambda: door.address("gone", Errand(BACK)),
        lambda: door.vouched("gone", Errand(BACK), {"code": "a-code"}),
        lambda: door.greet("gone"),
    ):
        with pytest.raises(Unreachable):
            call()


def test_no_more_than_half_of_the_threads_wait_for_providers(liar: Liar) -> None:
    door = OpenId([liar.provider], AT_HOME)
    talking = [AT_HOME.held(liar.provider) for _ in range(AT_ONCE)]
    for one in talking:
        one.__enter__()
    refused: Callable[[], object] = lambda: door.address("liar", Errand(BACK))  # noqa: E731
    with pytest.raises(Unreachable):
        refused()
    for one in talking:
        one.__exit__(None, None, None)
    assert door.address("liar", Errand(BACK))
