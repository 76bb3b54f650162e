"""Concepts as a table, one on each line: written for spreadsheet programs, and read back. Pure."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import ValidationError

from backend.core import sheets, tongues
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import slugify
from backend.domain.glossary.drafts import ConceptDraft

BETWEEN = " | "
"""What stands between two terms of one cell."""
MEANING = " meaning"
MOST_LINES = 1_000

_DELIMITERS = ",;\t"
_SHIELD = re.compile(r"^'(?=[=+\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])'(?=[=+\-@＝＋－＠])")


class Said(Protocol):
    @property
    def language(self) -> str: ...
    @property
    def terms(self) -> Sequence[str]: ...
    @property
    def meaning(self) -> str: ...


class Row(Protocol):
    @property
    def slug(self) -> str: ...
    @property
    def words(self) -> Sequence[Said]: ...


def written(concepts: Sequence[tuple[Row, str]]) -> str:
    """Concepts, each with the slug of its topic, as CSV that `read` takes back."""
    languages = sorted({said.language for row, _topic in concepts for said in row.words})
    head = ["slug", "topic", *(part for code in languages for part in (code, code + MEANING))]
    return sheets.written([head, *(_line(row, topic, languages) for row, topic in concepts)])


def read(table: str) -> list[tuple[str, ConceptDraft]]:
    """The concepts of a table, each with its slug; Rejected with the line where one is unsound."""
    lines = _lines(table)
    head = [cell.strip() for cell in lines[0]] if lines else []
    codes = [cell for cell in head if tongues.is_known(cell)]
    if not codes:
        raise Rejected(
            {
                "table": _(
                    "The first line must name the columns: slug, topic, and languages such as en."
                )
            }
        )
    if len(lines) > MOST_LINES + 1:
        raise Rejected({"table": _("Please send at most {count} lines.", count=MOST_LINES)})
    found: dict[str, ConceptDraft] = {}
    for number, cells in enumerate(lines[1:], start=2):
        named = dict(zip(head, cells, strict=False))
        if any(named.values()):
            slug, draft = _concept(number, named, codes)
            if slug in found:
                raise Rejected(
                    {"table": _("Line {number} names “{slug}” again.", number=number, slug=slug)}
                )
            found[slug] = draft
    if not found:
        raise Rejected({"table": _("There is no word in this table.")})
    return list(found.items())


def _line(row: Row, topic: str, languages: Sequence[str]) -> list[str]:
    said = {one.language: (BETWEEN.join(one.terms), one.meaning) for one in row.words}
    return [row.slug, topic, *(cell for code in languages for cell in said.get(code, ("", "")))]


def _lines(table: str) -> list[list[str]]:
    text = table.removeprefix(sheets.MARK)
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        read = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as fault:
        raise Rejected({"table": _("This is not a table of words.")}) from fault
    return [[_SHIELD.sub("", cell).strip() for cell in line] for line in read]


def _concept(
    number: int, named: Mapping[str, str], codes: Sequence[str]
) -> tuple[str, ConceptDraft]:
    words = [
        {"language": code, "terms": named.get(code, ""), "meaning": named.get(code + MEANING, "")}
        for code in codes
        if named.get(code) or named.get(code + MEANING)
    ]
    try:
        draft = ConceptDraft.model_validate({"words": words, "topic": named.get("topic", "")})
    except ValidationError as fault:
        said = _("Line {number} is unsound: a term is missing or too long.", number=number)
        raise Rejected({"table": said}) from fault
    if any(not one.terms for one in draft.words):
        said = _("Line {number} says what a word means without giving the word.", number=number)
        raise Rejected({"table": said})
    slug = named.get("slug", "")
    english = next((one.terms[0] for one in draft.words if one.language == "en"), "")
    return slugify(slug or english or draft.words[0].terms[0]), draft
