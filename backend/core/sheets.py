"""Tables as files for spreadsheet programs: read back by Excel as UTF-8, and never as formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the letters of an older Windows."""

_BEGINS_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")


def written(rows: Iterable[Sequence[object]]) -> str:
    """These rows as CSV (RFC 4180), the first of them the headings."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(
        [harmless(str(cell)) for cell in row] for row in rows
    )
    return MARK + made.getvalue()


def harmless(cell: str) -> str:
    """The cell; with an apostrophe before it where a program could take it for a formula."""
    return f"'{cell}" if cell[:1] in _BEGINS_FORMULA else cell
