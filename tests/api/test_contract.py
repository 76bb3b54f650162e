"""Every operation of the API keeps to its document, whatever a program sends."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from sqlmodel import Session

from backend.domain.members import sessions as signing
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


def operations(app: FastAPI) -> Iterator[Any]:
    document = call(app, "/api/v1/openapi.json").json()
    every: Any = schemathesis.openapi.from_dict(document).get_all_operations()
    yield from (found.ok() for found in every)


def broken(app: FastAPI, operation: Any, token: str, known: dict[str, str]) -> list[str]:
    """What an operation does that its document does not say."""
    found: list[str] = []
    asked = count()

    @few
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        if next(asked) % 2:  # every other address leads somewhere
            parts = case.path_parameters or {}
            case.path_parameters = {name: known.get(name, parts[name]) for name in parts}
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
            found.extend(
                f"{operation.label}: {one.title}: {one.message[:200]}"
                for one in failures.exceptions
            )

    ask()
    return sorted(set(found))


@pytest.mark.parametrize("who", ["stranger", "convener"])
def test_every_operation_does_what_it_says(app: FastAPI, db: Session, make: Make, who: str) -> None:
    me = make.convener()
    challenge = make.challenge(author=me)
    make.resource(me, slug=challenge.slug)
    token = signing.grant(db, me, "write") if who == "convener" else ""
    db.commit()
    known = {"slug": challenge.slug}
    assert [line for one in operations(app) for line in broken(app, one, token, known)] == []
