from tests.conftest import SignIn
from tests.support.browser import Browser, landed_on
from tests.support.make import Make


def test_a_new_member_sees_the_first_steps_and_puts_them_away(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    sign_in(make.member())
    desk = browser.get("/").text
    assert ("Your first steps" in desk, "0 of 5" in desk) == (True, True)
    assert "Follow three peers" in desk
    assert landed_on(browser.send("/first-steps/dismissal")) == "/"
    assert "Your first steps" not in browser.get("/").text
    assert "Show the first steps on my desk again" in browser.get("/settings").text
    browser.send("/first-steps/dismissal", said="false")
    assert "Your first steps" in browser.get("/").text


def test_the_lead_is_sent_to_the_priorities_and_others_to_look(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    city = make.city("Bristol")
    sign_in(make.member(city_id=city.id))
    assert "See what your city puts first" in browser.get("/").text
    sign_in(make.member(city_id=city.id, is_lead=True))
    assert f'href="/cities/{city.slug}/edit">Say what your city puts first' in browser.get("/").text


def test_a_step_that_is_taken_says_so(browser: Browser, sign_in: SignIn, make: Make) -> None:
    me = make.member(city_id=None)
    make.skill(me, make.topic())
    sign_in(me)
    desk = browser.get("/").text
    assert ("1 of 4" in desk, "(done)" in desk) == (True, True)


def test_strangers_have_no_steps(browser: Browser) -> None:
    assert browser.send("/first-steps/dismissal").status_code == 401
