"""In by a provider and linked; a passkey made, used, and asked of a convener. In Chromium."""

import time
from collections.abc import Generator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import CDPSession, Page, expect
from sqlalchemy import Engine
from sqlmodel import Session

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.provider_settings import SamlProvider
from backend.kit.protocol import Limits, PatientConfig
from backend.main import create_app
from tests.browser.conftest import How, SitDown, Site
from tests.browser.test_shell import violations
from tests.support.make import Make
from tests.support.openid import certified
from tests.support.reading import fits, press
from tests.support.saml import samlp
from tests.support.serving import listening, running

WAYS = [
    pytest.param(How(scripts=True, width=1280), id="htmx-1280"),
    pytest.param(How(scripts=False, width=360), id="plain-360"),
]
WITH_SCRIPTS = [
    pytest.param(How(scripts=True, width=1280), id="1280"),
    pytest.param(How(scripts=True, width=360, dark=True), id="360-dark"),
]
PAGE = "/settings/sign-in"


@pytest.fixture(autouse=True)
def at_noon() -> Generator[None, None, None]:
    """The provider keeps the real time, so the clock stands at it."""
    with clock.stopped(datetime.fromtimestamp(time.time(), UTC)):
        yield


@pytest.fixture(scope="module")
def city_hall(tmp_path_factory: pytest.TempPathFactory) -> Generator[SamlProvider, None, None]:
    """On another site than ours, as far as cookies go: they don't count ports."""
    with samlp(tmp_path_factory.mktemp("saml")) as found:
        yield found.model_copy(update={"address": found.address.replace("localhost", "127.0.0.1")})


@pytest.fixture
def site(
    lasting_engine: Engine, settings: Settings, city_hall: SamlProvider
) -> Generator[Site, None, None]:
    """A network with two providers, whose conveners need a passkey."""
    with listening() as port:
        origin = f"http://localhost:{port.getsockname()[1]}"
        with certified(origin) as provider:
            more = {
                "origin": origin,
                "providers": (provider,),
                "saml_providers": (city_hall,),
                "need_passkey": frozenset({"convener"}),
            }
            sessions = sessions_for(lasting_engine)
            app = create_app(settings.model_copy(update=more), sessions)
            with running(PatientConfig(app, limits=Limits()), port):
                yield Site(origin, app, sessions)


THEIRS = "net::ERR_FAILED"
"""The provider's own pages ask the network for fonts, and get none."""


def lets_through(page: Page, site: Site) -> Page:
    """The provider is elsewhere, and this once that is meant."""
    (openid,), (saml,) = site.settings.providers, site.settings.saml_providers
    for there in (openid.issuer, saml.address.removesuffix("/sso")):
        page.route(f"{there}/**", lambda route: route.continue_())
    return page


def signs_in_there(page: Page, login: str) -> None:
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("any")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def device(page: Page) -> CDPSession:
    """A telephone with a fingerprint, as far as the browser can tell."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def makes_a_passkey(page: Page, name: str) -> None:
    page.goto(PAGE)
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_text("Your passkey is kept.")).to_be_visible()


@pytest.mark.parametrize("how", WAYS)
def test_a_member_links_an_account_and_comes_in_by_it(
    site: Site, site_db: Session, sit_down: SitDown
) -> None:
    amina = Make(site_db).member("Amina Mensah", email="amina@bristol.gov.uk")
    stranger = lets_through(sit_down(forgive=THEIRS), site)
    stranger.goto("/sign-in?next=/people")
    stranger.get_by_role("button", name="Sign in by City accounts").click()
    signs_in_there(stranger, "amina")
    expect(stranger.get_by_text("sign in as you always do")).to_be_visible()
    fits(stranger)
    page = lets_through(sit_down(amina, forgive=THEIRS), site)
    page.goto(PAGE)
    fits(page)
    page.get_by_role("button", name="Add City accounts").click()
    signs_in_there(page, "amina")
    expect(page.get_by_text("From now on you can sign in by City accounts.")).to_be_visible()
    stranger.goto("/sign-in?next=/people")
    stranger.get_by_role("button", name="Sign in by City accounts").click()
    expect(stranger.get_by_role("heading", name="People", level=1)).to_be_visible()
    assert stranger.url == f"{site.origin}/people"


@pytest.mark.parametrize("how", WAYS)
def test_a_form_of_another_site_links_an_account_and_signs_in_by_it(
    site: Site, site_db: Session, sit_down: SitDown, how: How
) -> None:
    """Our cookies stay away from the form, and are there a step later."""

    def says_who(page: Page, login: str) -> None:
        page.get_by_label("Name").fill(login)
        page.get_by_role("button", name="Sign in").click()
        if not how.scripts:
            page.get_by_role("button", name="Submit").click()

    page = lets_through(sit_down(Make(site_db).member("Amina Mensah")), site)
    page.goto(PAGE)
    page.get_by_role("button", name="Add City SAML").click()
    says_who(page, "amina")
    expect(page.get_by_text("From now on you can sign in by City SAML.")).to_be_visible()
    stranger = lets_through(sit_down(), site)
    stranger.goto("/sign-in?next=/people")
    stranger.get_by_role("button", name="Sign in by City SAML").click()
    says_who(stranger, "amina")
    expect(stranger.get_by_role("heading", name="People", level=1)).to_be_visible()
    assert stranger.url == f"{site.origin}/people"


@pytest.mark.parametrize("how", WITH_SCRIPTS)
def test_a_passkey_is_made_and_opens_the_account_without_an_address(
    site_db: Session, sit_down: SitDown
) -> None:
    page = sit_down(Make(site_db).member("Amina Mensah"))
    device(page)
    makes_a_passkey(page, "My telephone")
    fits(page)
    assert violations(page) == []
    page.get_by_text("Your menu").locator("..").click()
    press(page, "Sign out")
    page.goto("/sign-in?next=/people")
    assert violations(page) == []
    fits(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="People", level=1)).to_be_visible()


@pytest.mark.parametrize("how", WITH_SCRIPTS[:1])
def test_a_convener_confirms_and_may_moderate(site_db: Session, sit_down: SitDown) -> None:
    page = sit_down(Make(site_db).convener(name="Ruth Adeyemi"))
    device(page)
    page.goto("/moderation")
    page.get_by_role("link", name="Confirm with your passkey").last.click()
    page.get_by_role("link", name="Make a passkey").click()
    makes_a_passkey(page, "My key")
    page.goto("/moderation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Moderation")


@pytest.mark.parametrize("how", WITH_SCRIPTS[:1])
def test_who_has_no_passkey_here_is_told_and_finds_the_other_ways(sit_down: SitDown) -> None:
    page = sit_down()
    device(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was confirmed.")).to_be_visible()
    expect(page.get_by_role("button", name="Send me a link")).to_be_visible()


@pytest.mark.parametrize("how", WAYS[1:])
def test_without_scripts_it_is_said_that_passkeys_need_them(
    site_db: Session, sit_down: SitDown
) -> None:
    page = sit_down(Make(site_db).member("Amina Mensah"))
    page.goto(PAGE)
    expect(page.get_by_text("Making one needs JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Make a passkey")).to_be_hidden()
    page.get_by_text("Make a token").first.click()
    page.get_by_label("What it is for").fill("Our portal")
    page.get_by_role("button", name="Make a token").click()
    expect(page.get_by_text("Copy it now into your program")).to_be_visible()
    fits(page)
