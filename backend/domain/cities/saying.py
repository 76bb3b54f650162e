"""Saying something of a city: a fact, or how open it is. Each line is kept with who said it."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from backend.core import clock, links, times
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.cities import countries, gazetteer, policy
from backend.domain.cities.attributes import ATTRIBUTES
from backend.domain.cities.changing import changed
from backend.domain.cities.drafts import FactDraft
from backend.domain.cities.languages import works_in
from backend.domain.cities.models import PRINCIPLE_NAMES, City, Openness, OpennessDraft
from backend.domain.cities.records import CityFact, OpennessStep
from backend.domain.cities.said import Fact
from backend.domain.cities.said import said as known

EARLIEST = date(1900, 1, 1)
DAY = timedelta(days=1)
MOST_A_DAY = 100
"""Lines of one person in that time: enough for a whole page several times over."""


def say_fact(db: Session, me: policy.Keeper, city: City, kind: str, draft: FactDraft) -> CityFact:
    """Say one fact of a city from now on; or, with nothing in the draft, take it back."""
    policy.may_edit(me, city).insist()
    if kind not in ATTRIBUTES:
        raise Rejected({"kind": _("There is no such fact.")})
    if not draft.model_fields_set & {"value", "choices"}:
        raise Rejected({"value": _("Please say what it is, or send it empty to take it back.")})
    before = _newest(db, city, kind)
    said = _checked(city, kind, draft) if draft.value or draft.choices else _taken_back(before)
    if before is not None and all(getattr(before, name) == said[name] for name in said):
        return before
    if ATTRIBUTES[kind].needs_source and not draft.corrects:
        _insist_own_source(known(db, [city])[city.id].facts.get(kind), said)
    _insist_few(db, me, "value")
    made = CityFact(author_id=me.id, city_id=city.id, kind=kind, **said)
    db.add(made)
    db.flush()
    settle_fact(db, made)
    return made


def say_how_open(
    db: Session, me: policy.Keeper, city: City, principle: str, draft: OpennessDraft
) -> Openness:
    """Say how far the city is with one of the six principles, and where others can see it."""
    policy.may_edit(me, city).insist()
    if principle not in PRINCIPLE_NAMES:
        raise Rejected({"principle": _("There is no such principle.")})
    if draft.stage != "not_started" and not draft.words:
        raise Rejected({"words": _("Please say in a sentence what the city does.")})
    link = links.checked(draft.link, "link", 300) if draft.link else ""
    known = db.get(Openness, (city.id, principle))
    said = (draft.stage, draft.words, link)
    if known is not None and said == (known.stage, known.words, known.link):
        return known
    _insist_few(db, me, "words")
    step = OpennessStep(
        author_id=me.id,
        city_id=city.id,
        principle=principle,
        stage=draft.stage,
        words=draft.words,
        link=link,
    )
    db.add(step)
    db.flush()
    settle_openness(db, step)
    return db.get_one(Openness, (city.id, principle))


def settle_fact(db: Session, fact: CityFact) -> None:
    """Bring what lists read of a city into step with the newest line that isn't hidden."""
    city = db.get_one(City, fact.city_id)
    now = _newest(db, city, fact.kind)
    value = now.value if now else None
    if fact.kind == "population":
        place = gazetteer.by_id(city.geonames_id) if city.geonames_id else None
        at_first = (place.population if place else 0) or None
        city.population = at_first if value is None else int(value or 0) or None
    elif fact.kind == "languages":
        of_country = countries.official_languages(city.country)
        works_in(db, city.id, of_country if value is None else value.split())
    elif fact.kind in {"climate", "website", "portal"}:
        setattr(city, fact.kind, value or "")
    db.add(city)
    changed(db, city.id)


def settle_openness(db: Session, step: OpennessStep) -> None:
    """The same for one principle: what a hidden line said counts no more, its stage neither."""
    newest = db.exec(
        select(OpennessStep)
        .where(
            col(OpennessStep.city_id) == step.city_id,
            col(OpennessStep.principle) == step.principle,
            col(OpennessStep.hidden_at).is_(None),
        )
        .order_by(col(OpennessStep.id).desc())
    ).first()
    changed(db, step.city_id)
    said = db.get(Openness, (step.city_id, step.principle))
    if newest is None:
        if said is not None:
            db.delete(said)
        return
    said = said or Openness(city_id=step.city_id, principle=step.principle)
    said.stage, said.words, said.link = newest.stage, newest.words, newest.link
    said.said_at = newest.said_at
    db.add(said)


def _newest(db: Session, city: City, kind: str) -> CityFact | None:
    return db.exec(
        select(CityFact)
        .where(
            col(CityFact.city_id) == city.id,
            col(CityFact.kind) == kind,
            col(CityFact.hidden_at).is_(None),
        )
        .order_by(col(CityFact.id).desc())
    ).first()


def _checked(city: City, kind: str, draft: FactDraft) -> dict[str, Any]:
    value, unit = ATTRIBUTES[kind].read(draft)
    if ATTRIBUTES[kind].needs_source and not draft.source:
        raise Rejected({"source": _("Please say where this is from, such as the last census.")})
    if ATTRIBUTES[kind].needs_source and draft.as_of is None:
        raise Rejected(
            {"as_of": _("Please say of which day this is, or of which year’s last day.")}
        )
    today = clock.now().astimezone(times.zone(city.zone)).date()
    as_of = draft.as_of or today
    if not EARLIEST <= as_of <= today:
        raise Rejected({"as_of": _("Please give a day that has passed, since 1900.")})
    link = links.checked(draft.link, "link", 300) if draft.link else ""
    return {"value": value, "unit": unit, "source": draft.source, "link": link, "as_of": as_of}


def _taken_back(before: CityFact | None) -> dict[str, Any]:
    if before is None:
        raise Rejected({"value": _("Please fill this in.")})
    return {"value": "", "unit": "", "source": "", "link": "", "as_of": clock.now().date()}


def _insist_own_source(before: Fact | None, said: dict[str, Any]) -> None:
    """Another value under the source of the one before would be said by nobody."""
    same = {name for name in said if before and getattr(before, name) == said[name]}
    if {"source", "link", "as_of"} <= same and not {"value", "unit"} <= same:
        sentence = _(
            "You changed what is said here, and its source and day are those of before. Please give "
            "those of the new one, or tick that what was said before was a slip."
        )
        raise Rejected({"corrects": sentence})


def _insist_few(db: Session, me: policy.Keeper, field: str) -> None:
    alone(db, f"said by {me.id}")
    since = clock.now() - DAY
    lately = sum(
        db.exec(
            select(func.count())
            .select_from(model)
            .where(col(model.author_id) == me.id, col(model.said_at) > since)
        ).one()
        for model in (CityFact, OpennessStep)
    )
    if lately >= MOST_A_DAY:
        raise Rejected({field: _("You have changed very much today. Please go on tomorrow.")})
