"""Adding and keeping resources. Each action insists first, checks next, writes last."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, select

from backend.core import clock, links
from backend.core.errors import Conflict, Rejected
from backend.core.i18n import _
from backend.core.ids import new_id
from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.domain.cities.queries import region_of
from backend.domain.members import pace
from backend.domain.members.models import Member
from backend.domain.notifications import actions as notifications
from backend.domain.resources import files, policy, publishers, telling
from backend.domain.resources.models import (
    RESERVED,
    EditDraft,
    Resource,
    ResourceDraft,
    ResourceTopic,
    ResourceVersion,
    VersionDraft,
)
from backend.domain.search import actions as search
from backend.domain.topics.queries import tree


def add(db: Session, me: Member, draft: ResourceDraft, resource_id: UUID | None = None) -> Resource:
    """Put a resource into the library. The same one sent twice is added once."""
    policy.may_add(me).insist()
    already = db.get(Resource, resource_id) if resource_id else None
    if already is not None and already.author_id != me.id:
        raise Conflict(_("This form belongs to somebody else. Please begin anew."))
    if already is not None:
        return already
    pace.insist(db, me, Resource)
    checked = _checked(db, draft)
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    ours = {
        **checked,
        "id": resource_id or new_id(),
        "author_id": me.id,
        "slug": free_slug(db, Resource.slug, draft.title, reserved=RESERVED),
    }
    resource = Resource.model_validate(draft, update=ours)
    version = _version(db, me, resource, draft)
    db.add(resource)
    db.flush()
    db.add(version)
    _link(db, resource, topics)
    index(db, resource)
    telling.tell_of_adding(db, resource, me, topics)
    return resource


def edit(db: Session, me: Member, resource: Resource, draft: EditDraft) -> Resource:
    """Change what is said of it and who sees it. Its address stays."""
    policy.may_edit(me, resource).insist()
    checked = _checked(db, draft)
    topics = [topic.id for topic in tree(db).chosen(draft.topics)]
    said = draft.model_dump(include=set(Resource.model_fields) & set(EditDraft.model_fields))
    resource.sqlmodel_update(said | checked)
    resource.edited_at = clock.now()
    db.add(resource)
    db.exec(delete(ResourceTopic).where(col(ResourceTopic.resource_id) == resource.id))
    _link(db, resource, topics)
    index(db, resource)
    if me.id != resource.author_id:
        telling.tell_of(db, resource, {resource.author_id}, "resource.edited", me)
    return resource


def renew(db: Session, me: Member, resource: Resource, draft: VersionDraft) -> ResourceVersion:
    """Add a new version. The ones before stay where they are."""
    policy.may_edit(me, resource).insist()
    if not draft.note:
        raise Rejected({"note": _("Please say in a line what is different.")})
    version = _version(db, me, resource, draft)
    alone(db, f"resource {resource.id}")
    db.refresh(resource, ["version"])
    resource.version = version.number = resource.version + 1
    db.add_all((resource, version))
    db.flush()
    everyone = telling.using(db, resource)
    telling.tell_of(db, resource, everyone, "resource.renewed", me, note=draft.note)
    return version


def follow(db: Session, me: Member, resource: Resource) -> None:
    """Hear of what happens to it."""
    policy.may_follow(me, resource).insist()
    notifications.follow(db, me.id, "resource", resource.id)


def unfollow(db: Session, me: Member, resource: Resource) -> None:
    notifications.unfollow(db, me.id, "resource", resource.id)


def _checked(db: Session, draft: EditDraft) -> dict[str, object]:
    """The licence and the publisher as they are kept."""
    if draft.year > clock.now().year + 1:
        raise Rejected({"year": _("This year is still to come.")})
    city_id = publishers.chosen(db, draft.publisher)
    return {"licence": draft.terms, "city_id": city_id, "region": region_of(db, city_id)}


def _version(db: Session, me: Member, resource: Resource, draft: VersionDraft) -> ResourceVersion:
    """The version that a draft describes, not yet kept."""
    made = ResourceVersion(resource_id=resource.id, note=draft.note, by_id=me.id)
    if draft.link and draft.file_id:
        raise Rejected({"link": _("Please give a link or a file, not both.")})
    if draft.file_id:
        made.file_id = files.waiting(db, me, draft.file_id).id
        return made
    if not draft.link:
        raise Rejected({"link": _("Please give a link, or choose a file.")})
    made.link = links.checked(draft.link)
    return made


def _link(db: Session, resource: Resource, topics: Iterable[UUID]) -> None:
    db.add_all(ResourceTopic(resource_id=resource.id, topic_id=one) for one in topics)
    db.flush()


def index(db: Session, resource: Resource) -> None:
    """Let it be found by its words."""
    search.index(
        db,
        "resource",
        resource.id,
        slug=resource.slug,
        title=resource.title,
        body=resource.description,
        language=resource.language,
        at=resource.posted_at,
        year=resource.year,
        region=resource.region,
        topics=topics_of(db, resource),
    )


def topics_of(db: Session, resource: Resource) -> Sequence[UUID]:
    """What a resource is about, and with it what cities say of it."""
    about = select(ResourceTopic.topic_id).where(col(ResourceTopic.resource_id) == resource.id)
    return db.exec(about.order_by(col(ResourceTopic.topic_id))).all()
