"""Step 4: its agenda, everything at a glance, and the invitation."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import _
from backend.domain.roundtables import (
    agenda,
    company,
    following,
    inviting,
    page,
    planning,
    policy,
    queries,
)
from backend.domain.roundtables.drafts import MOST_ITEMS, AgendaItemDraft
from backend.domain.roundtables.filters import FORMAT_LABELS, PLACE_LABELS
from backend.domain.roundtables.following import AgendasDraft
from backend.domain.roundtables.models import Roundtable
from backend.kit import errors
from backend.kit.asking import Asking, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.looking import look_over
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/{slug}")

AgendaForm = Annotated[Form[AgendasDraft], Depends(edited(AgendasDraft))]

EMPTY_LINES = 3


@router.get("/review", name="roundtables:review")
def review(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, table).insist()
    return _page(ask, table, _agenda_of(ask, table))


@router.post("/agenda", name="roundtables:write_agenda")
def write_agenda(ask: SignedIn, slug: str, form: AgendaForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_edit(ask.me, table).insist()

    def act(draft: AgendasDraft) -> Roundtable:
        return following.each(
            ask.db, ask.me, table, draft, lambda one: agenda.write(ask.db, ask.me, one, draft)
        )

    if form.submit(act) is None:
        return _page(ask, table, form, status=422)
    path = ask.path_for("roundtables:review", slug=slug)
    return see_other(ask, f"{path}#agenda", flash=_("The agenda is saved."))


@router.post("/invitations", name="roundtables:invite")
def invite(ask: SignedIn, slug: str) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    inviting.invite(ask.db, ask.me, table)
    return see_other(
        ask,
        ask.path_for("roundtables:show", slug=slug),
        flash=_("The cities are invited. Their people hear of it by letter."),
    )


def _agenda_of(ask: Asking, table: Roundtable) -> Form[AgendasDraft]:
    parts = company.agenda(ask.db, ask.me, table, knows_room=True, is_edited=True)
    look_over(ask, [one for part in parts for one in part.links])
    lines = [
        AgendaItemDraft(
            minutes=part.minutes,
            title=part.title,
            lead=part.lead,
            speakers=", ".join(slug if "," in name else name for name, slug in part.speakers),
            links=" ".join(f"/{one.kind}s/{one.slug}" for one in part.links),
        )
        for part in parts
    ]
    return Form.of(AgendasDraft, items=lines)


def _page(
    ask: Asking, table: Roundtable, form: Form[AgendasDraft], *, status: int = 200
) -> Response:
    lines = form.lines("items")
    spare: list[dict[str, str]] = [{}] * min(EMPTY_LINES, MOST_ITEMS - len(lines))
    minutes = sum(int(line["minutes"]) for line in lines if line.get("minutes", "").isdecimal())
    cities = page.cities(ask.db, table)
    return render(
        ask,
        "roundtables/review.html",
        "roundtables/_agenda_form.html",
        status=status,
        table=table,
        form=form,
        lines=[*lines, *spare],
        agenda_minutes=minutes,
        sittings=queries.sittings(ask.db, table),
        cities=cities,
        people=planning.people_in(ask.db, [city.id for city in cities]),
        clock=readers_clock(ask),
        may_invite=policy.may_invite(ask.me, table, clock.now()),
        later=following.count(ask.db, table),
        may_begin_series=policy.may_begin_series(ask.me, table),
        may_move=policy.may_move(ask.me, table, clock.now()),
        formats=FORMAT_LABELS,
        places=PLACE_LABELS,
    )
