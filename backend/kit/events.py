"""The sentence for each event that members are told of, in lists and as the subject of letters.

Features add theirs: `"<kind>.<what happened>"`, with placeholders that `tell` was given as facts.
"""

from collections.abc import Mapping
from typing import Any

from backend.core.i18n import N_, _

SENTENCES: dict[str, str] = {
    "challenge.answered": N_("{by} answered “{title}”."),
    "moderation.hidden": N_("“{title}” was hidden by a convener."),
    "moderation.restored": N_("“{title}” can be seen again."),
    "report.dismissed": N_("“{title}”, which you reported, stays as it is."),
    "report.made": N_("Somebody reported “{title}”."),
    "report.upheld": N_("“{title}”, which you reported, was hidden."),
}


def sentence(event: str, facts: Mapping[str, Any]) -> str:
    """What happened, in the language being spoken."""
    return _(SENTENCES[event], **facts)
