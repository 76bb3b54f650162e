"""What a member accepted, and which versions of our rules they published."""

from backend.core.i18n import N_
from backend.domain.conduct.models import Acceptance, Version
from backend.domain.holdings import Holding

HOLDINGS = (
    Holding(Acceptance, "member_id", N_("The versions of our rules that you accepted"), "removed"),
    Holding(
        Version,
        "by_id",
        N_("The versions of our rules that you published"),
        "unnamed",
        only=("page", "number", "change", "published_at"),
    ),
)
