"""The days of the week on which a city's offices rest."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core.i18n import _
from backend.domain.cities import policy, queries, resting
from backend.domain.cities.models import City
from backend.domain.cities.resting import RestDaysDraft
from backend.kit import errors, moments
from backend.kit.asking import SignedIn
from backend.kit.forms import Form, edited
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/cities/{slug}/rest-days")

DaysForm = Form[RestDaysDraft]


@router.get("", name="cities:rest_days")
def show(ask: SignedIn, slug: str) -> Response:
    city = queries.one(ask.db, slug)
    return _page(ask, city, Form.of(RestDaysDraft, days=resting.rest_days(city)))


@router.post("", name="cities:choose_rest_days")
def choose(
    ask: SignedIn, slug: str, form: Annotated[DaysForm, Depends(edited(RestDaysDraft))]
) -> Response:
    city = queries.one(ask.db, slug)
    if form.submit(lambda draft: resting.choose(ask.db, ask.me, city, draft)) is None:
        return _page(ask, city, form, status=422)
    path = ask.path_for("cities:edit", slug=slug)
    return see_other(ask, path, flash=_("The days on which offices rest are saved."))


def _page(ask: SignedIn, city: City, form: DaysForm, *, status: int = 200) -> Response:
    policy.may_edit(ask.me, city).insist()
    return render(
        ask,
        "cities/rest_days.html",
        "cities/_rest_days.html",
        status=status,
        city=city,
        form=form,
        chosen=form.chosen("days"),
        weekdays=[(str(day), name) for day, name in moments.weekdays()],
    )
