"""The list of roundtables: every filter is in its address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.members.models import Member
from backend.domain.roundtables import policy, polling, queries
from backend.domain.roundtables.filters import FORMAT_LABELS, PLACE_LABELS, SHOW_LABELS, Filters
from backend.domain.roundtables.polling import Waiting
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.htmx import wants_piece
from backend.kit.render import render
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock
from backend.web.roundtables.labels import ANSWER_LABELS

router = Router(show=errors.show_page, prefix="/roundtables")

INDEX = "roundtables:index"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the same list, asked for a little differently."""

    label: str
    href: str
    is_here: bool = False


@router.get("", name=INDEX)
def index(ask: Ask, filters: Annotated[Filters, Query()]) -> Response:
    known = tree(ask.db)
    page = queries.listed(ask.db, ask.me, filters, known)
    chosen = filters.chosen()
    return render(
        ask,
        "roundtables/index.html",
        "roundtables/_list.html",
        filters=filters,
        rows=page.items,
        tabs=_tabs(ask, filters, chosen),
        narrowed_by=_narrowed_by(ask, filters, chosen, known),
        older=ask.path_for(INDEX, **chosen, after=page.next_key) if page.next_key else "",
        newest=ask.path_for(INDEX, **chosen) if filters.after else "",
        may_plan=policy.may_plan(ask.me),
        polls=_polls(ask, filters),
        options=_options(known),
        clock=readers_clock(ask),
        now=clock.now(),
        formats=FORMAT_LABELS,
        places=PLACE_LABELS,
        answers=ANSWER_LABELS,
    )


def _polls(ask: Asking, filters: Filters) -> Sequence[Waiting]:
    """Polls in which somebody has still to say something, above what is coming."""
    if filters.show != "coming" or not isinstance(ask.me, Member) or wants_piece(ask.request):
        return ()
    return polling.waiting_for(ask.db, ask.me)


def _tabs(ask: Asking, filters: Filters, chosen: Mapping[str, str]) -> list[Link]:
    """Coming, held and, for conveners, being planned."""
    shown = [key for key in SHOW_LABELS if key != "drafts" or ask.me.moderates]
    return [
        Link(
            _(SHOW_LABELS[key]),
            ask.path_for(INDEX, **{**chosen, "show": "" if key == "coming" else key}),
            filters.show == key,
        )
        for key in shown
    ]


def _narrowed_by(
    ask: Asking, filters: Filters, chosen: Mapping[str, str], topics: Tree
) -> list[Link]:
    """What narrows the list, each with the address of the list without it."""
    labels = {
        "topic": topics.by_slug[filters.topic].label if filters.topic else "",
        "format": _(FORMAT_LABELS[filters.format]) if filters.format else "",
        "mine": _("For me"),
    }
    return [
        Link(labels[name], ask.path_for(INDEX, **{**chosen, name: ""}))
        for name in chosen
        if name in labels
    ]


def _options(topics: Tree) -> dict[str, Sequence[tuple[str, str]]]:
    """What the filters offer."""
    return {
        "topic": [("", _("Any topic")), *((row.slug, row.label) for row in topics.rows)],
        "format": [("", _("Any format")), *((key, _(word)) for key, word in FORMAT_LABELS.items())],
    }
