"""What may have been meant: a slip put right, and while somebody types, what there is.

Both only ever name what this person may see: a word is offered for another only if there is
something with it in their own sight.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, literal, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.text import fold
from backend.domain import subjects
from backend.domain.members.models import Actor
from backend.domain.search import question, spelling, words
from backend.domain.search.latest import Latest
from backend.domain.search.marking import marker
from backend.domain.search.models import SearchDocument
from backend.domain.search.pool import visible
from backend.domain.search.question import Part, Question

FEW = 3
"""Of so little found that another spelling may be offered."""
TIMES = 3
"""Where something was found, another spelling must find so many times as much: two words that both
are said are seldom a slip of each other.
"""
SAID = 2
"""What so many things say in their sight is no slip, even where few say it beside the other words."""
MOST_TRIED = 8
LOOKED_AT = 50
"""Documents with another spelling that are looked at, the newest."""
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is called as was typed."""

    subject: subjects.Glance
    also: str = ""
    """The other name by which it is, where its title doesn't show what was typed."""


def meant(db: Session, me: Actor, text: str, found: int = 0) -> str:
    """The question with a slip put right, if that finds much more than was found; empty if not."""
    asked = question.read(text)
    if not asked or found >= (SAID if len(asked.parts) == 1 else FEW):
        return ""
    near = spelling.near(db, [part.words[0] for part in _open(asked)])
    open_parts = {part.words[0]: part for part in _open(asked) if near.get(part.words[0])}
    tried = _tried(asked, near)
    if not tried:
        return ""
    alone = [Question((part,)).finished for part in open_parts.values()]
    counts = _counts(db, me, [*tried, *alone])
    said = {word for at, word in enumerate(open_parts, len(tried)) if counts.get(at, 0) >= SAID}
    slips = [at for at, one in enumerate(tried) if not _replaced(asked, one) & said]
    best = max(slips, key=lambda at: (counts.get(at, 0), -at), default=None)
    if best is None or counts.get(best, 0) <= TIMES * found:
        return ""
    return _typed(tried[best])


def named(db: Session, me: Actor, text: str) -> Sequence[Named]:
    """What this person may see and is called what they have typed so far.

    First what begins so, then what has it further on, then what only has another name that does;
    among these the shortest names first, and the newest of them.
    """
    asked = question.read(text)
    if not asked:
        return ()
    numbers = Latest(db).of(asked.begun_titles, LOOKED_AT).subquery()
    wanted = (
        columns(
            col(SearchDocument.kind),
            col(SearchDocument.subject_id),
            col(SearchDocument.title),
            col(SearchDocument.slug),
            col(SearchDocument.names),
        )
        .where(col(SearchDocument.number).in_(columns(numbers.c[0])), visible(me))
        .order_by(func.length(col(SearchDocument.title)), col(SearchDocument.number).desc())
    )
    typed = fold(text)
    found = [(subjects.Glance(*one[:4]), one[4]) for one in rows(db, wanted)]
    first = sorted(found, key=lambda one: _place(typed, fold(one[0].title)))[:MOST_NAMED]
    says = _says(asked)
    return [
        Named(one, "" if says(one.title) else next(filter(says, names.split("\n")), ""))
        for one, names in first
    ]


def _place(typed: str, title: str) -> int:
    """Where in a title stands what was typed; the lower the sooner."""
    at = title.find(typed)
    return 0 if at == 0 else 1 if at > 0 else 2


def _says(asked: Question) -> Callable[[str], bool]:
    """Whether a name has all that was typed so far, in whatever form of the words."""
    *whole, last = asked.parts
    *said, begun = last.words
    marks = [marker(Question((part,))) for part in whole]

    def says(name: str) -> bool:
        cut = words.cut(name)
        goes_on = any(one.startswith(begun) for one in cut) and set(said) <= set(cut)
        return goes_on and all(one.spans(name) for one in marks)

    return says


def _open(asked: Question) -> list[Part]:
    """The words in which a slip may be."""
    return [part for part in asked.parts if part.is_word]


def _tried(asked: Question, near: dict[str, list[str]]) -> list[Question]:
    """With one word spelled otherwise; and, if several may be wrong, with all of them."""
    others = {word: some for word, some in near.items() if some}
    single = [
        _with(asked, {word: other})
        for place in range(MOST_TRIED)
        for word, some in others.items()
        for other in some[place : place + 1]
    ][:MOST_TRIED]
    if len(others) > 1:
        single.append(_with(asked, {word: some[0] for word, some in others.items()}))
    return single


def _with(asked: Question, other: dict[str, str]) -> Question:
    def put_right(part: Part) -> Part:
        word = other.get(part.words[0]) if part.is_word else None
        return replace(part, words=(word,), said=word) if word else part

    return replace(asked.finished, parts=tuple(map(put_right, asked.finished.parts)))


def _replaced(asked: Question, other: Question) -> set[str]:
    """The words of a question that the other spells otherwise."""
    pairs = zip(asked.parts, other.parts, strict=True)
    return {was.words[0] for was, put_right in pairs if was.words != put_right.words}


def _counts(db: Session, me: Actor, tried: Sequence[Question]) -> dict[int, int]:
    """How much of what each finds may be seen, by its place."""
    latest = Latest(db)
    each = [latest.of(one.literal, LOOKED_AT).subquery() for one in tried]
    matched = union_all(
        *(columns(one.c[0].label("number"), literal(at).label("at")) for at, one in enumerate(each))
    ).subquery()
    seen = (
        columns(matched.c.at, func.count())
        .join(SearchDocument, col(SearchDocument.number) == matched.c.number)
        .where(visible(me))
        .group_by(matched.c.at)
    )
    return {at: count for at, count in rows(db, seen)}  # noqa: C416 - a Row is no pair


def _typed(asked: Question) -> str:
    """As somebody would type it."""
    included = [f'"{part.said}"' if part.quoted else part.said for part in asked.parts]
    excluded = [f'-"{part.said}"' if part.quoted else f"-{part.said}" for part in asked.without]
    return " ".join((*included, *excluded))
