"""Who sits with whom is for who convenes it; one's own table, for who has a seat."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import CONVENERS, only

ARRANGED = ("public", "members", "chatham", "chatham_members")
TITLE = "roundtable.{one}.title"

SURFACES = (
    *(
        Surface(
            f"{program}roundtables:tables",
            f"{root}/roundtables/{{slug}}/tables",
            (*title, To("seated.{one}.name", CONVENERS), To("city.home.name", CONVENERS)),
            over="roundtable",
            of=ARRANGED,
            to=only("convener", "colleague"),
        )
        for program, root, title in (("", "", (TITLE,)), ("api.", "/api/v1", ()))
    ),
    *(
        Surface(
            f"{program}roundtables:extra_seats",
            f"{root}/roundtables/{{slug}}/extra-seats",
            (*title, "waiting.{one}.name", To("city.chosen.name", CONVENERS)),
            over="roundtable",
            of=ARRANGED,
            to=CONVENERS,
        )
        for program, root, title in (("", "", (TITLE,)), ("api.", "/api/v1", ()))
    ),
)
