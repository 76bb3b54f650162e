"""For whom people work and who vouches for it; what they leave to colleagues; roles; own data."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import CONVENERS, LEADS, MEMBERS, SIGNED_IN, only

TEXTS = ("body", "title", "department")
NAME = To("asker.elsewhere.name", CONVENERS)
OWN = tuple(To(f"affiliation.claim.{text}", only("elsewhere")) for text in TEXTS)
CLAIM = ("affiliation.claim.body", "affiliation.claim.title", NAME)
PROGRAM = (
    "affiliation.claim.body",
    "affiliation.claim.title",
    "affiliation.claim.department",
    NAME,
)
LEFT = ("handover.*.title", To("city.home.name", CONVENERS))
"""What somebody left in hand: a title that is hidden since is for conveners alone."""
COLLEAGUES = tuple(To(f"asker.{one}.name", LEADS) for one in ("author", "colleague", "lead"))
"""To whom it can be offered, for those who may."""

SURFACES = (
    Surface("affiliations:mine", "/settings/affiliation", OWN, to=SIGNED_IN),
    Surface("affiliations:ask", "/settings/affiliation/new", to=MEMBERS),
    Surface("affiliations:index", "/moderation/affiliations", CLAIM, to=LEADS),
    Surface("affiliations:show", "/affiliations/{id}", CLAIM, over="affiliation"),
    Surface(
        "affiliations:part",
        "/affiliations/{id}/departure",
        CLAIM[:1],
        over="affiliation",
        to=only("elsewhere"),
    ),
    Surface("affiliations:open", "/settings/affiliation/{slug}", over="archive"),
    Surface("handovers:index", "/hand-overs", LEFT, to=SIGNED_IN),
    Surface("handovers:show", "/hand-overs/{id}", (*LEFT, *COLLEAGUES), over="left"),
    Surface("roles:index", "/moderation/roles", to=CONVENERS),
    Surface(
        "roles:people",
        "/moderation/roles/people?member={word}",
        (To("person.{one}.name", CONVENERS), To("works.{one}.home", CONVENERS)),
        over="person",
        of=("public", "members", "nobody"),
        to=CONVENERS,
        word="person.{one}.name",
        asks=True,
    ),
    Surface("own_data:show", "/settings/data", ("look.*.*",), to=SIGNED_IN),
    Surface("own_data:take", "/settings/data/archives/{id}", over="archive"),
    Surface("own_data:leave", "/settings/data/erasure", to=SIGNED_IN),
    Surface("api.people:affiliations", "/api/v1/people/{slug}/affiliations", over="person"),
    Surface("api.me:affiliations", "/api/v1/me/affiliations", OWN, to=SIGNED_IN),
    Surface("api.affiliations:list", "/api/v1/affiliations", PROGRAM, to=LEADS),
    Surface("api.affiliations:show", "/api/v1/affiliations/{id}", PROGRAM, over="affiliation"),
    Surface("api.handovers:list", "/api/v1/hand-overs", LEFT, to=SIGNED_IN),
    Surface("api.handovers:show", "/api/v1/hand-overs/{id}", LEFT, over="left"),
    Surface("api.roles:list", "/api/v1/moderation/roles", to=CONVENERS),
    Surface("api.own_data:show", "/api/v1/me/data", to=SIGNED_IN),
)
