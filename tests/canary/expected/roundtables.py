"""Roundtables: planning is for conveners; names and cities are for the room where that is agreed."""

from collections.abc import Iterator

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.planting.roundtables import AT_WEBINAR, WEBINAR
from tests.canary.roles import CONVENERS, EVERYBODY, MEMBERS, NOBODY, SIGNED_IN, only

COMING = ("public", "members", "chatham", "chatham_members", "cancelled", "hidden")
HELD = ("held", "held_members")
LINK = "roundtable.{one}.joining_link"
INVITED = "invited.{one}.*"
WHOLE = (
    "roundtable.{one}.title",
    "roundtable.{one}.purpose",
    "roundtable.{one}.venue",
    "roundtable.{one}.tag",
    "roundtable.{one}.agenda",
    "roundtable.{one}.lead",
    "roundtable.{one}.speaker",
    "linked.{one}.*",
    "called.{one}.name",
    INVITED,
)
COMERS = ("seated.{one}.name", "waiting.{one}.name")


def _rows(*some: str) -> tuple[str, ...]:
    return tuple(f"roundtable.{one}.{text}" for one in some for text in ("title", "tag"))


def _planning(route: str, address: str, *shows: Shown, of: tuple[str, ...]) -> tuple[Surface, ...]:
    """A step of planning: a convener's, while there is something to plan."""
    others = ("draft", *COMING, *HELD)
    closed = tuple(one for one in others if one not in of)
    return (
        Surface(route, address, shows, over="roundtable", of=of, to=CONVENERS),
        Surface(route, address, over="roundtable", of=closed, to=NOBODY),
    )


ASKED = ("attendee_question.*.words", "attendee_question.*.reply")
ASKERS = (To("asker.colleague.name", AT_WEBINAR), To("asker.chosen.name", CONVENERS))
# A page names a question only beside an answer to it.
REGISTERED = ("registration_question.{one}.words", "registration.{one}.*")


def _registrations(feature: str, before: str, *title: Shown) -> Iterator[Surface]:
    """One's own answers, for who comes; everybody's, for conveners."""
    mine, every = f"{before}/roundtables/{{slug}}/registration", f"{feature}:registrations"
    on = ("members", "chatham", "chatham_members")
    comes = only("colleague", "chosen")
    needs = "access_need.{one}.words"
    yield Surface(
        f"{feature}:registration",
        mine,
        (*title, *REGISTERED, needs),
        over="roundtable",
        of=("public",),
        to=comes,
    )
    yield Surface(f"{feature}:registration", mine, title, over="roundtable", of=on, to=comes)
    others = ("draft", "cancelled", "hidden", *HELD)
    yield Surface(f"{feature}:registration", mine, over="roundtable", of=others, to=NOBODY)
    yield Surface(
        every,
        f"{mine}s",
        (*title, *REGISTERED[bool(title) :], To("seated.{one}.name", CONVENERS)),
        over="roundtable",
        of=("public",),
        to=CONVENERS,
    )
    yield Surface(every, f"{mine}s", title, over="roundtable", of=(*on, *others), to=CONVENERS)


def _attendance(feature: str, before: str, *title: Shown) -> Iterator[Surface]:
    """Names for conveners; counts, once it was held, for members or for the room alone."""
    route, address = f"{feature}:attendance", f"{before}/roundtables/{{slug}}/attendance"
    named = (*title, To("invited.{one}.*", CONVENERS), To("seated.{one}.name", CONVENERS))
    came = (*title, To("invited.{one}.elsewhere", CONVENERS), To("seated.{one}.name", CONVENERS))
    waiting = To("waiting.{one}.name", CONVENERS)
    for of, to, shows in (
        (("draft",), CONVENERS, title),
        (COMING, CONVENERS, (*named, waiting)),
        (("held",), only("elsewhere", "convener"), came),
        (("held_members",), MEMBERS, came),
    ):
        yield Surface(route, address, shows, over="roundtable", of=of, to=to)


def _materials(feature: str, before: str, *title: Shown) -> Iterator[Surface]:
    """For members; under the Chatham House Rule for the room. What was held: whom to ask, as well."""
    route, address = f"{feature}:materials", f"{before}/roundtables/{{slug}}/materials"
    attached = (*title, "material.{one}.*", To("seated.{one}.name", CONVENERS))
    offered = (*title, To("seated.{one}.name", CONVENERS)) if title else ()
    for of, to, shows in (
        (("public",), MEMBERS, attached),
        (("members", "hidden", "cancelled"), MEMBERS, title),
        (("held_members",), MEMBERS, offered),
        (("chatham", "chatham_members"), only("colleague", "convener"), title),
        (("held",), only("elsewhere", "convener"), offered),
        (("draft",), CONVENERS, title),
    ):
        yield Surface(route, address, shows, over="roundtable", of=of, to=to)


NOT_CANCELLED = ("draft", "public", "members", "chatham", "chatham_members", "hidden", *HELD)
NOTE = ("roundtable.{one}.title", "note.{one}.third")
SAID = ("voice.{one}.words", To("seated.{one}.name", CONVENERS))
ROOM = only("elsewhere", "convener")
"""Who had a seat where one was held, and who runs it."""
TO_COME = ("draft", "public", "members", "chatham", "chatham_members", "hidden")

POLLED = ("public", "members", "hidden")
SERIES = ("public", "members", "hidden")
PARTS = tuple(f"roundtable.{one}.title" for one in SERIES)
BORNE = tuple(To(f"roundtable.{one}.title", only("elsewhere")) for one in HELD)

SURFACES = (
    Surface(
        "roundtables:index",
        "/roundtables",
        ("topic.*.label", *_rows(*COMING)),
        piece=_rows(*COMING),
    ),
    Surface("roundtables:index", "/roundtables?show=past", ("topic.*.label", *_rows(*HELD))),
    Surface("roundtables:index", "/roundtables?show=drafts", ("topic.*.label", *_rows("draft"))),
    *(
        Surface(route, address, (*BORNE, To("city.elsewhere.name", CONVENERS)), to=SIGNED_IN)
        for route, address in (
            ("roundtables:hours", "/roundtables/hours"),
            ("api.roundtables:hours", "/api/v1/roundtables/hours"),
        )
    ),
    *(
        Surface(route, address, to=CONVENERS)
        for route, address in (
            ("roundtables:moves", "/roundtables/moves"),
            ("api.roundtables:moves", "/api/v1/roundtables/moves"),
        )
    ),
    Surface("roundtables:new", "/roundtables/new", ("topic.*.label",), to=CONVENERS),
    *_planning(
        "roundtables:edit",
        "/roundtables/{slug}/edit",
        "topic.*.label",
        *WHOLE[:3],
        LINK,
        of=NOT_CANCELLED,
    ),
    *(
        one
        for route, address in (
            ("roundtables:series", "/roundtables/{slug}/series"),
            ("api.roundtables:series", "/api/v1/roundtables/{slug}/series"),
        )
        for one in (
            Surface(route, address, PARTS, over="roundtable", of=SERIES),
            Surface(route, address, over="roundtable", of=("draft", *HELD), to=NOBODY, refused=404),
        )
    ),
    *(
        one
        for route, address, shows in (
            ("roundtables:poll", "/roundtables/{slug}/poll", ("roundtable.{one}.title",)),
            ("api.roundtables:poll", "/api/v1/roundtables/{slug}/poll", ()),
        )
        for one in (
            Surface(route, address, shows, over="roundtable", of=SERIES),
            Surface(route, address, over="roundtable", of=("draft", *HELD), to=NOBODY, refused=404),
        )
    ),
    *(
        one
        for route, address, shows in (
            ("roundtables:questions", "/roundtables/{slug}/questions", ("roundtable.{one}.title",)),
            ("api.roundtables:questions", "/api/v1/roundtables/{slug}/questions", ()),
        )
        for one in (
            Surface(
                route,
                address,
                (*shows, *ASKED, *ASKERS),
                over="roundtable",
                of=(WEBINAR,),
                to=AT_WEBINAR,
            ),
            Surface(route, address, over="roundtable", of=NOT_CANCELLED, to=NOBODY),
        )
    ),
    *_registrations("roundtables", "", "roundtable.{one}.title"),
    *_registrations("api.roundtables", "/api/v1"),
    *_materials("roundtables", "", "roundtable.{one}.title"),
    *_materials("api.roundtables", "/api/v1"),
    Surface(
        "roundtables:material_file",
        "/roundtables/{slug}/materials/{id}/file",
        over="material",
        to=NOBODY,
        refused=404,
    ),
    *_attendance("roundtables", "", "roundtable.{one}.title"),
    *_attendance("api.roundtables", "/api/v1"),
    *_planning(
        "roundtables:own_questions",
        "/roundtables/{slug}/registration/questions",
        "roundtable.{one}.title",
        To("registration_question.{one}.words", CONVENERS),
        of=("public",),
    )[:1],
    *_planning(
        "roundtables:own_questions",
        "/roundtables/{slug}/registration/questions",
        "roundtable.{one}.title",
        of=tuple(one for one in TO_COME if one != "public"),
    )[:1],
    Surface(
        "roundtables:own_questions",
        "/roundtables/{slug}/registration/questions",
        over="roundtable",
        of=("cancelled", *HELD),
        to=NOBODY,
    ),
    *_planning(
        "roundtables:new_poll",
        "/roundtables/{slug}/poll/new",
        "roundtable.{one}.title",
        of=tuple(one for one in TO_COME if one not in POLLED),
    )[:1],
    Surface(  # leads to the poll that there is
        "roundtables:new_poll",
        "/roundtables/{slug}/poll/new",
        over="roundtable",
        of=POLLED,
        to=CONVENERS,
    ),
    Surface(
        "roundtables:new_poll",
        "/roundtables/{slug}/poll/new",
        over="roundtable",
        of=("cancelled", *HELD),
        to=NOBODY,
    ),
    Surface("roundtables:busy", "/roundtables/busy", to=SIGNED_IN),
    Surface("api.roundtables:busy", "/api/v1/roundtables/busy", to=SIGNED_IN),
    *_planning(
        "roundtables:new_series",
        "/roundtables/{slug}/series/new",
        "roundtable.{one}.title",
        of=("draft",),
    ),
    *_planning(
        "roundtables:ask_to_cancel",
        "/roundtables/{slug}/cancellation",
        "roundtable.{one}.title",
        of=TO_COME,
    ),
    *(
        Surface(
            f"roundtables:{step}",
            f"/roundtables/{{slug}}/{step}",
            shows,
            over="roundtable",
            of=of,
            to=to,
        )
        for step in ("cities", "times")
        for of, to, shows in (
            (("draft",), CONVENERS, (INVITED,)),
            (TO_COME[1:], CONVENERS, ("roundtable.{one}.title", INVITED)),
            (("cancelled", *HELD), NOBODY, ()),
        )
    ),
    *_planning(
        "roundtables:review",
        "/roundtables/{slug}/review",
        "roundtable.{one}.title",
        "roundtable.{one}.venue",
        "roundtable.{one}.agenda",
        "roundtable.{one}.lead",
        "roundtable.{one}.speaker",
        INVITED,
        of=NOT_CANCELLED,
    ),
    *_planning("roundtables:new_note", "/roundtables/{slug}/notes/new", *NOTE, of=HELD),
    *(
        one
        for route, address, title in (
            ("roundtables:note", "/roundtables/{{slug}}/notes/{number}", True),
            ("api.roundtables:note", "/api/v1/roundtables/{{slug}}/notes/{number}", False),
            *(
                (
                    "roundtables:note_file",
                    f"/roundtables/{{{{slug}}}}/notes/{{number}}.{kind}",
                    True,
                )
                for kind in ("md", "pdf", "docx")
            ),
        )
        for one in (
            *(
                Surface(
                    route,
                    address.format(number=number),
                    (
                        *(("roundtable.{one}.title",) if title else ()),
                        f"note.{{one}}.{version}",
                        *(SAID if version == "sent" and not route.endswith("_file") else ()),
                    ),
                    over="roundtable",
                    of=HELD,
                    to=to,
                    refused=404,
                )
                for number, version, to in (
                    (1, "first", EVERYBODY),
                    (2, "second", EVERYBODY),
                    (3, "sent", ROOM),
                    (4, "third", CONVENERS),
                )
            ),
            Surface(
                route,
                address.format(number=1),
                over="roundtable",
                of=("draft", *COMING),
                to=NOBODY,
                refused=404,
            ),
        )
    ),
    *(
        Surface(
            "roundtables:note_differences",
            f"/roundtables/{{slug}}/notes/{number}/differences",
            ("roundtable.{one}.title", *(f"note.{{one}}.{one}" for one in versions)),
            over="roundtable",
            of=HELD,
            to=to,
            refused=404,
        )
        for number, versions, to in (
            (2, ("first", "second"), EVERYBODY),
            (3, ("second", "sent"), ROOM),
        )
    ),
    *(
        Surface(
            route,
            address,
            (*title, "quote.{one}.words", To("seated.{one}.name", CONVENERS)),
            over="roundtable",
            of=HELD,
        )
        for route, address, title in (
            ("roundtables:quotes", "/roundtables/{slug}/quotes", ("roundtable.{one}.title",)),
            ("api.roundtables:quotes", "/api/v1/roundtables/{slug}/quotes", ()),
        )
    ),
    *(
        one
        for route, address, title in (
            ("roundtables:feedback", "/roundtables/{slug}/feedback", ("roundtable.{one}.title",)),
            ("api.roundtables:feedback", "/api/v1/roundtables/{slug}/feedback", ()),
        )
        for one in (
            Surface(route, address, title, over="roundtable", of=HELD, to=ROOM),
            Surface(route, address, title, over="roundtable", of=("draft",), to=CONVENERS),
        )
    ),
    Surface(
        "roundtables:calendar",
        "/roundtables/{slug}.ics",
        (*WHOLE[:3], LINK),
        over="roundtable",
    ),
    Surface(
        "roundtables:show",
        "/roundtables/{slug}",
        (*WHOLE, "seated.{one}.name", LINK),
        over="roundtable",
        of=("public", "members", "chatham*", "hidden"),
    ),
    Surface("roundtables:show", "/roundtables/{slug}", WHOLE, over="roundtable", of=("draft",)),
    Surface(
        "roundtables:show",
        "/roundtables/{slug}",
        (*WHOLE, "seated.{one}.name", "roundtable.{one}.why", LINK),
        over="roundtable",
        of=("cancelled",),
    ),
    Surface(
        "roundtables:show",
        "/roundtables/{slug}",
        (*WHOLE, "seated.{one}.name", "note.{one}.second"),
        over="roundtable",
        of=HELD,
    ),
    Surface(
        "api.roundtables:list",
        "/api/v1/roundtables",
        (
            *_rows(*COMING),
            *(f"roundtable.{one}.purpose" for one in COMING),
            "asker.author.name",
        ),
    ),
    Surface(
        "api.roundtables:next",
        "/api/v1/roundtables/next",
        tuple(
            To(one, only("chosen", "colleague", "author", "lead"))
            for one in (*_rows("public"), "roundtable.public.purpose", "asker.author.name")
        ),
        to=SIGNED_IN,
    ),
    *(
        Surface(
            "api.roundtables:show",
            "/api/v1/roundtables/{slug}",
            (*WHOLE, LINK, *more),
            over="roundtable",
            of=of,
        )
        for of, more in (
            (("draft",), ()),
            (("public", "members", "chatham*", "hidden"), COMERS),
            (("cancelled",), (*COMERS, "roundtable.{one}.why")),
            (HELD, ("seated.{one}.name", "note.{one}.second")),
        )
    ),
    *_planning("api.roundtables:proposals", "/api/v1/roundtables/{slug}/proposals", of=TO_COME),
    *_planning(
        "api.roundtables:fair_times",
        "/api/v1/roundtables/{slug}/fair-times",
        INVITED,
        of=TO_COME,
    ),
    Surface(
        "api.roundtables:notes",
        "/api/v1/roundtables/{slug}/notes",
        ("note.{one}.first", "note.{one}.second"),
        over="roundtable",
        of=HELD,
    ),
    Surface(
        "api.roundtables:notes",
        "/api/v1/roundtables/{slug}/notes",
        over="roundtable",
        of=("draft", *COMING),
    ),
)
