"""The conveners' desk: applications, reports, the log; and what each was told."""

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.roles import CONVENERS, LEADS, MEMBERS, SIGNED_IN, only

APPLICATION = (
    "application.{one}.answer",
    "application.{one}.email",
    "application.{one}.title",
    "application.{one}.name",
    "application.{one}.home",
    "application.{one}.question",
)
FURTHER = ("application.{one}.asked", "application.{one}.asker")
CASES = (
    "challenge.cities.title",
    "challenge.public.title",
    "person.public.name",
    "resource.members_link.title",
    "roundtable.members.title",
)
LOG: tuple[Shown, ...] = (
    "adoption.*.reason",
    "answer.*.reason",
    "challenge.*.reason",
    "resource.*.reason",
    "roundtable.*.reason",
    "application.refused.reason",
    "proposal.refused.reason",
    To("application.*.asked", CONVENERS),
    "question.asked.words",
    To("question.retired.words", CONVENERS),
    "rules.*.change",
)
LOGGED: tuple[Shown, ...] = (
    To("asker.refused.name", CONVENERS),
    To("asker.pending.name", CONVENERS),
    *(f"challenge.{one}.title" for one in ("public", "members", "cities", "hidden")),
    "resource.*.title",
    "roundtable.hidden.title",
    "proposal.refused.title",
    "concept.one.term",
)
"""What was decided on, by its title."""
CONTEXTS = (
    (
        "challenge-public",
        ("challenge.public.title", "challenge.public.context", "asker.elsewhere.name"),
    ),
    (
        "challenge-cities",
        ("challenge.cities.title", "challenge.cities.context", "asker.chosen.name"),
    ),
    (
        "answer-public-seen",
        ("answer.public-seen.body", "challenge.public.title", "asker.elsewhere.name"),
    ),
    (
        "resource-members_link",
        (
            "resource.members_link.title",
            "resource.members_link.description",
            "asker.elsewhere.name",
        ),
    ),
    (
        "roundtable-members",
        ("roundtable.members.title", "roundtable.members.purpose", "asker.elsewhere.name"),
    ),
    ("member-public", ("person.public.name", "asker.elsewhere.name")),
    ("message-shown", ("case.message-shown.body", "asker.lead.name")),
)
CALLED = ("cancelled", "chatham", "chatham_members", "members", "public")
TOLD_OF = {
    "pending": ("asker.convener.name",),
    "refused": ("asker.convener.name",),
    "suspended": (
        "challenge.public.title",
        "resource.public_*.title",
        *(f"roundtable.{one}.title" for one in ("cancelled", "chatham", "public")),
        "asker.author.name",
        "asker.convener.name",
    ),
    "partner": (
        "asker.lead.name",
        *(f"challenge.{one}.title" for one in ("public", "members")),
        *(f"resource.{one}_*.title" for one in ("public", "members")),
        "asker.author.name",
    ),
    "elsewhere": (
        "asker.colleague.name",
        *(f"challenge.{one}.title" for one in ("public", "members")),
        *(f"resource.{one}_*.title" for one in ("public", "members")),
        "roundtable.held*.title",
        "asker.author.name",
        "asker.convener.name",
    ),
    "chosen": (
        "asker.partner.name",
        "asker.lead.name",
        *(f"challenge.{one}.title" for one in ("members", "cities")),
        *(f"roundtable.{one}.title" for one in CALLED),
        "asker.author.name",
        "asker.convener.name",
    ),
    "colleague": (
        "asker.elsewhere.name",
        *(f"challenge.{one}.title" for one in ("public", "members", "cities")),
        *(f"roundtable.{one}.title" for one in CALLED),
        "asker.convener.name",
    ),
    "author": (
        *(f"challenge.{one}.title" for one in ("public", "members", "cities", "hidden")),
        "resource.*.title",
        *(f"roundtable.{one}.title" for one in (*CALLED, "hidden")),
        "asker.colleague.name",
        "asker.convener.name",
        "city.chosen.name",
        "proposal.refused.title",
    ),
    "lead": (
        "asker.chosen.name",
        "asker.partner.name",
        *(f"roundtable.{one}.title" for one in CALLED),
        "asker.refused.name",
        "asker.convener.name",
    ),
    "convener": (
        *CASES,
        "asker.refused.name",
        "asker.author.name",
        "proposal.*.title",
        "roundtable.held*.title",
    ),
}
"""What each was told of, as far as they may still see it: their city, whom and what they follow."""
REASONS = {
    "suspended": ("roundtable.cancelled.why",),
    "refused": ("application.refused.reason",),
    "elsewhere": tuple(f"adoption.{one}_*.reason" for one in ("public", "members")),
    "chosen": ("roundtable.cancelled.why",),
    "colleague": (
        *(f"answer.{one}-hidden*.reason" for one in ("public", "members", "cities")),
        "roundtable.cancelled.why",
    ),
    "author": (
        "proposal.refused.reason",
        "challenge.hidden.reason",
        "resource.hidden*.reason",
        "roundtable.hidden.reason",
        "roundtable.cancelled.why",
    ),
    "lead": ("application.refused.reason", "roundtable.cancelled.why"),
    "convener": ("application.refused.reason",),
}
"""Why it was decided so: those read it whom it is about."""


RULES = To("rules.*.change", MEMBERS - CONVENERS | {"suspended"})
"""Everybody was told how our rules have changed, but for who published them."""


def each(table: dict[str, tuple[str, ...]]) -> tuple[To, ...]:
    return tuple(To(one, only(role)) for role, shows in table.items() for one in shows)


SURFACES = (
    Surface(
        "applications:index",
        "/moderation/members",
        ("application.pending.title", "application.pending.name", "application.pending.home"),
        to=LEADS,
    ),
    Surface(
        "applications:index",
        "/moderation/members?show=decided",
        (
            "application.refused.title",
            "application.refused.name",
            "application.refused.home",
            "application.refused.decider",
        ),
        to=LEADS,
    ),
    Surface(
        "applications:show",
        "/moderation/members/{slug}",
        (*APPLICATION, *FURTHER),
        over="application",
        of=("pending",),
    ),
    Surface(
        "applications:show",
        "/moderation/members/{slug}",
        (
            *APPLICATION,
            *FURTHER,
            "application.{one}.answered",
            "application.{one}.reason",
            "application.{one}.decider",
        ),
        over="application",
        of=("refused",),
    ),
    Surface(
        "api.applications:list",
        "/api/v1/applications",
        tuple(one.replace("{one}", "pending") for one in APPLICATION),
        to=LEADS,
    ),
    Surface(
        "api.applications:show",
        "/api/v1/applications/{slug}",
        APPLICATION,
        over="application",
        of=("pending",),
    ),
    *(
        Surface(
            "api.applications:questions",
            "/api/v1/applications/{slug}/questions",
            (*FURTHER, *answered),
            over="application",
            of=(one,),
        )
        for one, answered in (("pending", ()), ("refused", ("application.{one}.answered",)))
    ),
    Surface("questions:index", "/moderation/questions", ("question.asked.words",), to=CONVENERS),
    Surface(
        "moderation:queue", "/moderation", tuple(To(one, CONVENERS) for one in CASES), to=CONVENERS
    ),
    Surface("moderation:log", "/moderation/log", (*LOG, *LOGGED), to=CONVENERS, pages=True),
    Surface("api.moderation:log", "/api/v1/moderation/log", LOG, to=CONVENERS, pages=True),
    *(
        Surface(
            "moderation:case",
            "/moderation/{slug}/{id}",
            ("report.{one}.words", *shows),
            over="case",
            of=(of,),
            to=CONVENERS,
        )
        for of, shows in CONTEXTS
    ),
    Surface(
        "reports:new",
        "/reports/new?kind=challenge&subject_id={id}",
        ("challenge.{one}.title",),
        over="challenge",
        of=("[!sc]*", "cities"),
        to=SIGNED_IN - only("author", "pending", "refused", "suspended"),
    ),
    Surface("api.moderation:queue", "/api/v1/moderation/queue", CASES, to=CONVENERS),
    Surface(
        "notifications:index",
        "/notifications",
        (*each(TOLD_OF), *each(REASONS), RULES),
        to=SIGNED_IN,
        pages=True,
    ),
    Surface(
        "api.notifications:list",
        "/api/v1/notifications",
        (*each(TOLD_OF), RULES),
        to=SIGNED_IN,
        pages=True,
    ),
)
