"""Resources, and the cities that use them."""

from datetime import datetime
from functools import partial
from io import BytesIO
from uuid import UUID

from backend.domain.members.models import Member
from backend.domain.resources import actions, adopting, files
from backend.domain.resources.adoptions import AdoptionDraft
from backend.domain.resources.models import ResourceDraft
from backend.sample.diary import part
from backend.sample.entries import Entry, read
from backend.sample.world import World


def publish(world: World) -> None:
    """Note in the diary when each resource was added, and who took it up."""
    for entry in read("resources.toml", "resource"):
        author = entry["author"]
        at = world.diary.office_hour(entry["days_ago"], world.zone_of(author), entry["key"])
        world.diary.note(at, partial(_add, world, entry))
        for adoption in entry["adopted_by"]:
            _note_adoption(world, entry, adoption, at)


def _note_adoption(world: World, entry: Entry, adoption: Entry, added: datetime) -> None:
    official = world.staff(adoption["city"])[-1]
    since = max(added, world.joined[official])
    span = world.diary.now - since
    at = since + span * part(f"{entry['key']} {adoption['city']}")
    world.diary.note(at, partial(_adopt, world, entry, adoption, official))


def _add(world: World, entry: Entry) -> None:
    by = world.members[entry["author"]]
    words = {name: entry[name] for name in ResourceDraft.model_fields if name in entry}
    draft = ResourceDraft(
        **words, publisher=entry["publisher_city"], file_id=_file(world, by, entry)
    )
    world.resources[entry["key"]] = actions.add(world.db, by, draft)


def _file(world: World, by: Member, entry: Entry) -> UUID | None:
    if "file" not in entry:
        return None
    contents = BytesIO(entry["text"].encode())
    return files.keep(world.db, by, world.shelf, entry["file"], contents).id


def _adopt(world: World, entry: Entry, adoption: Entry, official: str) -> None:
    by = world.members[official]
    draft = AdoptionDraft(state=adoption["state"], words=adoption["words"])
    adopting.adopt(world.db, by, world.resources[entry["key"]], draft)
