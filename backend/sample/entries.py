"""The sample network's data files, as they are written."""

import tomllib
from pathlib import Path
from typing import Any, TypeAlias

FILES = Path(__file__).parent

Entry: TypeAlias = dict[str, Any]


def read(pattern: str, name: str) -> list[Entry]:
    """The entries of this name in all files of this pattern, in the order of the files."""
    return [
        entry
        for path in sorted(FILES.glob(pattern))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))[name]
    ]
