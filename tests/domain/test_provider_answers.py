"""Answers that come as forms, when many come at once."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.core.errors import Conflict
from backend.core.providers import Asserted, Errand, Vouched
from backend.domain.joining import identities, provider_answers
from backend.domain.joining.ways import ProviderVisit
from tests.conftest import NOON
from tests.support.joining import HOME
from tests.support.races import at_once

SAID = Asserted(Vouched("urn:city", "amina"), "_form", NOON + timedelta(hours=1))


def visit(db: Session, settings: Settings) -> ProviderVisit:
    errand = Errand("http://localhost:8000/back")
    identities.set_out(db, settings, HOME, "city", errand)
    db.flush()
    return provider_answers.awaited(db, "city", errand.state)


def test_a_form_is_believed_for_one_visit_alone(db: Session, settings: Settings) -> None:
    handle = provider_answers.put_away(db, first := visit(db, settings), SAID)
    with pytest.raises(Conflict):
        provider_answers.put_away(db, visit(db, settings), SAID)
    assert provider_answers.fetch(db, first.id, handle).subject == "amina"
    with pytest.raises(Conflict):
        provider_answers.fetch(db, first.id, handle)


def test_of_fifty_who_bring_one_form_and_fetch_one_answer_at_once_one_does(
    lasting_engine: Engine, settings: Settings
) -> None:
    with sessions_for(lasting_engine).begin() as db:
        visits = [visit(db, settings).id for _ in range(50)]
    at, handles = count(), []

    def bring(db: Session) -> str:
        brought = db.get_one(ProviderVisit, visits[next(at)])
        handles.append((brought.id, handle := provider_answers.put_away(db, brought, SAID)))
        return handle

    assert at_once(lasting_engine, bring) == ["Conflict"] * 49 + ["str"]
    ((visit_id, handle),) = handles
    got = at_once(lasting_engine, lambda db: provider_answers.fetch(db, visit_id, handle))
    assert got == ["Conflict"] * 49 + ["Vouched"]
