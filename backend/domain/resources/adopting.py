"""Saying "our city uses this": for a city, changed as things go on, taken back."""

from sqlmodel import Session, col, update

from backend.core import clock
from backend.core.errors import Conflict
from backend.core.i18n import _
from backend.core.locks import alone
from backend.domain.cities.models import City
from backend.domain.cities.queries import region_of
from backend.domain.members.models import Member
from backend.domain.resources import actions, policy, queries, telling
from backend.domain.resources.adoptions import Adoption, AdoptionDraft
from backend.domain.resources.models import Resource
from backend.domain.search import actions as search


def adopt(db: Session, me: Member, resource: Resource, draft: AdoptionDraft) -> Adoption:
    """Say for my city how it stands to this; said again, the newer words count."""
    ours = _ours(db, me, resource)
    silenced = ours is not None and ours.hidden_at is not None
    policy.may_adopt(me, resource, silenced=silenced).insist()
    city = db.get_one(City, me.city_id)
    before = ours.is_use if ours else False
    is_news = ours is None or ours.state != draft.state
    adoption = ours or Adoption(
        author_id=me.id, resource_id=resource.id, city_id=city.id, state=draft.state
    )
    adoption.sqlmodel_update(draft.model_dump(exclude_unset=True), update={"author_id": me.id})
    if is_news:
        adoption.since = clock.now()
    db.add(adoption)
    db.flush()
    _count(db, resource, adoption.is_use - before)
    index(db, resource, adoption)
    if is_news:
        everyone = telling.listening(db, resource)
        event = f"adoption.{draft.state}"
        telling.tell_of(db, resource, everyone, event, me, adoption=adoption, city=city.name)
    return adoption


def withdraw(db: Session, me: Member, resource: Resource) -> None:
    """Take back what my city said."""
    ours = _ours(db, me, resource)
    if ours is None:
        policy.may_add(me).insist()
        raise Conflict(_("Your city had not said that it uses this."))
    policy.may_withdraw(me, ours).insist()
    _count(db, resource, -int(ours.is_use))
    search.forget(db, "adoption", ours.id)
    db.delete(ours)


def _ours(db: Session, me: Member, resource: Resource) -> Adoption | None:
    """What my city has said so far, for me alone until I am done: colleagues may speak at once."""
    alone(db, f"adoption {resource.id} {me.city_id}")
    return queries.adoption_of(db, resource, me.city_id)


def _count(db: Session, resource: Resource, more: int) -> None:
    """In the database, not here: two cities that say it at once both count."""
    if more:
        db.flush()
        db.exec(
            update(Resource)
            .where(col(Resource.id) == resource.id)
            .values(used_by=col(Resource.used_by) + more)
        )
        db.refresh(resource, ["used_by"])


def index(db: Session, resource: Resource, adoption: Adoption) -> None:
    """Let it be found by its words, if there are any."""
    if not adoption.words:
        search.forget(db, "adoption", adoption.id)
        return
    search.index(
        db,
        "adoption",
        adoption.id,
        slug=resource.slug,
        title=resource.title,
        body=adoption.words,
        language=resource.language,
        at=adoption.since,
        region=region_of(db, adoption.city_id),
        topics=actions.topics_of(db, resource),
    )
