"""The parts of a roundtable, in their order, with who leads each."""

from collections.abc import Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, delete, select

from backend.core.text import fold
from backend.domain.members.models import Member
from backend.domain.roundtables import policy
from backend.domain.roundtables.drafts import AgendaDraft, AgendaItemDraft
from backend.domain.roundtables.models import AgendaItem, Roundtable


def write(db: Session, me: Member, table: Roundtable, draft: AgendaDraft) -> Roundtable:
    """Put these parts in place of those there were."""
    policy.may_edit(me, table).insist()
    leads = _leads(db, draft.items)
    db.exec(delete(AgendaItem).where(col(AgendaItem.roundtable_id) == table.id))
    for position, item in enumerate(draft.items):
        lead = leads.get(fold(item.lead)) or leads.get(item.lead)
        db.add(
            AgendaItem(
                roundtable_id=table.id,
                position=position,
                minutes=item.minutes,
                title=item.title,
                lead=lead.name if lead else item.lead,
                lead_id=lead.id if lead else None,
            )
        )
    db.flush()
    return table


def _leads(db: Session, items: Sequence[AgendaItemDraft]) -> dict[str, Member]:
    """The members of these names, where only one goes by it, or of these slugs."""
    names = {item.lead for item in items if item.lead}
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
