"""Every route of the program stands in the tables: one that was forgotten is named here."""

from fastapi import FastAPI
from fastapi.routing import APIRoute

from backend.kit.addresses import routes
from tests.canary.expected.tables import FOR_SHOW, OPEN, SURFACES, WRITES


def _named(app: FastAPI, method: str) -> set[str]:
    every: list[APIRoute] = list(routes(app.routes))
    return {route.name for route in every if method in (route.methods or ())}


def test_every_page_and_every_answer_to_a_program_is_expected_of_somebody(app: FastAPI) -> None:
    """Add a Surface for it in tests/canary/expected/, in the module named for the feature."""
    known, there = {surface.route for surface in SURFACES} | FOR_SHOW, _named(app, "GET")
    assert (sorted(there - known), sorted(known - there - FOR_SHOW)) == ([], [])


def test_every_write_is_expected_of_somebody(app: FastAPI) -> None:
    """Add a Write for it in tests/canary/expected/writes/."""
    known = {name for write in WRITES for name in write.routes} | OPEN
    there = _named(app, "POST")
    assert (sorted(there - known), sorted(known - there)) == ([], [])
