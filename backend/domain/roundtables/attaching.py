"""Attaching materials, slides and recordings to a meeting, and asking who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from backend.core import clock
from backend.core.db import rows
from backend.core.errors import NotFound, Rejected
from backend.core.i18n import _
from backend.core.links import checked
from backend.core.text import last_part
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.resources import files
from backend.domain.resources.models import Resource, StoredFile
from backend.domain.resources.sight import visible_to as resource_visible_to
from backend.domain.roundtables import material_rules, notes, telling
from backend.domain.roundtables.materials import (
    MOST,
    MOST_ASKED,
    ConsentDraft,
    Material,
    MaterialConsent,
    MaterialDraft,
)
from backend.domain.roundtables.models import AgendaItem, AgendaSpeaker, Roundtable, Seat
from backend.domain.roundtables.policy import runs


@dataclass(frozen=True, slots=True)
class Voice:
    """One who was asked for consent, as who runs the meeting sees them."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class MaterialRow:
    id: UUID
    sort: str
    title: str
    link: str
    file_id: UUID | None
    file_name: str
    media_type: str
    size: int
    resource_slug: str
    consent_by: str
    is_shown: bool
    """Whether members see it."""
    mine: str | None
    """What I said, who am in it; None: nobody asks me."""
    voices: Sequence[Voice]
    """For who runs the meeting."""


def listed(db: Session, me: Actor, table: Roundtable) -> list[MaterialRow]:
    """What this person sees of them, in the order in which they were attached: two queries.

    Who is in something that isn't shown yet sees it, to say whether it may be.
    """
    found = rows(
        db,
        columns(
            Material,
            func.coalesce(col(StoredFile.name), ""),
            func.coalesce(col(StoredFile.media_type), ""),
            func.coalesce(col(StoredFile.size), 0),
            func.coalesce(col(Resource.slug), ""),
        )
        .outerjoin(StoredFile, col(StoredFile.id) == col(Material.file_id))
        .outerjoin(
            Resource, and_(col(Resource.id) == col(Material.resource_id), resource_visible_to(me))
        )
        .where(col(Material.roundtable_id) == table.id)
        .order_by(col(Material.id)),
    )
    said = _said(db, me, table)
    made = [_row(me, table, one, said.get(one[0].id, [])) for one in found]
    return [one for one in made if one is not None]


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
    material = _one(db, me, table, material_id)
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
    material = _one(db, me, table, material_id)
    material_rules.may_keep(me, table).insist()
    db.exec(delete(MaterialConsent).where(col(MaterialConsent.material_id) == material.id))
    db.delete(material)
    db.flush()


def file_of(db: Session, me: Actor, table: Roundtable, material_id: UUID) -> StoredFile:
    """The file, for who sees it; NotFound for everybody else."""
    found = [one for one in listed(db, me, table) if one.id == material_id and one.file_id]
    if not found:
        raise NotFound(_("There is no such file."))
    return db.get_one(StoredFile, found[0].file_id)


def in_the_agenda(db: Session, table: Roundtable) -> list[str]:
    """The slugs of the members who lead or speak: those who are asked first."""
    led = columns(col(AgendaItem.lead_id)).where(col(AgendaItem.roundtable_id) == table.id)
    spoke = columns(col(AgendaSpeaker.member_id)).where(
        col(AgendaSpeaker.roundtable_id) == table.id
    )
    found = columns(col(Member.slug)).where(
        col(Member.id).in_(led) | col(Member.id).in_(spoke), col(Member.erased_at).is_(None)
    )
    if table.chatham_house:
        found = found.where(col(Member.id).in_(_seated(table)))
    return list(rows(db, found.order_by(col(Member.slug))).scalars())


def _said(
    db: Session, me: Actor, table: Roundtable
) -> dict[UUID, list[tuple[UUID, str, tuple[str, str]]]]:
    found = (
        columns(
            col(MaterialConsent.material_id),
            col(Member.id),
            col(MaterialConsent.says),
            col(Member.name),
            col(Member.slug),
            col(Member.audience),
        )
        .join(Member, col(Member.id) == col(MaterialConsent.member_id))
        .join(Material, col(Material.id) == col(MaterialConsent.material_id))
        .where(col(Material.roundtable_id) == table.id)
        .order_by(col(Member.folded))
    )
    said: dict[UUID, list[tuple[UUID, str, tuple[str, str]]]] = {}
    for material_id, member_id, says, name, slug, audience in rows(db, found):
        known = known_as(name, slug, audience, me)
        said.setdefault(material_id, []).append((member_id, says, known))
    return said


def _row(
    me: Actor, table: Roundtable, one: Any, said: Sequence[tuple[UUID, str, tuple[str, str]]]
) -> MaterialRow | None:
    material, file_name, media_type, size, resource_slug = one
    is_run = runs(me, table)
    shown = material_rules.is_shown(
        material.sort, [says for _id, says, _known in said], material.consent_by
    )
    mine = next((says for member_id, says, _known in said if member_id == me.id), None)
    is_lost = material.resource_id is not None and not resource_slug
    if not is_run and (is_lost or not (shown or mine is not None)):
        return None
    return MaterialRow(
        id=material.id,
        sort=material.sort,
        title=material.title,
        link=material.link,
        file_id=material.file_id,
        file_name=file_name,
        media_type=media_type,
        size=size,
        resource_slug=resource_slug,
        consent_by=material.consent_by if is_run else "",
        is_shown=shown,
        mine=mine,
        voices=[Voice(known[0], says) for _id, says, known in said] if is_run else (),
    )


def _one(db: Session, me: Actor, table: Roundtable, material_id: UUID) -> Material:
    """One in sight; NotFound for what isn't and for what isn't there alike."""
    if material_id not in {one.id for one in listed(db, me, table)}:
        raise NotFound(_("There is nothing of this name here."))
    return db.get_one(Material, material_id)


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
        there = set(rows(db, _seated(table)).scalars())
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


def _seated(table: Roundtable) -> Select[UUID]:
    seats = columns(col(Seat.member_id))
    return seats.where(col(Seat.roundtable_id) == table.id, col(Seat.seated_at).is_not(None))


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
