"""Each role reads, on each surface, exactly the words that the tables allow."""

import re
from collections.abc import Iterator
from http import HTTPStatus

import pytest

from tests.canary.asking import Answer, Asker
from tests.canary.conftest import World
from tests.canary.expected.shapes import Asked, asked
from tests.canary.expected.tables import SURFACES
from tests.canary.roles import EVERYBODY
from tests.canary.words import Garden, seen

OLDER = re.compile(r'(?:[?&]|&amp;)after=([^"&#]+)|"next": ?"([^"]+)"')
MOST_PAGES = 9
FORBIDDEN = HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_everybody_reads_what_is_for_them_and_nothing_else(world: World, role: str) -> None:
    """Where a word is said to be too much or lacking, look at the route's line in expected/."""
    asker = world.asker(role)
    faults = [
        f"{one.surface.route} {one.address}: {fault}"
        for one in asked(world.garden, SURFACES)
        for fault in _faults(world.garden, asker, role, one)
    ]
    assert faults == [], "\n".join([f"as {role}:", *faults])


def _faults(garden: Garden, asker: Asker, role: str, one: Asked) -> Iterator[str]:
    """What they may not see at all is asked for in `test_absence.py`."""
    if one.is_unseen_by(role):
        return
    answer, opens = asker.ask(one.address), not one.is_refused(role)
    if opens and answer.status >= HTTPStatus.BAD_REQUEST:
        yield f"answers {answer.status} to who may open it"
    if not opens and answer.status != _refusal(role, one):
        yield f"answers {answer.status} to who may not open it"
    yield from _compared(garden, role, one, _all_pages(asker, one, answer), opens=opens)
    if one.surface.piece is not None:
        text = asker.piece(one.address).text
        for fault in _compared(garden, role, one, text, opens=opens, piece=True):
            yield f"as a piece {fault}"


def _refusal(role: str, one: Asked) -> int:
    """Strangers are asked to sign in first, save where there is nothing for anybody."""
    status = one.surface.refused
    return HTTPStatus.UNAUTHORIZED if role == "guest" and status == FORBIDDEN else status


def _all_pages(asker: Asker, one: Asked, answer: Answer) -> str:
    texts = [answer.text]
    while one.surface.pages and len(texts) < MOST_PAGES:
        found = OLDER.search(texts[-1].partition("\n\n")[2])
        if not found:
            break
        texts.append(asker.ask(f"{one.address}?after={found[1] or found[2]}").text)
    return "\n".join(texts)


def _compared(
    garden: Garden, role: str, one: Asked, text: str, *, opens: bool, piece: bool = False
) -> Iterator[str]:
    """Their own name and city may stand anywhere; what was asked for is only said back."""
    shows = (one.surface.piece or () if piece else one.surface.shows) if opens else ()
    besides = garden.own.get(role, set()) | {one.word}
    there, wanted = seen(text) - besides, one.words(garden, role, shows) - besides
    if there - wanted:
        yield f"shows {garden.names_of(there - wanted)}"
    if wanted - there:
        yield f"lacks {garden.names_of(wanted - there)}"
