"""Walks through the sample network, each made once for all checks that read it."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeAlias

import pytest
from sqlalchemy import Engine

from tests.support.crawl import Opened, pages
from tests.support.visits import visit

Walk: TypeAlias = Callable[[str], Sequence[Opened]]


@pytest.fixture(scope="session")
def walk(network: Engine, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """The pages that somebody of a role comes across: `walk("member")`."""

    @cache
    def walked(role: str) -> Sequence[Opened]:
        with visit(network, tmp_path_factory.mktemp("walk")) as here:
            return list(pages(here.browser(role), here.connection))

    return walked
