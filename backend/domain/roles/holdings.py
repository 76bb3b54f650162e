"""What is kept of the roles that somebody holds, and of those that they gave."""

from backend.core.i18n import N_
from backend.domain.holdings import Holding
from backend.domain.roles.models import RoleGrant

HOLDINGS = (
    Holding(
        RoleGrant,
        "member_id",
        N_("Roles that you hold, or have held"),
        "removed",
        leaves_out=("granted_by_id",),
    ),
    Holding(
        RoleGrant,
        "granted_by_id",
        N_("Roles that you gave"),
        "unnamed",
        only=("id", "role", "granted_at"),
    ),
)
