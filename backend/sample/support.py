"""What members say that their peers can help with."""

from functools import partial

from backend.domain.endorsements import actions
from backend.domain.endorsements.models import EndorsementDraft
from backend.domain.topics.queries import tree
from backend.sample.entries import Entry, read
from backend.sample.world import World


def support(world: World) -> None:
    """Note in the diary when peers endorse each other."""
    for entry in read("endorsements.toml", "endorsement"):
        seed = f"{entry['by']} {entry['of']} {entry['topic']}"
        at = world.diary.office_hour(entry["days_ago"], world.zone_of(entry["by"]), seed)
        world.diary.note(at, partial(_endorse, world, entry))


def _endorse(world: World, entry: Entry) -> None:
    topic = tree(world.db).by_slug[entry["topic"]]
    by, of = (world.members[entry[name]] for name in ("by", "of"))
    actions.endorse(world.db, by, of, topic, EndorsementDraft(words=entry["words"]))
