"""What two cities agreed on is for all members, what waits for an answer for those who ask."""

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.planting.twinnings import STANDING
from tests.canary.roles import LEADS, MEMBERS

ONE = (
    "city.home.name",
    "twinning.{one}.purpose",
    "twinning.{one}.tag",
    "asker.lead.name",
)
STEPPED = ("twinning.{one}.step",)
OTHERS = {name: other for name, (other, _audience) in STANDING.items()}

LISTED: tuple[Shown, ...] = (
    *(f"twinning.{name}.{text}" for name in OTHERS for text in ("purpose", "tag")),
    To("city.home.name", MEMBERS),
    To("city.chosen.name", MEMBERS),
    To("city.elsewhere.name", LEADS),
    To("city.looked_at.name", MEMBERS),
)

SURFACES = (
    Surface("twinnings:index", "/twinnings", (*LISTED, "topic.*.label"), to=MEMBERS),
    Surface("api.twinnings:list", "/api/v1/twinnings", LISTED, to=MEMBERS),
    Surface("twinnings:new", "/twinnings/new", to=LEADS),
    *(
        Surface(
            f"{api}search:show",
            f"{path}/search?q={{word}}",
            (
                To("city.home.name", STANDING[name][1]),
                To(f"city.{other}.name", STANDING[name][1]),
                "twinning.{one}.tag",
            ),
            over="twinning",
            of=(name,),
            word="twinning.{one}.purpose",
            asks=True,
        )
        for name, other in OTHERS.items()
        for api, path in (("", ""), ("api.", "/api/v1"))
    ),
    *(
        Surface(
            route,
            address,
            (*ONE, f"city.{other}.name", *(() if name == "waiting" else STEPPED)),
            over="twinning",
            of=(name,),
        )
        for name, other in OTHERS.items()
        for route, address in (
            ("twinnings:show", "/twinnings/{slug}"),
            ("api.twinnings:show", "/api/v1/twinnings/{slug}"),
        )
    ),
)
