"""Only the edges end a transaction: the kit for a request, jobs and commands for their work."""

import ast
from pathlib import Path

BACKEND = Path(__file__).parents[2] / "backend"
EDGES = ("kit/asking.py", "jobs/", "cli/")


def test_nobody_else_commits() -> None:
    for path in BACKEND.rglob("*.py"):
        if path.relative_to(BACKEND).as_posix().startswith(EDGES):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"commit", "rollback"}, f"{path}:{node.lineno}"
