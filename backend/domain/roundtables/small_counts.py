"""Numbers so small that they would tell of somebody are not told. Pure."""

FEWEST = 3


def at_least(count: int, fewest: int = FEWEST) -> int | None:
    """The number, or None where it counts fewer than that."""
    return count if count >= fewest else None
