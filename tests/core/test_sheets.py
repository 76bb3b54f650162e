import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.sheets import harmless, written


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"])
def test_no_cell_can_begin_a_formula(start: str) -> None:
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"1{start}1") == f"1{start}1"


@pytest.mark.parametrize("sign", [";", "\t", "\n", "\r"])
def test_no_piece_of_a_cell_can_begin_one_either(sign: str) -> None:
    """Where Excel reads semicolons for commas, quotes inside a line mean nothing to it."""
    assert harmless(f"Ana{sign}=1+1") == f"Ana{sign}'=1+1"
    assert harmless(f"Ana{sign}1+1") == f"Ana{sign}1+1"


def test_a_sheet_is_marked_for_excel_and_ends_its_lines_as_it_should() -> None:
    assert written([["a", 1], ['"b"', "c;d"]]) == '\ufeffa,1\r\n"""b""",c;d\r\n'


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=3)))  # fmt: skip
def test_what_is_written_is_read_back(table: list[list[str]]) -> None:
    text = written(table).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[harmless(cell) for cell in row] for row in table]
