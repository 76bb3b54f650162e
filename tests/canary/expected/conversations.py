"""Conversations: for the two alone; of what was reported, conveners read that in its case."""

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.planting.conversations import TALKS
from tests.canary.planting.people import CITY_OF
from tests.canary.roles import MEMBERS, NOBODY, Roles, only

TWO = {name: only(*both) for name, both in TALKS.items()}


def _names(name: str) -> tuple[To, ...]:
    asker, asked = TALKS[name]
    return (To(f"asker.{asked}.name", only(asker)), To(f"asker.{asker}.name", only(asked)))


def _cities(name: str) -> tuple[To, ...]:
    asker, asked = TALKS[name]
    return tuple(
        To(f"city.{CITY_OF[other]}.name", only(reader))
        for reader, other in ((asker, asked), (asked, asker))
        if CITY_OF[other]
    )


def _row(name: str, *to: str) -> tuple[To, ...]:
    """A line of a list, for one of the two or for both: what it is about, who the other is."""
    readers = only(*to) if to else TWO[name]
    return (
        To(f"conversation.{name}.purpose", readers),
        *(To(one.pattern, one.roles & readers) for one in (*_names(name), *_cities(name))),
    )


RUNNING = (*_row("agreed"), *_row("met"), *_row("reported"))
LISTS = (
    ("", _row("waiting", "chosen")),
    ("asking", _row("waiting", "partner")),
    ("running", RUNNING),
    ("done", ()),
)


def _one(route: str, address: str, name: str, *shows: Shown, to: Roles | None = None) -> Surface:
    led = name == "reported" and route == "conversations:show"
    return Surface(
        route,
        address,
        (*shows, *_names(name)),
        over="conversation",
        of=(name,),
        to=TWO[name] if to is None else to,
        refused=303 if led else 404,
    )


SURFACES = (
    Surface(
        "conversations:new",
        "/people/{slug}/conversations/new",
        ("person.{one}.name",),
        over="person",
        of=("public", "nobody"),
        to=MEMBERS,
    ),
    Surface(
        "conversations:new",
        "/people/{slug}/conversations/new",
        ("person.{one}.name",),
        over="person",
        of=("members",),
        to=MEMBERS - only("elsewhere"),
    ),
    *(
        Surface(f"{prefix}conversations:{verb}", f"{path}?show={show}", shows, to=MEMBERS)
        for prefix, verb, path in (
            ("", "index", "/conversations"),
            ("api.", "list", "/api/v1/conversations"),
        )
        for show, shows in LISTS
        if show or not prefix
    ),
    *(
        _one(
            "conversations:show",
            "/conversations/{slug}",
            name,
            "conversation.{one}.purpose",
            *said,
            *_cities(name),
        )
        for name, said in (
            ("waiting", ()),
            ("agreed", ("conversation.{one}.link", "message.{one}.*")),
            ("met", ("learning.met.sealed",)),
            ("reported", ("conversation.{one}.link", "message.{one}.*")),
        )
    ),
    *(
        _one(
            "api.conversations:show",
            "/api/v1/conversations/{slug}",
            name,
            "conversation.{one}.purpose",
            "conversation.{one}.link",
            *(("learning.met.sealed",) if name == "met" else ()),
            *_cities(name),
        )
        for name in TALKS
    ),
    *(
        Surface(
            "api.conversations:messages",
            "/api/v1/conversations/{slug}/messages",
            ("message.{one}.*",) if name in {"agreed", "reported"} else (),
            over="conversation",
            of=(name,),
            to=TWO[name],
            refused=404,
        )
        for name in TALKS
    ),
    *(
        _one(
            "conversations:calendar",
            "/conversations/{slug}.ics",
            name,
            "conversation.{one}.link",
            to=NOBODY if name == "waiting" else None,
        )
        for name in TALKS
    ),
)
