"""Step 2: whom to invite. Who faces it and who can help is proposed; others are found by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Response

from backend.core import clock
from backend.core.i18n import _, language
from backend.domain.cities.countries import REGIONS
from backend.domain.roundtables import inviting, page, policy, proposals, queries
from backend.domain.roundtables.calendars import country_name
from backend.domain.roundtables.drafts import CitiesDraft
from backend.domain.roundtables.models import Roundtable
from backend.domain.roundtables.proposals import Why
from backend.kit import errors
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, submitted
from backend.kit.htmx import wants_piece
from backend.kit.pictures.worldmap import Spot, worldmap
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/roundtables/{slug}/cities")

CitiesForm = Annotated[Form[CitiesDraft], Depends(submitted(CitiesDraft))]
Words = Annotated[str, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a city is looked for by: the beginning of its name, its region, or both."""

    words: str = ""
    region: str = ""


@router.get("", name="roundtables:cities")
def show(ask: SignedIn, slug: str, q: Words = "", region: Words = "") -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    return _page(ask, table, Sought(q, region))


@router.post("", name="roundtables:choose_cities")
def choose(ask: SignedIn, slug: str, form: CitiesForm) -> Response:
    table = queries.one(ask.db, ask.me, slug)
    policy.may_move(ask.me, table, clock.now()).insist()
    made = form.submit(lambda draft: inviting.choose(ask.db, ask.me, table, draft))
    sought = Sought(form.value("q"), form.value("region"))
    if made is None:
        return _page(ask, table, sought, form.problems, status=422)
    if wants_piece(ask.request):
        return _page(ask, table, sought)
    path = ask.path_for("roundtables:cities", slug=slug, q=sought.words, region=sought.region)
    return see_other(ask, path)


def _page(
    ask: AskingMember,
    table: Roundtable,
    sought: Sought,
    problems: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Response:
    chosen = page.cities(ask.db, table)
    regions = [city.region for city in chosen]
    proposed = proposals.proposed(ask.db, ask.me, table, regions)
    called, has_more = proposals.called(ask.db, table, sought.words, sought.region)
    return render(
        ask,
        "roundtables/cities.html",
        "roundtables/_cities.html",
        status=status,
        table=table,
        chosen=chosen,
        proposed=proposed,
        called=called,
        has_more=has_more,
        sought=sought,
        regions=[("", _("Anywhere")), *((key, _(name)) for key, name in REGIONS.items())],
        problems=problems or {},
        missing=_missing(ask, table, regions) if chosen else [],
        records=partial(_records, ask, table),
        country_of=lambda code: country_name(code, language().code),
        picture=worldmap(
            [Spot(city.name, city.longitude, city.latitude, tone="marked") for city in chosen]
        ),
    )


def _missing(
    ask: AskingMember, table: Roundtable, regions: Iterable[str]
) -> Sequence[tuple[str, str]]:
    """The regions from which nobody is invited, each with the list of its cities."""
    return [
        (_(REGIONS[region]), _in_region(ask, table, region))
        for region in proposals.missing_regions(regions)
    ]


def _records(ask: AskingMember, table: Roundtable, why: Why) -> Sequence[tuple[str, str]]:
    """Where a reason can be read: its titles, or an empty one where the sentence itself leads there."""
    if why.region:
        return [("", _in_region(ask, table, why.region))]
    return [(one.title, ask.addresses.of(one)) for one in why.records]


def _in_region(ask: AskingMember, table: Roundtable, region: str) -> str:
    return ask.path_for("roundtables:cities", slug=table.slug, region=region)
