"""The judge of HTML: many pages at a time, since starting it takes longer than a page."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.support.crawl import Opened
from tests.support.lacking import lacking

TESTS = Path(__file__).parents[1]
JUDGE = TESTS / "html-validate.mjs"


def faults(seen: Sequence[Opened]) -> list[str]:
    """What in these answers is not as the HTML standard says; the same HTML is read once."""
    node = shutil.which("node")
    if node is None or not (TESTS / "node_modules").exists():
        lacking("no node or no npm packages: run `npm ci --prefix tests`")
    found = {
        one.answer.text: {"name": one.address, "html": one.answer.text, "piece": one.is_piece}
        for one in seen
        if one.is_html
    }
    asked = json.dumps(list(found.values()))
    told = subprocess.run(
        [node, JUDGE], input=asked, capture_output=True, text=True, check=True
    ).stdout
    return [
        f"{one['name']}, line {one['line']}: {one['rule']}: {one['message']}"
        for one in json.loads(told)
    ]
