"""Writes to conversations: each of the two does what it is their turn to do, and nobody else any."""

from tests.canary.expected.writes.challenges import TEXT
from tests.canary.expected.writing import Write
from tests.canary.roles import MEMBERS, Roles, only

TIME = "2026-05-07T12:00:00+00:00"
ASKED, ASKER = only("chosen"), only("partner")
BOTH = only("elsewhere", "colleague")


def _write(verb: str, noun: str, of: str, to: Roles, **fields: object) -> Write:
    return Write(
        (f"conversations:{verb}", f"api.conversations:{verb}"),
        f"/conversations/{{slug}}/{noun}",
        to,
        fields,
        "conversation",
        (of,),
    )


WRITES = (
    Write(
        ("conversations:ask", "api.conversations:ask"),
        "/people/{slug}/conversations",
        MEMBERS,
        {"purpose": TEXT, "language": "en", "chosen": [TIME]},
        "person",
        ("public",),
    ),
    _write("accept", "acceptance", "waiting", ASKED, starts_at=TIME),
    _write("propose", "times", "waiting", ASKED, chosen=[TIME]),
    _write("put_off", "postponement", "waiting", ASKED, day="2026-05-20"),
    _write("decline", "refusal", "waiting", ASKED),
    _write("withdraw", "withdrawal", "waiting", ASKER),
    _write("write", "messages", "agreed", BOTH, body=TEXT, language="en"),
    _write("read", "reading", "agreed", BOTH),
    _write("share_email", "address", "agreed", BOTH, said="true"),
    _write(
        "move", "meeting", "agreed", BOTH, day="2026-05-12", time="10:00", minutes="30", link=""
    ),
    _write("cancel", "cancellation", "agreed", BOTH),
    _write("learn", "learning", "met", only("lead"), words=TEXT, telling="no"),
)
