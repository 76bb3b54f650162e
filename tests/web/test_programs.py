from tests.support.browser import Browser


def test_the_api_is_described_to_programs_and_to_people(browser: Browser) -> None:
    described = browser.get("/api/v1/openapi.json").json()
    assert "/api/v1/search" in described["paths"]
    assert [path for path in described["paths"] if not path.startswith("/api/v1/")] == []
    assert "GET /api/v1/search" in browser.get("/api/docs").text


def test_every_answer_that_refuses_is_described(browser: Browser) -> None:
    described = browser.get("/api/v1/openapi.json").json()
    answers = described["paths"]["/api/v1/reports"]["post"]["responses"]
    assert {"401", "403", "404", "409", "422", "429"} <= answers.keys()
