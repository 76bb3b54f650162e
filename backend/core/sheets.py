"""Tables as files for spreadsheet programs: read back by Excel as UTF-8, and never as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

MARK = "\ufeff"
"""Without it Excel takes UTF-8 for the letters of an older Windows."""

_FORMULA = "=+\\-@＝＋－＠"
_BEGINS_FORMULA = re.compile(rf"^(?=[{_FORMULA}\t\r\n])|(?<=[;\t\r\n])(?=[{_FORMULA}])")
"""Also within a cell: where a program reads semicolons for commas, it ends cells at its own signs."""


def written(rows: Iterable[Sequence[object]]) -> str:
    """These rows as CSV (RFC 4180), the first of them the headings."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(
        [harmless(str(cell)) for cell in row] for row in rows
    )
    return MARK + made.getvalue()


def harmless(cell: str) -> str:
    """The cell; with an apostrophe before it where a program could take it for a formula."""
    return _BEGINS_FORMULA.sub("'", cell)
