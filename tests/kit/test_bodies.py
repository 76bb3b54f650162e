from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse, Response

from backend.kit.bodies import WORDS, BodyLimit
from tests.support.calling import call

FILES = 5 * WORDS
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
UPLOAD = FORM | {"Content-Type": "multipart/form-data; boundary=x"}


async def size(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def parsed(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.form())))


async def refuse(_request: Request, status: int) -> Response:
    return PlainTextResponse("too large", status)


@pytest.fixture
def limited(app: FastAPI) -> BodyLimit:
    app.add_api_route("/size", size, methods=["POST"])
    app.add_api_route("/parsed", parsed, methods=["POST"])
    app.add_api_route("/api/v1/size", size, methods=["POST"])
    return BodyLimit(app, files=FILES, refuse=refuse)


async def pieces(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize(
    ("headers", "most"), [(FORM, WORDS), (UPLOAD, FILES), ({**FORM, "Content-Type": ""}, WORDS)]
)
@pytest.mark.parametrize("announced", [True, False])
def test_as_much_as_may_be_sent_passes_and_no_more(
    limited: BodyLimit, headers: dict[str, str], most: int, *, announced: bool
) -> None:
    def sent(length: int) -> int:
        content = b"x" * length if announced else pieces(length)
        return call(limited, "/size", "POST", content=content, headers=headers).status_code

    assert (sent(most), sent(most + 1024)) == (200, 413)


def test_a_form_that_grows_too_large_while_it_is_read_is_refused(limited: BodyLimit) -> None:
    answer = call(limited, "/parsed", "POST", content=pieces(2 * WORDS), headers=FORM)
    assert (answer.status_code, answer.text) == (413, "too large")


def test_a_person_gets_a_page_and_a_program_a_problem(app: FastAPI) -> None:
    too_much = b"x" * (WORDS + 1)
    answer = call(app, "/api/v1/anything", "POST", content=too_much)
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"] == "This is larger than what can be taken in."


def test_a_lying_length_is_counted(limited: BodyLimit) -> None:
    headers = FORM | {"Content-Length": "10"}
    answer = call(limited, "/size", "POST", content=pieces(2 * WORDS), headers=headers)
    assert answer.status_code == 413
