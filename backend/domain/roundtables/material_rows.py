"""Materials as they are listed: to each what they may see, and what they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from backend.core.db import rows
from backend.core.errors import NotFound
from backend.core.i18n import _
from backend.domain.members.audience import known_as
from backend.domain.members.models import Actor, Member
from backend.domain.resources.models import Resource, StoredFile
from backend.domain.resources.sight import visible_to as resource_visible_to
from backend.domain.roundtables import material_rules
from backend.domain.roundtables.materials import Material, MaterialConsent
from backend.domain.roundtables.models import Roundtable
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


def one(db: Session, me: Actor, table: Roundtable, material_id: UUID) -> Material:
    """One in sight; NotFound for what isn't and for what isn't there alike."""
    if material_id not in {one.id for one in listed(db, me, table)}:
        raise NotFound(_("There is nothing of this name here."))
    return db.get_one(Material, material_id)


def file_of(db: Session, me: Actor, table: Roundtable, material_id: UUID) -> StoredFile:
    """The file, for who sees it; NotFound for everybody else."""
    found = [one for one in listed(db, me, table) if one.id == material_id and one.file_id]
    if not found:
        raise NotFound(_("There is no such file."))
    return db.get_one(StoredFile, found[0].file_id)


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
