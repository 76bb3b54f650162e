"""A paper as tagged PDF (PDF/UA-1), set by Typst. It fetches nothing and reads no file of anybody's."""

import json
from dataclasses import asdict
from datetime import UTC
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.kit.papers.blocks import Run, blocks
from backend.kit.papers.paper import Paper

TEMPLATE = Path(__file__).with_name("paper.typ")
HERE = TEMPLATE.parent
"""All that a paper could read, or take packages from, if it were to ask: this folder of ours."""


@lru_cache(maxsize=32)
def pdf(paper: Paper) -> bytes:
    """The file. Conflict where no font of this machine has its letters: better none than boxes."""
    language, country = paper.tongue
    said = {
        "title": paper.title,
        "line": paper.line,
        "lang": language,
        "region": country or None,
        "blocks": blocks(paper.body),
    }
    try:
        return typst.compile(
            TEMPLATE,
            root=HERE,
            package_path=HERE,
            package_cache_path=HERE,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"paper": json.dumps(said, default=_plain)},
            timestamp=paper.made_at.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise Conflict(
            _(
                "This installation has no letters to set this as PDF. Please take the Word or"
                " Markdown file."
            )
        ) from error


@cache
def _fonts() -> typst.Fonts:
    """Typst's own, and those of this machine, looked for once."""
    return typst.Fonts(include_system_fonts=True)


def _plain(run: Any) -> dict[str, Any]:
    if not isinstance(run, Run):
        msg = f"{type(run)} is no part of a paper"
        raise TypeError(msg)
    return asdict(run)
