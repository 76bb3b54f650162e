"""What a member brought to the library. What a city published, or says that it uses, is the city's."""

from sqlmodel import Session, col, delete, select

from backend.core.i18n import N_
from backend.core.slugs import free_slug
from backend.domain import subjects
from backend.domain.holdings import Holding, Leaving, unname
from backend.domain.resources import actions, adopting, files
from backend.domain.resources.adoptions import Adoption
from backend.domain.resources.models import (
    RESERVED,
    Resource,
    ResourceTopic,
    ResourceVersion,
    StoredFile,
)


def _resources(db: Session, leaving: Leaving) -> None:
    """Their own go if they choose so; those that a city published lose the name only."""
    for one in db.exec(select(Resource).where(col(Resource.author_id) == leaving.id)).all():
        if leaving.takes_away and one.city_id is None:
            _remove(db, one)
        elif unname(leaving, [one], "title", "description"):
            one.slug = free_slug(db, Resource.slug, one.title, reserved=RESERVED)
            db.add(one)
            db.flush()
            actions.index(db, one)


def _remove(db: Session, resource: Resource) -> None:
    """With what cities said of using it: there is nothing left that they could use."""
    adopted = set(db.exec(select(Adoption.id).where(col(Adoption.resource_id) == resource.id)))
    for part in (Adoption, ResourceTopic, ResourceVersion):
        db.exec(delete(part).where(col(part.resource_id) == resource.id))
    db.delete(resource)
    subjects.gone(db, "adoption", adopted)
    subjects.gone(db, "resource", [resource.id])


def _versions(db: Session, leaving: Leaving) -> None:
    said = db.exec(select(ResourceVersion).where(col(ResourceVersion.by_id) == leaving.id))
    unname(leaving, said, "note", "link")


def _files(db: Session, leaving: Leaving) -> None:
    """What nothing has goes; the shelf is cleared of it by the hourly sweep."""
    theirs = col(StoredFile.author_id) == leaving.id
    db.exec(delete(StoredFile).where(theirs, ~files.used()))
    for one in db.exec(select(StoredFile).where(theirs)):
        plain = one.name.replace("_", " ").replace("-", " ")
        if leaving.is_named_in(one.name) or leaving.is_named_in(plain):
            one.name = f"file{one.name[one.name.rfind('.') :] if '.' in one.name else ''}"
            db.add(one)


def _adoptions(db: Session, leaving: Leaving) -> None:
    said = db.exec(select(Adoption).where(col(Adoption.author_id) == leaving.id))
    for one in unname(leaving, said, "words"):
        adopting.index(db, db.get_one(Resource, one.resource_id), one)


HOLDINGS = (
    Holding(
        Adoption,
        "author_id",
        N_("What you said that your city uses"),
        "unnamed",
        erase=_adoptions,
        leaves_out=("hidden_at",),
    ),
    Holding(
        Resource,
        "author_id",
        N_("What you brought to the library"),
        "chosen",
        erase=_resources,
        leaves_out=("used_by", "keeper_id"),
    ),
    Holding(
        Resource,
        "keeper_id",
        N_("Resources that you keep for a colleague who left"),
        "unnamed",
        only=("id", "slug", "title"),
    ),
    Holding(ResourceVersion, "by_id", N_("Versions that you added"), "unnamed", erase=_versions),
    Holding(StoredFile, "author_id", N_("Files that you uploaded"), "chosen", erase=_files),
)
