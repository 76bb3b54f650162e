"""What was said of a city before, line by line: when, by whom, and what was hidden since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, cast, func, literal, null, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.i18n import N_
from backend.core.pages import PAGE, Page, as_key, cut
from backend.domain import subjects
from backend.domain.cities.models import City
from backend.domain.cities.records import CityFact, OpennessStep
from backend.domain.cities.saying import settle_fact, settle_openness


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said once. Of openness, the value is the stage, the source the words."""

    id: UUID
    is_openness: bool
    about: str
    """The kind of the fact, or the principle."""
    value: str
    unit: str
    source: str
    link: str
    as_of: date | None
    said_at: datetime
    author_id: UUID
    hidden_at: datetime | None

    @property
    def kind(self) -> str:
        """The kind of subject that it is."""
        return "openness_step" if self.is_openness else "city_fact"


def history(db: Session, me: Any, city_id: UUID, about: str = "", after: str = "") -> Page[Line]:
    """What was said of a city, or of one fact or principle of it, the newest first."""
    key = as_key(after)
    fact, step = CityFact, OpennessStep
    facts = columns(
        *(col(fact.id), literal(0), col(fact.kind), col(fact.value), col(fact.unit)),
        *(col(fact.source), col(fact.link), col(fact.as_of), col(fact.said_at)),
        *(col(fact.author_id), col(fact.hidden_at)),
    ).where(*_wanted(me, fact, city_id, key), *([col(fact.kind) == about] if about else []))
    steps = columns(
        *(col(step.id), literal(1), col(step.principle), col(step.stage), literal("")),
        *(col(step.words), col(step.link), cast(null(), Date), col(step.said_at)),
        *(col(step.author_id), col(step.hidden_at)),
    ).where(*_wanted(me, step, city_id, key), *([col(step.principle) == about] if about else []))
    both = union_all(facts, steps).subquery()
    ordered = columns(*both.c).order_by(both.c[0].desc()).limit(PAGE + 1)
    found = [Line(one[0], bool(one[1]), *one[2:]) for one in rows(db, ordered)]
    return cut(found, lambda one: str(one.id))


def facts_visible_to(me: Any) -> ColumnElement[bool]:
    """Everybody reads what a city said; what is hidden, conveners and who said it."""
    return _visible(me, CityFact)


def steps_visible_to(me: Any) -> ColumnElement[bool]:
    return _visible(me, OpennessStep)


def _visible(me: Any, model: Any) -> ColumnElement[bool]:
    if me.moderates:
        return col(model.id).is_not(None)
    shown = col(model.hidden_at).is_(None)
    return shown if me.id is None else or_(shown, col(model.author_id) == me.id)


def _wanted(me: Any, model: Any, city_id: UUID, key: UUID | None) -> Sequence[ColumnElement[bool]]:
    here: Any = col(model.city_id) == city_id
    after: Any = [col(model.id) < key] if key else []
    return [here, _visible(me, model), *after]


def _fact_glance() -> Select[*tuple[Any, ...]]:
    fact = CityFact
    said = func.coalesce(
        func.nullif(col(fact.source), ""), func.nullif(col(fact.link), ""), col(fact.value)
    )
    return columns(
        col(fact.id).label("id"),
        (col(City.name) + " · " + said).label("title"),
        col(City.slug).label("slug"),
        col(fact.author_id).label("author_id"),
        col(fact.link).label("excerpt"),
        col(fact.hidden_at).label("hidden_at"),
    ).join(City, col(City.id) == col(fact.city_id))


def _step_glance() -> Select[*tuple[Any, ...]]:
    step = OpennessStep
    return columns(
        col(step.id).label("id"),
        (col(City.name) + " · " + func.substr(col(step.words), 1, 80)).label("title"),
        col(City.slug).label("slug"),
        col(step.author_id).label("author_id"),
        col(step.link).label("excerpt"),
        col(step.hidden_at).label("hidden_at"),
    ).join(City, col(City.id) == col(step.city_id))


subjects.register(
    subjects.Kind(
        "city_fact",
        N_("fact of a city"),
        CityFact,
        facts_visible_to,
        _fact_glance,
        settle=settle_fact,
    )
)
subjects.register(
    subjects.Kind(
        "openness_step",
        N_("what a city says of its openness"),
        OpennessStep,
        steps_visible_to,
        _step_glance,
        settle=settle_openness,
    )
)
