"""The directory, and a person's page: each field to its own audience."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import MEMBERS, SIGNED_IN, only

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

SURFACES = (
    Surface("people:index", "/people", LISTED, piece=LISTED),
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
            (*PROFILE, f"challenge.{made}.title", f"challenge.{made}.context"),
            over="person",
            of=(person,),
        )
        for person, made in (("public", "closed"), ("nobody", "solved"))
    ),
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
