"""Every page, every piece and every refusal is HTML as the standard has it."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.sample.conftest import Walk
from tests.support.calling import call
from tests.support.crawl import FOR_SHOW, PEOPLE, Opened, forms, pages, pieces, refusals
from tests.support.standards import faults
from tests.support.visits import visit

pytestmark = pytest.mark.sqlite_only  # the same templates write the same HTML from any database


def fail() -> None:
    raise RuntimeError


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_and_piece_is_as_the_standard_says(
    role: str, walk: Walk, network: Engine, tmp_path: Path
) -> None:
    seen = walk(role)
    with visit(network, tmp_path) as here:
        found = [*seen, *pieces(here.browser(role, htmx=True), seen)]
    assert faults(found) == []


@pytest.mark.parametrize("how", ["plain", "htmx"])
@pytest.mark.parametrize("role", PEOPLE)
def test_what_answers_a_form_left_empty_is_too(
    role: str, how: str, walk: Walk, network: Engine, tmp_path: Path
) -> None:
    seen = walk(role)  # before the visit: two can't write to one database
    with visit(network, tmp_path) as here:
        browser = here.browser(role, htmx=how == "htmx")
        found = list(forms(browser, here.connection, seen))
    assert faults(found) == []
    assert {one.answer.status_code for one in found} <= {200, 204, 303, 401, 403, 404, 409, 422}
    assert 422 in {one.answer.status_code for one in found}


def test_refusals_and_failures_are_too(network: Engine, tmp_path: Path) -> None:
    with visit(network, tmp_path) as here:
        here.app.add_api_route("/fails", fail)
        here.app.router.routes.insert(0, here.app.router.routes.pop())
        found = [one for role in PEOPLE for one in refusals(here.browser(role))]
        found.append(Opened("/fails", call(here.app, "/fails")))
    assert faults(found) == []
    assert {one.answer.status_code for one in found} >= {401, 403, 404, 405, 410, 500}


def test_pages_of_a_demo_are_too(network: Engine, tmp_path: Path) -> None:
    with visit(network, tmp_path) as here:
        found = list(pages(here.browser("guest"), here.connection, 1, start=FOR_SHOW))
    assert faults(found) == []
