"""The parts of a roundtable, in their order: who leads each, who speaks, and what it is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core.db import rows
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import fold, parts
from backend.domain import subjects
from backend.domain.members.models import Member
from backend.domain.roundtables import policy, wording
from backend.domain.roundtables.drafts import (
    MOST_LINKS,
    MOST_SPEAKERS,
    AgendaDraft,
    AgendaItemDraft,
)
from backend.domain.roundtables.models import AgendaItem, AgendaLink, AgendaSpeaker, Roundtable

_ADDRESS = re.compile(r"(?:.*/)?(challenge|resource)s/([a-z0-9-]{1,80})/?(?:[?#].*)?")
_LONGEST_NAME = 120


def write(db: Session, me: Member, table: Roundtable, draft: AgendaDraft) -> Roundtable:
    """Put these parts in place of those there were."""
    policy.may_edit(me, table).insist()
    if table.chatham_house:
        titles = {f"items.{n}.title": item.title for n, item in enumerate(draft.items)}
        named = [name for item in draft.items for name in (item.lead, *_names(item)) if name]
        wording.check(db, table, titles, named)
    known = _leads(db, draft.items)
    links = _links(db, me, draft.items)
    for model in (AgendaLink, AgendaSpeaker, AgendaItem):
        db.exec(delete(model).where(col(model.roundtable_id) == table.id))
    for position, item in enumerate(draft.items):
        lead = known.get(fold(item.lead)) or known.get(item.lead)
        key: dict[str, Any] = {"roundtable_id": table.id, "position": position}
        db.add(
            AgendaItem(
                **key,
                minutes=item.minutes,
                title=item.title,
                lead=lead.name if lead else item.lead,
                lead_id=lead.id if lead else None,
            )
        )
        for place, name in enumerate(_names(item)):
            who = known.get(fold(name)) or known.get(name)
            called, its_id = (who.name, who.id) if who else (name, None)
            db.add(AgendaSpeaker(**key, place=place, name=called, member_id=its_id))
        for place, (kind, subject_id) in enumerate(links[position]):
            db.add(AgendaLink(**key, place=place, kind=kind, subject_id=subject_id))
    db.flush()
    if table.is_planned and known:
        wording.look_again(db, table, {one.id for one in known.values()})
    return table


def _names(item: AgendaItemDraft) -> list[str]:
    """Who else speaks, each once."""
    return parts(item.speakers, ",")


def _links(
    db: Session, me: Member, items: Sequence[AgendaItemDraft]
) -> list[list[tuple[str, UUID]]]:
    """For each part what it is about; Rejected where something isn't there, or not in sight."""
    problems: dict[str, str] = {}
    wanted: list[list[tuple[str, str]]] = []
    for place, item in enumerate(items):
        names = _names(item)
        if len(names) > MOST_SPEAKERS or any(len(one) > _LONGEST_NAME for one in names):
            problems[f"items.{place}.speakers"] = _(
                "Please name at most {count} speakers, with commas between.", count=MOST_SPEAKERS
            )
        addresses = (
            list(dict.fromkeys(re.split(r"[\s,]+", item.links.strip()))) if item.links else []
        )
        found = [_ADDRESS.fullmatch(one) for one in addresses]
        if len(found) > MOST_LINKS or not all(found):
            problems[f"items.{place}.links"] = _(
                "Please give the addresses of at most {count} challenges and resources.",
                count=MOST_LINKS,
            )
        wanted.append([(one[1], one[2]) for one in found if one])
    known = dict(_known(db, me, {pair for pairs in wanted for pair in pairs}))
    for place, pairs in enumerate(wanted):
        if not set(pairs) <= known.keys():
            problems.setdefault(
                f"items.{place}.links", _("We know no such challenge or resource. Is it spelt so?")
            )
    if problems:
        raise Rejected(problems)
    return [[(kind, known[kind, slug]) for kind, slug in pairs] for pairs in wanted]


def _known(
    db: Session, me: Member, wanted: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[str, str], UUID]]:
    """Those of them that are in sight."""
    by_kind: dict[str, set[str]] = {}
    for name, slug in wanted:
        by_kind.setdefault(name, set()).add(slug)
    for name, slugs in by_kind.items():
        kind = subjects.kind(name)
        found = columns(col(kind.model.slug), col(kind.model.id)).where(
            col(kind.model.slug).in_(slugs), kind.visible_to(me)
        )
        for slug, subject_id in rows(db, found):
            yield (name, slug), subject_id


def _leads(db: Session, items: Sequence[AgendaItemDraft]) -> dict[str, Member]:
    """The members of these names, where only one goes by it, or of these slugs."""
    names = {name for item in items for name in (item.lead, *_names(item)) if name}
    if not names:
        return {}
    folded = {fold(name) for name in names}
    found = db.exec(
        select(Member).where(
            or_(col(Member.folded).in_(folded), col(Member.slug).in_(names)),
            col(Member.admitted_at).is_not(None),
            col(Member.erased_at).is_(None),
        )
    ).all()
    known: dict[str, Member] = {}
    for name in folded:
        so_called = [one for one in found if one.folded == name]
        if len(so_called) == 1:
            known[name] = so_called[0]
    return known | {one.slug: one for one in found if one.slug in names}
