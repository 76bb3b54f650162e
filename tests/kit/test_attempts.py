"""A form that is refused leaves nothing half done, whatever its action wrote before."""

from collections.abc import Callable
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI, Response
from pydantic import BaseModel
from sqlmodel import Session, select

from backend.core.errors import Rejected
from backend.domain.roundtables.series import Series
from backend.kit import errors
from backend.kit.asking import Ask
from backend.kit.forms import Form, submitted
from backend.kit.router import Router
from tests.support.browser import Browser


class WordDraft(BaseModel):
    word: str


@pytest.mark.parametrize(("keeps", "kept"), [(False, 0), (True, 1)])
def test_what_an_action_wrote_before_it_rejects_is_undone_unless_it_keeps_it(
    app: FastAPI, browser: Browser, db: Session, *, keeps: bool, kept: int
) -> None:
    router = Router(show=errors.show_page)

    @router.post("/halfway")
    def halfway(
        ask: Ask, form: Annotated[Form[WordDraft], Depends(submitted(WordDraft))]
    ) -> Response:
        assert form.submit(write_and_reject(ask.db, keeps=keeps)) is None
        return Response(form.problems["word"], 422)

    app.include_router(router)
    answer = browser.send("/halfway", word="any")
    assert (answer.status_code, answer.text) == (422, "Too late.")
    assert len(db.exec(select(Series)).all()) == kept


def write_and_reject(db: Session, *, keeps: bool) -> Callable[[WordDraft], object]:
    def act(_draft: WordDraft) -> object:
        db.add(Series(often="weekly", zone="Europe/London", turns=[]))
        db.flush()
        raise Rejected({"word": "Too late."}, keeps=keeps)

    return act
