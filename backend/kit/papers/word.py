"""A paper as DOCX, with the styles that screen readers know, and properties that name nobody."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from backend.kit.papers.blocks import Block, Run, blocks
from backend.kit.papers.paper import Paper

LISTS = {False: ("List Bullet", "List Bullet 2", "List Bullet 3")}
LISTS[True] = ("List Number", "List Number 2", "List Number 3")


@lru_cache(maxsize=32)
def docx(paper: Paper) -> bytes:
    document = Document()
    _describe(document, paper)
    writer = _Writer(document, is_rtl=paper.is_rtl)
    writer.say("Title", [Run(paper.title)])
    writer.say("Subtitle", [Run(paper.line)])
    writer.write(blocks(paper.body))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.language = paper.title, paper.language
    about.author = about.last_modified_by = about.comments = ""
    about.created = about.modified = paper.made_at
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), paper.language)
        language.set(qn("w:bidi"), paper.language)


class _Writer:
    def __init__(self, document: Any, *, is_rtl: bool) -> None:
        self._document, self._is_rtl = document, is_rtl

    def write(self, found: list[Block], style: str = "Normal", depth: int = 0) -> None:
        for one in found:
            match one["kind"]:
                case "heading":
                    self.say(f"Heading {one['level']}", one["runs"])
                case "words":
                    self.say(style, one["runs"])
                case "list":
                    names = LISTS[one["start"] > 0]
                    for item in one["items"]:
                        self.write(item, names[min(depth, len(names) - 1)], depth + 1)
                case "quote":
                    self.write(one["blocks"], "Quote", depth)
                case "code":
                    self.say("No Spacing", [Run(one["text"], code=True)])

    def say(self, style: str, runs: list[Run]) -> None:
        said = self._document.add_paragraph(style=style)
        if self._is_rtl:
            said._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - it has no other way
        for run in runs:
            self._run(said, run)

    def _run(self, said: Paragraph, run: Run) -> None:
        written = said.add_run(run.text)
        if run.ends_line:
            written.add_break()
        written.bold, written.italic = run.bold or None, run.italic or None
        if run.code:
            written.font.name = "Courier New"
        if self._is_rtl:
            written.font.rtl = True
        if run.link:
            linked = OxmlElement("w:hyperlink")
            to = said.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            linked.set(qn("r:id"), to)
            written.font.underline = True
            linked.append(written._r)  # noqa: SLF001 - the run moves into the link
            said._p.append(linked)  # noqa: SLF001
