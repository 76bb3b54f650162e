"""What the pages say until the conveners publish words of their own: Markdown, translated."""

from backend.core.i18n import _
from backend.domain.conduct.models import PageName
from backend.domain.moderation.models import RULES


def built_in(page: PageName) -> str:
    """The page's words in the language being spoken."""
    return "\n\n".join(_conduct() if page == "conduct" else _privacy())


def _conduct() -> list[str]:
    return [
        _(
            "Everybody here works for the people of a city. These rules keep it a place where they "
            "can speak plainly."
        ),
        "\n".join(f"1. {_(rule)}" for rule in RULES.values()),
        "# " + _("When something breaks a rule"),
        _(
            "Report it: every challenge, answer, resource and roundtable has a link for that. A "
            "convener looks at it, decides, and tells both you and the author why."
        ),
        _("Every decision is kept in a log that can only grow."),
    ]


def _privacy() -> list[str]:
    kept = (
        _("Your profile: you choose for each field who sees it."),
        _("Your work e-mail address: nobody sees it unless you show it to somebody you talk with."),
        _("What you write, with the visibility that you choose."),
        _(
            "What you and a peer write to each other: only you two read it, and conveners the one "
            "message that one of you reports."
        ),
        _(
            "The browsers in which you are signed in: their kind, when, and the first part of the "
            "network address, so that you can tell which are yours and end the others."
        ),
        _("The passkeys and the accounts elsewhere that you sign in with, if you add any."),
        _("That a convener or a lead opened something private of yours: you see who and when."),
    )
    return [
        _(
            "The network keeps what it needs so that officials can find and trust each other, and "
            "nothing else."
        ),
        "# " + _("What is kept"),
        "\n".join(f"- {one}" for one in kept),
        "# " + _("What is not kept"),
        _(
            "Not which pages you read, nor where you are. There is no advertising, and no data is "
            "sold or given to others. One cookie keeps you signed in, one your language."
        ),
        _(
            "One script, htmx, is fetched from a public server that sees your network address; "
            "every page works without it."
        ),
    ]
