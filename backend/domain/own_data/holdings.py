"""What is kept of the wishes about one's own data themselves."""

from backend.core.i18n import N_
from backend.domain.holdings import Holding
from backend.domain.own_data.models import Archive, Erasure, UnusedWarning

HOLDINGS = (
    Holding(
        Archive,
        "member_id",
        N_("Archives that you asked for"),
        "removed",
        only=("asked_at", "made_at", "expires_at", "size"),
    ),
    Holding(Erasure, "member_id", N_("Your wish to be forgotten"), "removed"),
    Holding(UnusedWarning, "member_id", N_("Warnings about an unused account"), "removed"),
)
