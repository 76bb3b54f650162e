"""The command line, run as an operator would, in a folder of its own."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from backend.cli.__main__ import app


class Operator:
    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch = patch
        patch.chdir(folder)

    def sets(self, **variables: str) -> None:
        for name, value in variables.items():
            self._patch.setenv(f"OPENCITIES_{name.upper()}", value)

    def uses(self, engine: Engine) -> None:
        self.sets(database_url=engine.url.render_as_string(hide_password=False))

    def runs(self, *words: str) -> Result:
        return CliRunner().invoke(app, words)
