"""The directory, and a person's page: each field to its own audience."""

from collections.abc import Iterator

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import CONVENERS, MEMBERS, NOBODY, SIGNED_IN, only
from tests.canary.words import word

PROFILE = (
    "person.{one}.name",
    "person.{one}.pronunciation",
    "person.{one}.pronouns",
    "person.{one}.title",
    "person.{one}.department",
    "person.{one}.bio",
    "person.{one}-can_help.tag",
    "person.{one}-looking_for.tag",
    "works.{one}.city",
)
ADMITTED = ("partner", "elsewhere", "chosen", "colleague", "author", "lead", "convener")
LISTED_TO = (("public", MEMBERS), ("members", MEMBERS - {"elsewhere"}))
"""Those who have blocked each other aren't listed to each other."""
LISTED = (
    *(To(f"asker.{role}.name", MEMBERS) for role in ADMITTED),
    To("city.*.name", MEMBERS),
    *(
        To(f"person.{one}{text}", near)
        for one, near in LISTED_TO
        for text in (".name", ".title", "-can_help.tag", "-looking_for.tag")
    ),
    To("person.nobody.name", MEMBERS),
)

KEPT_AWAY = (
    To("person.members.name", only("elsewhere")),
    To("person.public.name", only("partner")),
)
"""Whom these have blocked or muted, which nobody else learns."""

TOPIC = word("topic.person-public-can_help.label")
BY = ("asker.author.name", "city.home.name")
"""Who says what somebody can help with."""
ENDORSED = (*BY, "endorsement.public.words")
RENAMED = (
    "name.public.before",
    "name.author.wanted",
    "asker.author.name",
    *(f"person.{one}.name" for one in ("public", "members", "nobody", "suspended")),
)
"""Planted members got their names after others."""

HEARD = MEMBERS - {"partner"}
"""Those who haven't muted whom they would be told of."""


def _helpers(route: str, path: str, *always: str) -> Iterator[Surface]:
    """Who can help with a topic of somebody's, and with challenges, answered or not."""
    of_person = tuple(To(one, HEARD) for one in ("person.public.name", "city.looked_at.name"))
    yield Surface(
        route,
        f"{path}?topic={{slug}}",
        (*always, *of_person, *([To("person.public.title", HEARD)] if always else [])),
        over="topic",
        of=("person-public-can_help",),
        to=MEMBERS,
        word="topic.{one}.label",
    )
    title, others = "challenge.{one}.title", MEMBERS - {"colleague"}
    for of, told in (
        (("public", "members"), others),
        # An answer that is seen only by office is no record for a convener.
        (("cities",), others - CONVENERS),
        (("hidden", "solved", "closed", "narrowed"), NOBODY),
    ):
        peers = tuple(To(one, told) for one in ("asker.colleague.name", "city.home.name"))
        titles = (title,) if always else (To(title, told),)
        yield Surface(
            route,
            f"{path}?challenge={{slug}}",
            (*always, "challenge.{one}.tag", *titles, *peers),
            over="challenge",
            of=of,
            to=MEMBERS,
        )


SURFACES = (
    Surface("people:index", "/people", LISTED, piece=LISTED),
    *_helpers("peers:index", "/who-can-help", "topic.*.label"),
    *_helpers("api.peers:list", "/api/v1/who-can-help"),
    Surface(
        "people:show",
        "/people/{slug}",
        PROFILE,
        over="person",
        of=("members", "suspended", "erased"),
    ),
    *(
        Surface(
            "people:show",
            "/people/{slug}",
            (*PROFILE, f"challenge.{made}.title", f"challenge.{made}.context", *endorsers),
            over="person",
            of=(person,),
        )
        for person, made, endorsers in (("public", "closed", BY), ("nobody", "solved", ()))
    ),
    Surface(
        "endorsements:show",
        f"/people/{{slug}}/endorsements/{TOPIC}",
        ("person.{one}.name", "person.{one}-can_help.tag", *ENDORSED),
        over="person",
        of=("public",),
    ),
    Surface(
        "api.endorsements:list",
        f"/api/v1/people/{{slug}}/endorsements/{TOPIC}",
        ENDORSED,
        over="person",
        of=("public",),
    ),
    Surface("names:index", "/moderation/names", RENAMED, to=CONVENERS),
    Surface("api.names:list", "/api/v1/moderation/names", RENAMED, to=CONVENERS),
    Surface(
        "api.people:list",
        "/api/v1/people",
        (
            *LISTED,
            *(
                To(f"person.{one}.{text}", near)
                for one, near in LISTED_TO
                for text in ("bio", "department")
            ),
        ),
        to=MEMBERS,
    ),
    Surface("blocks:index", "/settings/people", KEPT_AWAY, to=SIGNED_IN),
    Surface("api.blocks:list", "/api/v1/me/kept-away", KEPT_AWAY, to=SIGNED_IN),
    Surface(
        "blocks:show",
        "/people/{slug}/distance",
        ("person.{one}.name",),
        over="person",
        to=MEMBERS,
    ),
    Surface("api.people:show", "/api/v1/people/{slug}", PROFILE, over="person"),
)
