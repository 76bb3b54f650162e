"""Cities are everybody's; what their people do is shown to each as far as they may see it."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import CONVENERS, HOME, LEADS, MEMBERS

SAID = ("fact.said.source", "openness.said.words")
HIDDEN = ("fact.hidden.source", "openness.hidden.words")
FACED = "priorities=0&openness=0&population=0&languages=0"
"""Cities compared by nothing but what they face, which not everybody sees."""
BOTH_FACE = tuple(f"challenge.{one}.tag" for one in ("public", "members", "cities"))
IN_COMMON = ("city.home.name", "city.chosen.name", *BOTH_FACE)

SURFACES = (
    Surface("cities:index", "/cities", ("city.*.name",), piece=("city.*.name",)),
    Surface(
        "cities:rest_days",
        "/cities/{slug}/rest-days",
        ("city.{one}.name",),
        over="city",
        of=("home",),
        to=LEADS,
    ),
    Surface("api.cities:rest_days", "/api/v1/cities/{slug}/rest-days", over="city", of=("home",)),
    Surface(
        "cities:edit",
        "/cities/{slug}/edit",
        ("city.{one}.name", "topic.*.label", *SAID, "domain.home.name"),
        over="city",
        of=("home",),
        to=LEADS,
    ),
    Surface(
        "cities:edit",
        "/cities/{slug}/edit",
        ("city.{one}.name", "topic.*.label"),
        over="city",
        of=("chosen",),
        to=CONVENERS,
    ),
    Surface(
        "cities:show",
        "/cities/{slug}",
        (
            "city.{one}.name",
            *SAID,
            *(
                f"challenge.{one}.{text}"
                for one in ("public", "members", "cities", "narrowed", "hidden")
                for text in ("title", "context")
            ),
            *(
                f"roundtable.{one}.{text}"
                for one in ("public", "members", "hidden")
                for text in ("title", "purpose")
            ),
            *(
                To(f"roundtable.{one}.{text}", HOME | {"chosen", "convener"})
                for one in ("chatham", "chatham_members")
                for text in ("title", "purpose")
            ),
            "resource.*_link.title",
            To("city.chosen.name", MEMBERS),
            To("city.looked_at.name", MEMBERS),
            "asker.colleague.name",
            "asker.author.name",
            "asker.lead.name",
        ),
        over="city",
        of=("home",),
        lists=True,
    ),
    *(
        Surface(
            f"{before}similar:{verb}",
            f"{root}/cities/{{slug}}/similar{path}?{FACED}",
            IN_COMMON,
            over="city",
            of=("home",),
            lists=True,
        )
        for before, root in (("", ""), ("api.", "/api/v1"))
        for verb, path in (
            ("show", "/city-chosen-planted"),
            ("list" if before else "index", ""),
        )
    ),
    Surface(
        "cities:compare",
        "/cities/compare?city=city-home-planted&city=city-chosen-planted",
        ("city.home.name", "city.chosen.name", *SAID),
    ),
    Surface(
        "api.cities:compare",
        "/api/v1/cities/compare?city=city-home-planted&city=city-chosen-planted",
        ("city.home.name", "city.chosen.name", *SAID),
    ),
    Surface("api.cities:list", "/api/v1/cities", ("city.*.name",)),
    Surface(
        "cities:history",
        "/cities/{slug}/history",
        ("city.{one}.name", *SAID, *HIDDEN, "asker.lead.name"),
        over="city",
        of=("home",),
    ),
    Surface(
        "api.cities:show",
        "/api/v1/cities/{slug}",
        ("city.{one}.name", *SAID),
        over="city",
        of=("home",),
    ),
    Surface(
        "api.cities:show",
        "/api/v1/cities/{slug}",
        ("city.{one}.name",),
        over="city",
        of=("chosen",),
    ),
    Surface(
        "api.cities:history",
        "/api/v1/cities/{slug}/history",
        (*SAID, *HIDDEN, "asker.lead.name"),
        over="city",
        of=("home",),
    ),
    Surface(
        "api.cities:domains",
        "/api/v1/cities/{slug}/domains",
        over="city",
        of=("[!h]*",),
        to=CONVENERS,
    ),
    Surface(
        "api.cities:domains",
        "/api/v1/cities/{slug}/domains",
        ("domain.{one}.name",),
        over="city",
        of=("home",),
        to=CONVENERS,
    ),
)
