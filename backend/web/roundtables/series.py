"""A series: its days, the hours that are fairest on them, and then its meetings."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Response

from backend.core import clock
from backend.core.i18n import N_, _, ngettext
from backend.core.times import zones
from backend.domain.roundtables import ledger, planning, policy, queries, repeating
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.rotation import Rotation
from backend.domain.roundtables.series import MOST_TURNS, RuleDraft, SeriesDraft
from backend.kit import errors, moments
from backend.kit.asking import Ask, Asking, AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.render import render, see_other
from backend.kit.router import Router
from backend.web.roundtables import hours
from backend.web.roundtables.clocks import readers_clock

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/series")

SeriesForm = Annotated[Form[SeriesDraft], Depends(submitted(SeriesDraft))]

OFTEN = {"weekly": N_("By weeks"), "monthly": N_("By months")}
OK = 200
NTHS = {1: N_("first"), 2: N_("second"), 3: N_("third"), 4: N_("fourth"), -1: N_("last")}


@router.get("", name="roundtables:series")
def show(ask: Ask, slug: str) -> Response:
    """Its meetings."""
    return _parts(ask, queries.one(ask.db, ask.me, slug))


@router.get("/new", name="roundtables:new_series")
def new(ask: SignedIn, slug: str) -> Response:
    """How to begin one; once its days are chosen, with the hours that are fairest on them."""
    table = queries.one(ask.db, ask.me, slug)
    policy.may_begin_series(ask.me, table).insist()
    asked = {name: [value] for name, value in ask.request.query_params.items() if value}
    if "first" not in asked:
        return _page(ask, table, _usual(ask))
    form, rule = Form(SeriesDraft, asked), Form(RuleDraft, asked)
    found = rule.submit(lambda draft: repeating.hours(ask.db, ask.me, table, draft))
    form.problems = rule.problems
    return _page(ask, table, form, found or ())


@router.post("", name="roundtables:begin_series")
def begin(ask: SignedIn, slug: str, form: SeriesForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_begin_series(ask.me, table).insist()
    if form.submit(lambda draft: repeating.begin(ask.db, ask.me, table, draft)) is None:
        return _page(ask, table, form, status=422)
    path = ask.path_for("roundtables:series", slug=slug)
    return see_other(ask, path, flash=_("The series is made. Each of its meetings is a draft."))


@router.post("/invitations", name="roundtables:invite_series")
def invite(ask: SignedIn, slug: str) -> Response:
    count = repeating.invite(ask.db, ask.me, queries.one(ask.db, ask.me, slug))
    words = ngettext(
        "The cities are invited to {count} meeting.",
        "The cities are invited to {count} meetings, by one letter.",
        count,
    )
    return see_other(ask, ask.path_for("roundtables:series", slug=slug), flash=words)


def _parts(ask: Asking, table: Roundtable) -> Response:
    found = repeating.parts(ask.db, ask.me, table)
    by, now = readers_clock(ask), clock.now()
    sees = policy.may_see_ledger(ask.me)
    return render(
        ask,
        "roundtables/series.html",
        table=table,
        parts=[
            (one, by.span(one.starts_at, one.ends_at) if one.starts_at and one.ends_at else "")
            for one in found
        ],
        now=now,
        drafts=sum(one.planned_at is None for one in found),
        may_edit=policy.may_edit(ask.me, table),
        shares=hours.table_of(ledger.of_series(ask.db, table)) if sees else [],
        columns=hours.columns(),
    )


def _usual(ask: AskingMember) -> Form[SeriesDraft]:
    first = planning.first_day()
    return Form.of(
        SeriesDraft,
        often="monthly",
        first=first,
        every=1,
        nth=2,
        weekday=1,
        count=6,
        zone=ask.me.zone,
    )


def _page(
    ask: AskingMember,
    table: Roundtable,
    form: Form[SeriesDraft],
    found: Sequence[Rotation] = (),
    *,
    status: int = OK,
) -> Response:
    people = planning.participants(ask.db, ask.me, table)
    by = readers_clock(ask)
    known = {by.zone: by.place} | {who.zone: who.label for who in people if who.zone != by.zone}
    zone = form.value("zone") or by.zone
    if zone in zones():
        known.setdefault(zone, moments.place_of(zone))
    turns = form.chosen("turns")
    return render(
        ask,
        "roundtables/begin_series.html",
        "roundtables/_series_form.html",
        status=status,
        table=table,
        form=form,
        has_days=bool(found) or status != OK,
        turns=[*turns, *[""] * MOST_TURNS][:MOST_TURNS],
        offers=[_offer(one, zone, known.get(zone, zone)) for one in found],
        rule=[(name, form.value(name)) for name in RuleDraft.model_fields],
        oftens=[(key, _(words)) for key, words in OFTEN.items()],
        nths=[(key, _(words)) for key, words in NTHS.items()],
        weekdays=moments.weekdays(),
        clocks=list(known.items()),
    )


def _offer(one: Rotation, zone: str, place: str) -> tuple[str, str, list[str], list[str]]:
    """Its title, why it is offered, the hours as a form sends them, and the meetings in words."""
    clocks = [f"{turn:%H:%M}" for turn in one.turns]
    title = _("{times} in {place}", times=_(", ").join(clocks), place=place)
    return title, one.why, clocks, [moments.when(start, zone, place) for start in one.starts]
