"""The front page, coming in, one's own settings, what is the same for all."""

from tests.canary.expected.shapes import Surface, To
from tests.canary.roles import MEMBERS, NOBODY, SIGNED_IN, only

COMING_IN = only("guest", "pending", "refused")
PUBLIC = ("challenge.public", "challenge.solved")


def _own(text: str) -> tuple[To, ...]:
    """What those wrote of themselves who asked to join."""
    return tuple(To(f"application.{one}.{text}", only(one)) for one in ("pending", "refused"))


WANTED = To("name.author.wanted", only("author"))
"""A name that waits for a convener: its member reads it, and nobody else but conveners."""

SURFACES = (
    Surface(
        "front:show",
        "/",
        (
            *(To(f"{one}.{text}", only("guest")) for one in PUBLIC for text in ("title", "tag")),
            To("city.*.name", only("guest")),
            # The next meeting of those whose city is invited, or who come.
            To("roundtable.public.title", only("chosen", "colleague", "author", "lead")),
            To("asker.partner.name", only("chosen")),
            To("application.refused.reason", only("refused")),
            "asker.suspended.reason",
        ),
    ),
    Surface("about:show", "/about"),
    Surface("about:attributions", "/about/attributions"),
    Surface("about:conveners", "/about/conveners", ("asker.convener.name",)),
    Surface(
        "join:ask",
        "/join",
        (To("question.asked.words", COMING_IN), To("topic.*.label", COMING_IN)),
        piece=(To("question.asked.words", COMING_IN), To("topic.*.label", COMING_IN)),
    ),
    Surface(
        "join:places",
        "/join/places?city=Bristol",
        ("question.asked.words", "topic.*.label"),
        piece=(),
    ),
    Surface("session:ask", "/sign-in"),
    Surface("session:sent", "/sign-in/sent"),
    Surface("session:show", "/sign-in/{slug}", over="link"),
    Surface("unsubscribing:show", "/unsubscribe/{slug}", over="ending"),
    Surface("quiet_hours:show", "/settings/quiet-hours", to=MEMBERS),
    Surface("api.quiet_hours:show", "/api/v1/me/quiet-hours", to=SIGNED_IN),
    Surface("wishes:show", "/settings/notifications", to=MEMBERS),
    Surface("api.wishes:show", "/api/v1/me/notifications", to=SIGNED_IN),
    Surface("settings:show", "/settings", ("topic.*.label", WANTED), to=MEMBERS),
    Surface("api.me:name", "/api/v1/me/name", (WANTED,), to=SIGNED_IN),
    Surface("api.me:show", "/api/v1/me", (*_own("title"), *_own("email")), to=SIGNED_IN),
    Surface("api.me:profile", "/api/v1/me/profile", _own("title"), to=SIGNED_IN),
    Surface(
        "ways:index",
        "/settings/sign-in",
        tuple(To(f"token.{one}.name", only(one)) for one in sorted(MEMBERS)),
        to=SIGNED_IN,
    ),
    Surface("api.first_steps:list", "/api/v1/me/first-steps", to=SIGNED_IN),
    Surface("api.identities:list", "/api/v1/me/identities", to=SIGNED_IN),
    # A provider that the settings don't name, as in most networks.
    Surface("providers:answer", "/sign-in/providers/none/answer", to=NOBODY, refused=404),
    Surface("providers:metadata", "/sign-in/providers/none/metadata", to=NOBODY, refused=404),
    Surface("passkeys:confirm", "/sign-in/confirmation", to=SIGNED_IN),
    Surface("api.passkeys:list", "/api/v1/me/passkeys", to=SIGNED_IN),
    Surface("api.sessions:list", "/api/v1/me/sessions", to=SIGNED_IN),
    Surface("api.tokens:list", "/api/v1/me/tokens", ("token.*.name",), to=SIGNED_IN),
    Surface("programs:show", "/api/docs"),
    Surface("programs:document", "/api/v1/openapi.json"),
)
