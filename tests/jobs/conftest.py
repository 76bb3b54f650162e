from collections.abc import Generator

import pytest
from fastapi import FastAPI

from backend.jobs.writing import Desk
from tests.support.mailbox import Mailbox, mail_server


@pytest.fixture
def mailbox() -> Generator[Mailbox, None, None]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def desk(app: FastAPI) -> Desk:
    state = app.state
    secret = state.settings.secret.get_secret_value()
    return Desk(state.site, state.addresses, state.languages, "network@cities.example", secret)
