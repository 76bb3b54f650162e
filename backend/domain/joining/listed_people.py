"""From the records of a list to the people on it: which cell is what. Pure.

With headings, in any language of the interface, each column is what its heading says. Without,
the address is found by its sign: a name may stand before it; city, role and topics come after.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.core.list_text import Record
from backend.core.text import fold, one_line

HEADINGS = {
    "email": (
        "e-mail, email, mail, e-mail address, email address, work e-mail, address",
        "correo, correo electronico, direccion de correo, email del trabajo",
        "e-mail profissional, endereco de e-mail, endereco, correio eletronico",
        "courriel, adresse e-mail, adresse email, adresse electronique, adresse mail, adresse",
        "البريد الإلكتروني, البريد, بريد إلكتروني, عنوان البريد الإلكتروني",
    ),
    "name": (
        "name, full name, your name",
        "nombre, nombre completo, nombre y apellidos",
        "nome, nome completo",
        "nom, nom complet, nom et prenom, prenom et nom",
        "الاسم, الاسم الكامل",
    ),
    "city": (
        "city, town, municipality",
        "ciudad, municipio",
        "cidade, concelho",
        "ville, commune",
        "المدينة, البلدية",
    ),
    "title": (
        "title, role, job title, position, what you do",
        "cargo, puesto",
        "funcao",
        "fonction, poste, titre",
        "المنصب, الوظيفة, المسمى الوظيفي",
    ),
    "topics": ("topics, topic", "temas, tema", "topicos", "themes, sujets", "المواضيع, الموضوعات"),
    "language": ("language", "idioma, lengua", "lingua", "langue", "اللغة"),
}
"""What a column may be called; folded before it is compared."""

ORDER = ("city", "title", "topics")
"""What comes behind the address where there are no headings."""
BEFORE = ("name",)

_COLUMN_OF = {
    fold(word): column
    for column, lines in HEADINGS.items()
    for line in lines
    for word in line.split(",")
}
_NAMED = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")
_BETWEEN_TOPICS = re.compile(r"[;,|/،؛\n]")
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Person:
    """Whom one record speaks of, as it was typed."""

    line: int
    email: str = ""
    name: str = ""
    city: str = ""
    title: str = ""
    topics: Sequence[str] = ()
    language: str = ""
    fault: str = ""
    """Why nobody can be read from it: quotes, no_address, several_addresses, more_cells."""


@dataclass(frozen=True, slots=True)
class People:
    """A list, and whether its headings name a column of addresses; without one none is read."""

    persons: Sequence[Person] = field(default_factory=tuple)
    has_addresses: bool = True


def people(records: Sequence[Record]) -> People:
    """Everybody on the list, in order."""
    columns = _headings(records[0].cells) if records and not records[0].is_broken else None
    if columns is None:
        return People([_broken(one) or _without_headings(one) for one in records])
    if "email" not in columns.values():
        return People(has_addresses=False)
    width = len(records[0].cells)
    return People([_broken(one) or _with_headings(one, columns, width) for one in records[1:]])


def _headings(cells: Sequence[str]) -> Mapping[int, str] | None:
    """The column at each place, if this record is one of headings."""
    if any("@" in cell for cell in cells):
        return None
    columns: dict[int, str] = {}
    for place, cell in enumerate(cells):
        column = _COLUMN_OF.get(fold(cell))
        if column and column not in columns.values():
            columns[place] = column
    return columns if "email" in columns.values() or len(columns) >= _ENOUGH else None


def _broken(record: Record) -> Person | None:
    return Person(record.line, fault="quotes") if record.is_broken else None


def _with_headings(record: Record, columns: Mapping[int, str], width: int) -> Person:
    cells = {name: record.cells[at] for at, name in columns.items() if at < len(record.cells)}
    beyond = [cell for cell in record.cells[width:] if cell.strip()]
    if beyond and columns.get(width - 1) != "topics":
        return Person(record.line, fault="more_cells")
    if beyond:
        cells["topics"] = ";".join((cells["topics"], *beyond))
    return _person(record.line, cells)


def _without_headings(record: Record) -> Person:
    cells = record.cells
    places = [at for at, cell in enumerate(cells) if "@" in cell]
    if len(places) != 1:
        return Person(record.line, fault="several_addresses" if places else "no_address")
    (at,) = places
    if at > len(BEFORE):
        return Person(record.line, fault="more_cells")
    # An address that stands first, without a name of its own, has its name behind it.
    columns = ORDER if at or "<" in cells[0] else (*BEFORE, *ORDER)
    behind = cells[at + 1 :]
    named = dict(zip(columns, behind, strict=False))
    named["topics"] = ";".join(behind[len(columns) - 1 :])
    named["email"] = cells[at]
    return _person(record.line, named | ({"name": cells[0]} if at else {}))


def _person(line: int, cells: Mapping[str, str]) -> Person:
    email, name = one_line(cells.get("email", "")), one_line(cells.get("name", ""))
    if meant := _NAMED.fullmatch(email):
        email, name = meant["address"].strip(), name or one_line(meant["name"]).strip('"')
    if not email or "@" not in email:
        return Person(line, fault="no_address", email=email)
    if email.count("@") > 1:
        return Person(line, fault="several_addresses")
    topics = (one_line(word) for word in _BETWEEN_TOPICS.split(cells.get("topics", "")))
    return Person(
        line,
        email=email.removeprefix("mailto:"),
        name=name,
        city=one_line(cells.get("city", "")),
        title=one_line(cells.get("title", "")),
        topics=[word for word in topics if word],
        language=one_line(cells.get("language", "")),
    )
