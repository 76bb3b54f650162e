"""Where the two databases differ: SQLite's FTS5 and PostgreSQL's text search, behind one face.

Both hold words cut by `words` in a table `search_words`, made by a migration written by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, cast, column, func, literal, table, text
from sqlalchemy import select as columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session

from backend.core.db import rows
from backend.domain.search.words import Asked

_FTS = table("search_words", column("rowid"), column("title"), column("body"), column("stems"))
_TSV = table("search_words", column("number"), column("words"))


@dataclass(frozen=True, slots=True)
class Match:
    """A way to join the documents that match, and to put the best first."""

    table: Any
    number: ColumnElement[int]
    condition: ColumnElement[bool]
    rank: ColumnElement[Any]
    """Smaller is better."""


def put(db: Session, number: int, title: str, body: str, stems: str) -> None:
    """Keep a document's words (separated by spaces), in place of those kept before."""
    drop(db, number)
    put_new(db, [(number, title, body, stems)])


def put_new(db: Session, documents: Sequence[tuple[int, str, str, str]]) -> None:
    """Keep the words of documents of which nothing was kept before: number, title, body, stems."""
    if _is_sqlite(db):
        sent = (
            "INSERT INTO search_words (rowid, title, body, stems) "
            "VALUES (:number, :title, :body, :stems)"
        )
        names = ("number", "title", "body", "stems")
        words = [dict(zip(names, one, strict=True)) for one in documents]
    else:
        sent = "INSERT INTO search_words (number, words) VALUES (:number, CAST(:words AS tsvector))"
        words = [{"number": number, "words": _tsvector(*said)} for number, *said in documents]
    db.connection().execute(text(sent), words)


def drop(db: Session, number: int) -> None:
    key = "rowid" if _is_sqlite(db) else "number"
    db.connection().execute(
        text(f"DELETE FROM search_words WHERE {key} = :number"),  # noqa: S608 - two fixed names
        {"number": number},
    )


def match(db: Session, wanted: Sequence[Asked]) -> Match:
    """What matches all that is asked for. At least one part must not be an exclusion."""
    if _is_sqlite(db):
        question = _fts5(wanted)
        return Match(
            _FTS,
            _FTS.c.rowid,
            text("search_words MATCH :question").bindparams(question=question),  # type: ignore[arg-type]
            func.bm25(text("search_words"), 8.0, 1.0, 0.5),
        )
    asked = cast(_tsquery(wanted), TSQUERY)
    rank = func.ts_rank(_TSV.c.words, asked, literal(1))
    return Match(_TSV, _TSV.c.number, _TSV.c.words.op("@@")(asked), -rank)


def size(db: Session) -> int:
    """How many documents have words."""
    whole = columns(func.count()).select_from(_FTS if _is_sqlite(db) else _TSV)
    return rows(db, whole).scalar_one()


def _is_sqlite(db: Session) -> bool:
    return db.get_bind().dialect.name == "sqlite"


def _fts5(wanted: Sequence[Asked]) -> str:
    """FTS5's own language. Every form is quoted, so none can be an operator."""

    def either(part: Asked) -> str:
        forms = [
            f'"{form}"' + (" *" if part.begins and " " not in form else "") for form in part.forms
        ]
        return "(" + " OR ".join(forms) + ")"

    included = " AND ".join(either(part) for part in wanted if not part.excluded)
    excluded = [either(part) for part in wanted if part.excluded]
    return f"({included}) NOT ({' OR '.join(excluded)})" if excluded else included


def _tsquery(wanted: Sequence[Asked]) -> str:
    """PostgreSQL's language, cast and so never parsed by the rules of some language."""

    def one(form: str, part: Asked) -> str:
        pieces = [f"'{piece}'" for piece in form.split(" ")]
        if len(pieces) > 1:
            return "(" + " <-> ".join(pieces) + ")"
        return pieces[0] + (":*" if part.begins else "")

    def either(part: Asked) -> str:
        found = "(" + " | ".join(one(form, part) for form in part.forms) + ")"
        return f"!{found}" if part.excluded else found

    return " & ".join(either(part) for part in wanted)


_LAST_POSITION = 16_383


def _tsvector(title: str, body: str, stems: str) -> str:
    """A tsvector as PostgreSQL writes it: every word quoted, with its places and their weight.

    Written here, and not by `to_tsvector`, whose parser would cut the words again in its own way.
    """
    places: dict[str, list[str]] = {}
    at = 0
    for words, weight in ((title, "A"), (body, "C"), (stems, "D")):
        for word in words.split():
            at += 1
            places.setdefault(word, []).append(f"{min(at, _LAST_POSITION)}{weight}")
        # A gap, so that no phrase reaches from the title into the body.
        at += 1
    return " ".join(f"'{word}':{','.join(found[:250])}" for word, found in places.items())
