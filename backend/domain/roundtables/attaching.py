"""Attaching materials, slides and recordings to a meeting, and asking who is in them."""

from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.core.links import checked
from backend.core.text import last_part
from backend.domain.members.audience import known_as
from backend.domain.members.models import Member
from backend.domain.resources import files
from backend.domain.resources.models import Resource
from backend.domain.resources.sight import visible_to as resource_visible_to
from backend.domain.roundtables import material_rows, material_rules, notes, telling
from backend.domain.roundtables.materials import (
    MOST,
    MOST_ASKED,
    ConsentDraft,
    Material,
    MaterialConsent,
    MaterialDraft,
)
from backend.domain.roundtables.models import AgendaItem, AgendaSpeaker, Roundtable
from backend.domain.roundtables.room import seated


def attach(db: Session, me: Member, table: Roundtable, draft: MaterialDraft) -> Material:
    """Attach something, and ask those who are in it."""
    material_rules.may_attach(me, table, draft.sort, clock.now()).insist()
    place = _place(db, me, table, draft)
    asked = _asked(db, table, draft)
    if draft.sort != "paper" and not asked and not draft.consent_by:
        raise Rejected(
            {"asked": _("Say whom to ask, or who has given their consent already and how.")}
        )
    if table.chatham_house:
        _check_names(db, table, draft)
    count = columns(func.count()).where(col(Material.roundtable_id) == table.id)
    if rows(db, count).scalar_one() >= MOST:
        raise Rejected({"title": _("At most {count} things can be attached.", count=MOST)})
    material = Material(
        roundtable_id=table.id,
        sort=draft.sort,
        title=draft.title,
        by_id=me.id,
        consent_by="" if draft.sort == "paper" else draft.consent_by,
        **place,
    )
    db.add(material)
    db.flush()
    others = [one for one in asked if one != me.id]
    for one in asked:
        voice = MaterialConsent(material_id=material.id, member_id=one)
        if one == me.id:  # who attaches it has nothing to ask of themselves
            voice.says, voice.said_at = "yes", clock.now()
        db.add(voice)
    db.flush()
    telling.ask_consent(db, table, me, others, material.title)
    return material


def consent(
    db: Session, me: Member, table: Roundtable, material_id: UUID, draft: ConsentDraft
) -> MaterialConsent:
    """Say whether it may be shown; at any time. A no hides it at once."""
    material = material_rows.one(db, me, table, material_id)
    voice = db.get(MaterialConsent, (material.id, me.id))
    if voice is None:
        raise NotFound(_("There is nothing of this name here."))
    if voice.says != draft.says:
        voice.says, voice.said_at = draft.says, clock.now()
        db.add(voice)
        db.flush()
        if draft.says == "no":
            telling.tell_of_refusal(db, table, me, material)
    return voice


def remove(db: Session, me: Member, table: Roundtable, material_id: UUID) -> None:
    """Take it away again; a file of it is forgotten with the hourly sweep."""
    material = material_rows.one(db, me, table, material_id)
    material_rules.may_keep(me, table).insist()
    db.exec(delete(MaterialConsent).where(col(MaterialConsent.material_id) == material.id))
    db.delete(material)
    db.flush()


def may_be_in_it(db: Session, me: Member, table: Roundtable) -> list[tuple[str, str, bool]]:
    """Whom to offer, by slug and name: who leads or speaks, first and marked, and who has a seat."""
    led = columns(col(AgendaItem.lead_id)).where(col(AgendaItem.roundtable_id) == table.id)
    spoke = columns(col(AgendaSpeaker.member_id)).where(
        col(AgendaSpeaker.roundtable_id) == table.id
    )
    speaks = col(Member.id).in_(led) | col(Member.id).in_(spoke)
    there = col(Member.id).in_(seated(table))
    found = (
        columns(
            col(Member.name), col(Member.slug), col(Member.audience), case((speaks, 1), else_=0)
        )
        .where(there if table.chatham_house else there | speaks, col(Member.erased_at).is_(None))
        .order_by(case((speaks, 0), else_=1), col(Member.folded), col(Member.id))
        .limit(MOST_ASKED)
    )
    known = [
        (known_as(name, slug, audience, me), mark == 1)
        for name, slug, audience, mark in rows(db, found)
    ]
    return [(slug, name, is_first) for (name, slug), is_first in known if slug]


def _place(db: Session, me: Member, table: Roundtable, draft: MaterialDraft) -> dict[str, Any]:
    """Where it is: one of the three."""
    given = [bool(draft.link), bool(draft.resource), draft.file_id is not None]
    if sum(given) != 1:
        raise Rejected({"link": _("Give one of these: a link, a resource of the library, a file.")})
    if draft.link:
        return {"link": checked(draft.link)}
    if draft.file_id is not None:
        if table.chatham_house:
            raise Rejected(
                {
                    "file": _(
                        "Files name their authors inside. Under the Chatham House Rule only links"
                        " and resources of the library can be attached."
                    )
                }
            )
        return {"file_id": files.waiting(db, me, draft.file_id).id}
    slug = last_part(draft.resource)
    wanted = select(Resource.id).where(col(Resource.slug) == slug, resource_visible_to(me))
    if (resource_id := db.exec(wanted).first()) is None:
        raise Rejected({"resource": _("There is no such resource in the library.")})
    return {"resource_id": resource_id}


def _asked(db: Session, table: Roundtable, draft: MaterialDraft) -> list[UUID]:
    """Those who are to be asked; Rejected where somebody isn't known."""
    if draft.sort == "paper":
        return []
    slugs = list(dict.fromkeys(filter(None, map(last_part, draft.asked.split(",")))))
    if len(slugs) > MOST_ASKED:
        raise Rejected({"asked": _("Please ask at most {count} people.", count=MOST_ASKED)})
    wanted = select(Member.slug, Member.id).where(
        col(Member.slug).in_(slugs),
        col(Member.admitted_at).is_not(None),
        col(Member.erased_at).is_(None),
    )
    known = dict(db.exec(wanted).all())
    if unknown := [one for one in slugs if one not in known]:
        raise Rejected(
            {"asked": _("We know nobody of these addresses: {words}.", words=", ".join(unknown))}
        )
    if table.chatham_house:  # nobody else could open what they are asked about
        there = set(rows(db, seated(table)).scalars())
        if outside := [one for one in slugs if known[one] not in there]:
            raise Rejected(
                {
                    "asked": _(
                        "Under the Chatham House Rule only those with a seat can be asked, and"
                        " these have none: {words}.",
                        words=", ".join(outside),
                    )
                }
            )
    return [known[one] for one in slugs]


def _check_names(db: Session, table: Roundtable, draft: MaterialDraft) -> None:
    """Under the Chatham House Rule what a thing is called, and its address, name nobody."""
    for field in ("title", "link"):
        words = getattr(draft, field)
        spaced = f"{words} {words.replace('-', ' ').replace('_', ' ')}"
        if found := notes.told_in(db, table, spaced).names:
            raise Rejected(
                {
                    field: _(
                        "Under the Chatham House Rule this names somebody who was there: {words}.",
                        words=_(", ").join(found),
                    )
                }
            )
