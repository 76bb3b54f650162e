"""The concepts that a new network begins with: glossary.toml, read and checked."""

import tomllib
from pathlib import Path
from typing import Any

from backend.domain.glossary.drafts import ConceptDraft
from backend.domain.topics.tree import LANGUAGES

FILE = Path(__file__).with_name("glossary.toml")


def load() -> list[tuple[str, ConceptDraft]]:
    """Each with its slug, in the order of the file."""
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["concept"]
    return [(entry["slug"], ConceptDraft.model_validate(_concept(entry))) for entry in entries]


def _concept(entry: dict[str, Any]) -> dict[str, Any]:
    words = [
        {"language": code, "terms": entry[code], "meaning": entry["meaning"][code]}
        for code in LANGUAGES
    ]
    return {"words": words, "topic": entry["topic"]}
