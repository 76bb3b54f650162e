from tests.support.browser import Browser, landed_on


def test_a_chosen_language_is_kept_in_a_cookie_and_leads_back(browser: Browser) -> None:
    sent = browser.send("/language", language="pt-PT", back="/challenges?topic=housing")
    assert landed_on(sent) == "/challenges?topic=housing"
    assert browser.client.cookies["language"] == "pt"


def test_choosing_a_language_never_leads_to_another_site(browser: Browser) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example"):
        assert landed_on(browser.send("/language", language="es", back=back)) == "/"


def test_a_form_from_another_site_is_refused(browser: Browser) -> None:
    assert browser.send("/language", site="cross-site", language="es").status_code == 403
    assert "language" not in browser.client.cookies
