"""Topics are everybody's; what is about one is not."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import MEMBERS

SURFACES = (
    Surface("topics:index", "/topics", ("topic.*.label",)),
    Surface(
        "topics:show",
        "/topics/{slug}",
        (
            "topic.{one}.label",
            "challenge.public.title",
            "challenge.public.context",
            # Who answered can help.
            To("asker.colleague.name", MEMBERS - {"colleague"}),
            To("city.home.name", MEMBERS - {"colleague"}),
        ),
        over="topic",
        of=("challenge-public",),
    ),
    Surface("api.topics:list", "/api/v1/topics", ("topic.*.label",)),
    Surface(
        "api.topics:show",
        "/api/v1/topics/{slug}",
        ("topic.{one}.label",),
        over="topic",
        of=("challenge-*",),
    ),
)
