"""What may be uploaded: told by what is in it, under a name that leads nowhere."""

from io import BytesIO
from itertools import product
from zipfile import ZipInfo

import pytest

from backend.core.errors import Rejected
from backend.domain.resources.contents import SORTS, media_type
from backend.domain.resources.file_names import LONGEST, ending, safe_name
from tests.support.documents import JPG, PDF, SOUND, TEXT, archive, office, open_document, png

ZIP = SOUND["zip"]
KIN = {("jpg", "jpeg"), ("jpeg", "jpg"), ("geojson", "json")}
TEXTS = {"csv", "txt", "md"}
"""Plain words look alike; only their names tell them apart."""
ARCHIVES = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}


def is_taken(name: str, contents: bytes) -> bool:
    try:
        media_type(name, BytesIO(contents))
    except Rejected:
        return False
    return True


@pytest.mark.parametrize("sort", SORTS)
def test_a_sound_file_of_each_sort_is_taken(sort: str) -> None:
    assert media_type(f"trees.{sort}", BytesIO(SOUND[sort])) == SORTS[sort].media_type


@pytest.mark.parametrize(("held", "said"), [p for p in product(SOUND, SORTS) if p[0] != p[1]])
def test_a_file_under_the_name_of_another_sort_is_refused(held: str, said: str) -> None:
    alike = (
        (held, said) in KIN
        or (held in TEXTS | {"json", "geojson"} and said in TEXTS)
        or (held in ARCHIVES and said == "zip")
    )
    assert is_taken(f"trees.{said}", SOUND[held]) == alike


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("pdf_and_zip.pdf", PDF + ZIP),
        ("zip_and_pdf.zip", archive({PDF.decode("latin-1")[:8]: b"x"}) + PDF),
        ("self_extracting.zip", b"MZ\x90\x00" + ZIP),
        ("picture_and_zip.png", png() + ZIP),
        ("picture_and_more.png", png() + b"<script>alert(1)</script>"),
        ("picture_and_zip.jpg", JPG + ZIP),
        ("picture_and_pdf.jpg", JPG[:40] + PDF + JPG[40:]),
        ("cut_off.png", png()[:-4]),
        ("cut_off.pdf", PDF[:-7]),
        ("cut_off.zip", ZIP[:-30]),
        ("page.txt", b"<!DOCTYPE html><script>alert(1)</script>"),
        ("page.csv", b"\xef\xbb\xbf  <HTML><body>"),
        ("drawing.md", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("program.txt", b"#!/bin/sh\nrm -rf /\n"),
        ("program.md", b"<?php system($_GET['x']);"),
        ("letter.txt", b"{\\rtf1 hello}"),
        ("zeros.csv", b"a,b\x00\n"),
        ("bell.md", b"ring\x07"),
        ("escape.txt", b"\x1b[2J"),
        ("words.json", b"not json"),
        ("half.json", b'{"a": 1'),
        ("latin.json", '{"é": 1}'.encode("latin-1")),
        ("cut.json", b'["\xc3"]'),
        ("untyped.geojson", b'{"features": []}'),
        ("list.geojson", b'["type"]'),
        ("empty.zip", archive({})),
        ("macros.docx", office("docx", **{"word/vbaProject.bin": b"x"})),
        ("other.odt", open_document("text-master")),
        ("late.odt", archive({"content.xml": b"<x/>", "mimetype": b"x"})),
        ("page.html", b"<p>Hello</p>"),
        ("page.svg", b"<svg/>"),
        ("program.exe", b"MZ\x90"),
        ("noend", b"words"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_two_things_or_only_pretends_is_refused(name: str, contents: bytes) -> None:
    assert not is_taken(name, contents)


def test_a_document_that_names_macros_is_refused() -> None:
    kinds = b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'
    made = archive({"[Content_Types].xml": kinds, "word/document.xml": b"<x/>"})
    assert not is_taken("letter.docx", made)


@pytest.mark.parametrize(
    "inside",
    ["../../etc/passwd", "a/../../b", "/etc/passwd", "..\\..\\windows", "C:\\x.txt", "C:/x.txt"],
)
def test_an_archive_that_would_write_outside_its_folder_is_refused(inside: str) -> None:
    assert not is_taken("data.zip", archive({inside: b"x"}))


def test_an_archive_with_a_link_in_it_is_refused() -> None:
    link = ZipInfo("link")
    link.external_attr = 0o120777 << 16
    made = archive({link: b"/etc/passwd"})  # type: ignore[dict-item]
    assert not is_taken("data.zip", made)


def test_an_archive_that_would_fill_the_disk_is_refused() -> None:
    """The sizes that it announces are what programs make room for."""
    made = bytearray(archive({"a": b"x", "b": b"x"}))
    for at in (i for i in range(len(made)) if made[i : i + 4] == b"PK\x01\x02"):
        made[at + 24 : at + 28] = (0x7FFF_FFFF).to_bytes(4, "little")
    assert not is_taken("data.zip", bytes(made))


def test_an_archive_whose_list_of_contents_is_huge_is_not_read() -> None:
    made = bytearray(ZIP)
    end = made.rfind(b"PK\x05\x06")
    made[end + 12 : end + 16] = (3 * 1024 * 1024).to_bytes(4, "little")
    assert not is_taken("data.zip", bytes(made))


def test_an_archive_whose_list_of_contents_is_broken_is_refused() -> None:
    at = ZIP.find(b"PK\x01\x02")
    assert not is_taken("data.zip", ZIP[:at] + b"XXXX" + ZIP[at + 4 :])


def test_a_document_whose_insides_are_broken_is_refused() -> None:
    made = bytearray(open_document("text"))
    at = made.find(b"application/vnd")
    made[at : at + 4] = b"xxxx"
    assert not is_taken("letter.odt", bytes(made))


def test_an_archive_with_a_second_list_of_contents_is_refused() -> None:
    end = ZIP.rfind(b"PK\x05\x06")
    assert not is_taken("data.zip", ZIP[:end] + b"PK\x06\x07" + b"\x00" * 16 + ZIP[end:])


def test_an_empty_file_is_refused_with_that_sentence() -> None:
    with pytest.raises(Rejected, match="This file is empty"):
        media_type("words.txt", BytesIO())


def test_an_unknown_ending_is_refused_with_those_that_work() -> None:
    with pytest.raises(Rejected, match="PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, CSV"):
        media_type("words.doc", BytesIO(TEXT))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Toolkit.PDF", "Toolkit.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ana\\plan.docx", "plan.docx"),
        ("..\\..\\plan.docx", "plan.docx"),
        ("new\r\nSet-Cookie: a=b.csv", "new Set-Cookie_ a=b.csv"),
        ("nul\x00byte.csv", "nulbyte.csv"),
        ('say "hello".md', "say _hello_.md"),
        ("exe\u202egpj.jpg", "exegpj.jpg"),
        ("exe\u2067gpj.jpg", "exegpj.jpg"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        (".pdf", "pdf"),
        (" . .pdf", "pdf"),
        ("trailing.pdf.", "trailing.pdf"),
        ("Plan für Größe.pdf", "Plan für Größe.pdf"),
        ("田中の計画.pdf", "田中の計画.pdf"),
        ("خطة المدينة.pdf", "خطة المدينة.pdf"),
        ("योजना.pdf", "योजना.pdf"),
        ("Cafe\u0301.pdf", "Café.pdf"),
        ("tar.tar.gz", "tar.tar.gz"),
    ],
)
def test_a_name_keeps_its_letters_and_leads_nowhere(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_long_name_is_cut_before_its_ending() -> None:
    name = safe_name("ё" * 500 + ".geojson")
    assert len(name) == LONGEST
    assert ending(name) == "geojson"


def test_a_long_name_is_not_cut_within_a_letter() -> None:
    letter = "q\u0323\u0307"
    for end in ("md", "csv", "json"):
        kept = safe_name(f"{letter * 100}.{end}").removesuffix(f".{end}")
        assert kept == letter * (len(kept) // 3)
        assert LONGEST - len(end) - 4 < len(kept) < LONGEST - len(end)


def test_even_a_long_ending_leaves_a_name() -> None:
    assert len(safe_name("a." + "b" * 500)) <= LONGEST + 400
