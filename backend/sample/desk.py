"""What waits for the conveners: a network without any would show none of their work."""

from functools import partial

from backend.domain.joining import admission, inviting, places
from backend.domain.joining.invitations import InvitationDraft
from backend.domain.joining.models import OTHER, JoinDraft
from backend.domain.moderation import actions
from backend.domain.moderation.models import ReportDraft
from backend.sample.entries import Entry, read
from backend.sample.world import World

GREENWICH = "Europe/London"


def pile_up(world: World) -> None:
    """Note in the diary who asks to join or is invited, and what is reported."""
    for deed, entries in (
        (_apply, read("desk.toml", "applicant")),
        (_report, read("desk.toml", "report")),
        (_invite, read("desk.toml", "invitation")),
    ):
        for entry in entries:
            at = world.diary.office_hour(entry["days_ago"], GREENWICH, str(entry))
            world.diary.note(at, partial(deed, world, entry))


def _apply(world: World, entry: Entry) -> None:
    is_unknown = entry.get("is_unknown", False)
    place = OTHER if is_unknown else str(places.offered(entry["city"])[0].id)
    words = {name: entry[name] for name in JoinDraft.model_fields if name in entry}
    draft = JoinDraft(**words, place=place, code_of_conduct=True)
    admission.receive(world.db, world.settings, draft)


def _report(world: World, entry: Entry) -> None:
    said = world.answers[entry["challenge"], entry["answer"]]
    draft = ReportDraft(rule=entry["rule"], words=entry["words"])
    actions.report(world.db, world.members[entry["by"]], "answer", said.id, draft)


def _invite(world: World, entry: Entry) -> None:
    words = {name: entry[name] for name in InvitationDraft.model_fields if name in entry}
    place = str(places.offered(entry["city"])[0].id)
    draft = InvitationDraft(**words, place=place)
    inviting.invite(world.db, world.settings, world.members[entry["by"]], draft)
