"""Every operation of the API keeps to its document, whatever a program sends."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from sqlmodel import Session

from backend.core.db import open_engine, sessions_for
from backend.domain.members import sessions as signing
from backend.main import create_app
from tests.conftest import settings_in
from tests.support.browser import ORIGIN
from tests.support.calling import call
from tests.support.make import Make

EXAMPLES = 5
KEPT = [
    checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]

few = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


Drawn: TypeAlias = Mapping[str, Sequence[tuple[Any, Mapping[str, Any]]]]
"""For each operation what a program may send, beside what its address holds."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """The same for everybody and on both databases: to draw it is two thirds of the work."""
    app = create_app(
        settings_in(tmp_path_factory.mktemp("app")), sessions_for(open_engine("sqlite://"))
    )
    document = call(app, "/api/v1/openapi.json").json()
    every: Any = schemathesis.openapi.from_dict(document).get_all_operations()
    return {one.label: cases(one) for one in (found.ok() for found in every)}


def cases(operation: Any) -> Sequence[tuple[Any, Mapping[str, Any]]]:
    found: list[tuple[Any, Mapping[str, Any]]] = []

    @few
    @given(case=operation.as_strategy())
    def draw(case: Any) -> None:
        found.append((case, dict(case.path_parameters or {})))

    draw()
    return found


def ask(app: FastAPI, case: Any, token: str) -> list[str]:
    """What an operation does that its document does not say."""
    sent = case.as_transport_kwargs(base_url=ORIGIN)
    sent["headers"] = {**sent["headers"], "Authorization": f"Bearer {token}"} if token else {}
    sent.pop("cookies", None)
    # httpx takes parts of a form as words or bytes, but not as numbers.
    sent["files"] = [
        (name, (file, held if isinstance(held, str | bytes) else str(held)))
        for name, (file, held) in sent.get("files") or ()
    ]
    answer = call(app, sent.pop("url"), sent.pop("method"), **sent)
    try:
        case.validate_response(schemathesis.Response.from_any(answer), checks=KEPT)
    except FailureGroup as failures:
        return [
            f"{case.operation.label}: {one.title}: {one.message[:200]}"
            for one in failures.exceptions
        ]
    return []


@pytest.mark.parametrize("who", ["stranger", "convener"])
def test_every_operation_does_what_it_says(
    app: FastAPI, db: Session, make: Make, who: str, drawn: Drawn
) -> None:
    me = make.convener()
    challenge = make.challenge(author=me)
    make.resource(me, slug=challenge.slug)
    token = signing.grant(db, me, "write") if who == "convener" else ""
    db.commit()
    known = {"slug": challenge.slug}
    found: set[str] = set()
    for some in drawn.values():
        for number, (case, parts) in enumerate(some):
            somewhere = known if number % 2 else {}  # every other address leads somewhere
            case.path_parameters = {name: somewhere.get(name, parts[name]) for name in parts}
            found |= set(ask(app, case, token))
    assert sorted(found) == []
