"""What a machine may lack: such tests are skipped, but not where everything must be shown."""

import os
from typing import NoReturn

import pytest

COMPLETE = "OPENCITIES_TEST_COMPLETE"
"""Set by `.ci/run`: what is missing then fails."""


def lacking(what: str) -> NoReturn:
    if os.environ.get(COMPLETE):
        pytest.fail(what)
    pytest.skip(what)
