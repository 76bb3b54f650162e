from fastapi import FastAPI

from tests.support.calling import call


def test_head_answers_as_get_does_without_the_body(app: FastAPI) -> None:
    app.add_api_route("/words", lambda: "some words", name="words:show")
    get, head = call(app, "/words"), call(app, "/words", "HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))


def test_head_answers_errors_too(app: FastAPI) -> None:
    assert call(app, "/nothing-here", "HEAD").status_code == 404
