"""Resources as links and as files, at every visibility and state, with the trail of each."""

from io import BytesIO

from backend.domain.moderation.actions import hide
from backend.domain.moderation.models import DecisionDraft
from backend.domain.resources import actions, adopting, files
from backend.domain.resources.adoptions import AdoptionDraft
from backend.domain.resources.models import EditDraft, Resource, ResourceDraft, VersionDraft
from tests.canary.planting.ground import Plant
from tests.canary.roles import AUTHOR, EVERYBODY, MEMBERS, NOBODY, Roles, only

VISIBLE: dict[str, tuple[str, Roles]] = {
    "public": ("public", EVERYBODY),
    "members": ("members", MEMBERS),
    "hidden": ("public", AUTHOR),
    "hidden_members": ("members", AUTHOR),
}

PUBLISHERS = {"link": "home", "file": "looked_at"}


def plant_resources(plant: Plant) -> None:
    for name, (visibility, audience) in VISIBLE.items():
        for form in ("link", "file"):
            resource = _add(plant, f"{name}_{form}", form, visibility, audience)
            _adopt(plant, f"{name}_{form}", resource, audience)
    waiting = plant.said("resource.waiting.file_name", NOBODY)
    _file(plant, waiting, plant.said("resource.waiting.content", NOBODY))


def hide_some(plant: Plant) -> None:
    for name in VISIBLE:
        for form in ("link", "file"):
            _hide(plant, "adoption", f"{name}_{form}", only("elsewhere", "convener"))
            if name.startswith("hidden"):
                _hide(plant, "resource", f"{name}_{form}", AUTHOR)


def _hide(plant: Plant, kind: str, name: str, audience: Roles) -> None:
    reason = plant.text(f"{kind}.{name}.reason", audience)
    subject = plant.garden.things[kind][name]
    draft = DecisionDraft(rule="topic", reason=reason)
    hide(plant.db, plant.people["convener"], kind, subject.id, draft)


def _add(plant: Plant, name: str, form: str, visibility: str, audience: Roles) -> Resource:
    author = plant.people["author"]
    sent = {
        "title": plant.said(f"resource.{name}.old_title", NOBODY),
        "description": plant.text(f"resource.{name}.old_description", NOBODY),
        "kind": "template",
        "language": "en",
        "year": 2025,
        "visibility": visibility,
        "licence": "CC-BY-4.0",
        "publisher": plant.cities[PUBLISHERS[form]].slug,
        "topics": [plant.topic(f"resource.{name}", audience).slug],
    }
    first = {**sent, **_where(plant, name, form, "first", audience)}
    resource = actions.add(plant.db, author, ResourceDraft.model_validate(first))
    plant.keep("resource", name, resource, audience)
    words = {
        "title": plant.said(f"resource.{name}.title", audience),
        "description": plant.text(f"resource.{name}.description", audience),
    }
    actions.edit(plant.db, author, resource, EditDraft.model_validate(sent | words))
    second = _where(plant, name, form, "second", audience)
    second["note"] = plant.said(f"resource.{name}.second_note", audience)
    actions.renew(plant.db, author, resource, VersionDraft.model_validate(second))
    plant.also(f"resource.{name}.publisher", f"city.{PUBLISHERS[form]}.name", audience)
    plant.also(f"resource.{name}.author", "asker.author.name", audience)
    return resource


def _where(plant: Plant, name: str, form: str, version: str, audience: Roles) -> dict[str, object]:
    if form == "link":
        word = plant.said(f"resource.{name}.{version}_link", audience)
        return {"link": f"https://example.org/{word}"}
    called = plant.said(f"resource.{name}.{version}_file_name", audience)
    return {"file_id": _file(plant, called, plant.said(f"file.{name}.{version}", audience))}


def _file(plant: Plant, name: str, content: str) -> object:
    source = BytesIO(f"# {content}\n".encode())
    author = plant.people["author"]
    return files.keep(plant.db, author, plant.shelf, f"{name}.md", source).id


def _adopt(plant: Plant, name: str, resource: Resource, audience: Roles) -> None:
    """The chosen city uses it; what another says is hidden from all but who said it."""
    for role, seen_by in (
        ("chosen", audience),
        ("elsewhere", only("elsewhere", "convener") & audience),
    ):
        words = plant.text(f"adoption.{name}.{role}_words", seen_by)
        draft = AdoptionDraft(state="uses", words=words)
        made = adopting.adopt(plant.db, plant.people[role], resource, draft)
        plant.also(f"adopted.{name}.{role}_city", f"city.{role}.name", seen_by)
        plant.also(f"adopted.{name}.{role}_name", f"asker.{role}.name", seen_by)
    plant.keep("adoption", name, made, only("elsewhere", "convener"), slug=resource.slug)
