"""The directory, and a person's page: each field to its own audience."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import MEMBERS

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
LISTED = (
    *(To(f"asker.{role}.name", MEMBERS) for role in ADMITTED),
    To("city.*.name", MEMBERS),
    *(
        To(f"person.{one}{text}", MEMBERS)
        for one in ("public", "members")
        for text in (".name", ".title", "-can_help.tag", "-looking_for.tag")
    ),
    To("person.nobody.name", MEMBERS),
)

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
                To(f"person.{one}.{text}", MEMBERS)
                for one in ("public", "members")
                for text in ("bio", "department")
            ),
        ),
        to=MEMBERS,
    ),
    Surface("api.people:show", "/api/v1/people/{slug}", PROFILE, over="person"),
)
