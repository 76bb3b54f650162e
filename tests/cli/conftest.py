import os
from pathlib import Path

import pytest

from tests.support.commands import Operator


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Operator:
    for name in [name for name in os.environ if name.startswith("OPENCITIES_")]:
        monkeypatch.delenv(name)
    return Operator(monkeypatch, tmp_path)
