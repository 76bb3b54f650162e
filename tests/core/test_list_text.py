import codecs
import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from backend.core.list_text import DELIMITERS, MOST_BROKEN, Record, Unreadable, decoded, records

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
WINDOWS = st.text(
    st.sampled_from([chr(n) for n in range(1, 127)] + list("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡ßàéñöøüÿ")),
    max_size=200,
)
MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@pytest.mark.parametrize("encoding", MARKS)
@given(text=TEXT)
def test_what_is_marked_comes_back_whatever_it_says(encoding: str, text: str) -> None:
    # A text that begins with NUL, after the mark of UTF-16, begins like one in UTF-32.
    assume(not (encoding == "utf-16-le" and text.startswith("\0")))
    assert decoded(MARKS[encoding] + text.encode(encoding)) == text


@given(TEXT)
def test_utf_8_needs_no_mark(text: str) -> None:
    assume("\0" not in text and not text.startswith("\ufeff"))
    assert decoded(text.encode()) == text


@given(WINDOWS)
def test_what_is_no_utf_8_is_read_as_windows_wrote_it(text: str) -> None:
    raw = text.encode("cp1252")
    assume(not raw.startswith(tuple(MARKS.values())))
    try:
        expected = raw.decode("utf-8")
    except UnicodeDecodeError:
        expected = text
    assert decoded(raw) == expected


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbfBogot\xc3\xa1", "Bogotá"),
        (b"Bogot\xc3\xa1", "Bogotá"),
        (b"Bogot\xe1", "Bogotá"),
        (b"\xff\xfeB\x00\xe1\x00", "Bá"),
        (b"\xfe\xff\x00B\x00\xe1", "Bá"),
        (b"\x80 5", "€ 5"),
    ],
)
def test_a_name_is_the_same_in_every_way_of_writing_it(raw: bytes, text: str) -> None:
    assert decoded(raw) == text


@pytest.mark.parametrize(
    "raw",
    [b"a\0b", b"\xff\xfeB", b"\xef\xbb\xbf\xe1", b"\xe1\x81", b"PK\x03\x04\x00\x00"],
)
def test_what_is_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(raw)


CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    st.lists(st.lists(CELL, min_size=1, max_size=4), max_size=6),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_spreadsheet_writes_is_read_with_the_lines_where_records_begin(
    table: list[list[str]], delimiter: str, end: str
) -> None:
    """Line numbers are counted by hand here, from what was written before each record."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    expected = []
    # Addresses in a column of their own tell which sign stands between the cells.
    for cells in [["a@b.example", "x"], *([*cells, "c@d.example"] for cells in table)]:
        before = made.getvalue().replace("\r\n", "\n").replace("\r", "\n")
        expected.append(Record(before.count("\n") + 1, tuple(cells)))
        writer.writerow(cells)
    found = records(made.getvalue())
    assert [(one.line, one.cells) for one in found] == [(one.line, one.cells) for one in expected]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a@b.example\n\n\nc@d.example", {1: ("a@b.example",), 4: ("c@d.example",)}),
        ("Ana; a@b.example\nBo; c@d.example", {1: ("Ana", "a@b.example"), 2: ("Bo", "c@d.example")}),
        ("Ana\ta@b.example\tPorto, Portugal", {1: ("Ana", "a@b.example", "Porto, Portugal")}),
        ('"An\na",a@b.example\nBo,c@d.example', {1: ("An\na", "a@b.example"), 3: ("Bo", "c@d.example")}),
        ('"Silva, Ana" <a@b.example>', {1: ("Silva, Ana <a@b.example>",)}),
        ('Ana "Nina" Silva,a@b.example', {1: ('Ana "Nina" Silva', "a@b.example")}),
        ("Ana <a@b.example>; Porto, Portugal", {1: ("Ana <a@b.example>", "Porto, Portugal")}),
        ("a@b.example\rc@d.example", {1: ("a@b.example",), 2: ("c@d.example",)}),
        ("a@b.example, housing; mobility", {1: ("a@b.example", "housing; mobility")}),
        ("a@b.example;;\n ;\t; \n", {1: ("a@b.example", "", "")}),
        ("", {}),
    ],
)  # fmt: skip
def test_lists_are_read_as_their_writers_meant_them(
    text: str, lines: dict[int, tuple[str, ...]]
) -> None:
    assert {one.line: one.cells for one in records(text) if not one.is_broken} == lines


def test_a_broken_record_spoils_no_other() -> None:
    text = 'a@b.example,x\n"open,c@d.example\ne@f.example,y\n"g"h,i@j.example\nk@l.example,z\n'
    found = records(text)
    assert [(one.line, one.is_broken) for one in found] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]


def test_a_list_of_nothing_but_broken_records_is_refused_before_it_takes_long() -> None:
    assert len(records('"x"y,a@b.example\n' * MOST_BROKEN)) == MOST_BROKEN
    with pytest.raises(Unreadable):
        records('"x"y,a@b.example\n' * (MOST_BROKEN + 1))
