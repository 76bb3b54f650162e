"""What is published can be kept as a file: the same words, readable to all, and naming nobody."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from backend.core.errors import Conflict
from backend.kit.papers.paper import Paper
from backend.kit.papers.pdf import pdf
from backend.kit.papers.plain import markdown
from backend.kit.papers.word import docx

BODY = """## What we heard

Sharing *decisions* takes **time**; see [the guide](https://example.org/guide) or `make`.

1. Ask early.
   - And ask again.
2. Write it down.

> Quoted words.

##### What comes next

    a line of code

***
"""
PAPER = Paper(
    "Who pays & who decides?",
    "pt-BR",
    "Note of a roundtable, 4 May 2026",
    BODY,
    datetime(2026, 5, 4, 12, 0, 0, 123_456, tzinfo=UTC),
)
HARM = '#read("/etc/passwd") #import "@preview/x:1.0.0" $a$ @ref <x> ]) #panic()'


def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    read = PdfReader(BytesIO(pdf(PAPER)))
    root: Any = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "pt-BR"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    text = read.pages[0].extract_text()
    for words in ("Who pays & who decides?", "What we heard", "Ask early.", "And ask again."):
        assert words in text
    assert [one["/A"]["/URI"] for one in _links(read)] == ["https://example.org/guide"]


def test_no_file_says_who_made_it() -> None:
    about: dict[str, Any] = dict(PdfReader(BytesIO(pdf(PAPER))).metadata or {})
    assert about.pop("/Creator").startswith("Typst ")
    assert about == {
        "/Title": PAPER.title,
        "/CreationDate": "D:20260504120000Z",
        "/ModDate": "D:20260504120000Z",
    }
    core = Document(BytesIO(docx(PAPER))).core_properties
    assert (core.title, core.language) == (PAPER.title, "pt-BR")
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")
    assert (
        core.created
        == core.modified
        == PAPER.made_at.replace(microsecond=0, tzinfo=core.created.tzinfo)
    )
    with ZipFile(BytesIO(docx(PAPER))) as file:
        app = file.read("docProps/app.xml").decode()
    assert "<Manager/>" in app
    assert "<Company/>" in app


def test_a_docx_has_real_headings_lists_and_links() -> None:
    read = Document(BytesIO(docx(PAPER)))
    assert [(one.style.name, one.text) for one in read.paragraphs if one.style] == [
        ("Title", PAPER.title),
        ("Subtitle", PAPER.line),
        ("Heading 1", "What we heard"),
        ("Normal", "Sharing decisions takes time; see the guide or make."),
        ("List Number", "Ask early."),
        ("List Bullet 2", "And ask again."),
        ("List Number", "Write it down."),
        ("Quote", "Quoted words."),
        ("Heading 2", "What comes next"),
        ("No Spacing", "a line of code"),
    ]
    linked = [link.address for one in read.paragraphs for link in one.hyperlinks]
    assert linked == ["https://example.org/guide"]


def test_what_members_write_is_never_run() -> None:
    text = PdfReader(BytesIO(pdf(replace(PAPER, title=HARM, body=HARM)))).pages[0].extract_text()
    assert text.count('#read("/etc/passwd")') == 2
    assert text.count("#panic()") == 2
    assert "root:" not in text
    bad = replace(PAPER, body="[a](javascript:alert) [b](file:///etc/passwd)")
    assert _links(PdfReader(BytesIO(pdf(bad)))) == []


@pytest.mark.parametrize(
    "body", ["> " * 60 + "deep", "- " * 60 + "deep", "x" * 40_000, "a\n\n" * 500, ""]
)
def test_any_words_make_a_file(body: str) -> None:
    paper = replace(PAPER, body=body, title="T" * 120)
    assert pdf(paper).startswith(b"%PDF")
    assert docx(paper).startswith(b"PK")


def test_no_file_is_made_of_endless_paragraphs() -> None:
    for make in (pdf, docx):
        with pytest.raises(Conflict, match="too many paragraphs"):
            make(replace(PAPER, body="a\n\n" * 1_501))


def test_arabic_runs_from_right_to_left_and_other_letters_are_kept_or_refused() -> None:
    arabic = replace(PAPER, title="من يدفع؟", language="ar", body="مرحبا بالعالم")
    paragraph = Document(BytesIO(docx(arabic))).paragraphs[-1]
    assert (paragraph.text, paragraph.runs[0].font.rtl) == ("مرحبا بالعالم", True)
    for paper in (arabic, replace(PAPER, title="会议", language="zh-Hans", body="会议纪要")):
        assert Document(BytesIO(docx(paper))).paragraphs[-1].text == paper.body
        assert paper.body in markdown(paper)
        # Where a machine has no font for them, no file with empty boxes is made.
        with suppress(Conflict):
            root: Any = PdfReader(BytesIO(pdf(paper))).trailer["/Root"]
            assert root["/Lang"] == paper.language.split("-")[0]


def test_markdown_says_what_it_is() -> None:
    assert markdown(replace(PAPER, title="A *note*", body="Words.")) == (
        "# A \\*note\\*\n\n*Note of a roundtable, 4 May 2026*\n\nWords.\n"
    )


def _links(read: PdfReader) -> list[Any]:
    return [
        note.get_object()
        for page in read.pages
        for note in page.get("/Annots", [])
        if note.get_object()["/Subtype"] == "/Link"
    ]
