"""A bar for what takes a while, on the terminal and out of the way of what is printed."""

from collections.abc import Iterable
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Step: TypeAlias = tuple[int, int]
"""How much is done, and of how much."""


def follow(title: str, steps: Iterable[Step]) -> None:
    """Take all the steps, showing how far they are."""
    shown = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
    )
    with Progress(*shown, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        for done, total in steps:
            bar.update(task, completed=done, total=total)
