"""Time zones in use, and affiliations to look at, are found along indexes: 0051, after 0050."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_NEEDING = (
    "ended_at IS NULL AND (verified_at IS NULL OR lapsed_at IS NOT NULL OR warned_at IS NOT NULL)"
)


def upgrade() -> None:
    op.create_index(op.f("ix_member_zone"), "member", ["zone"])
    op.create_index(
        "ix_affiliation_needing",
        "affiliation",
        ["id"],
        sqlite_where=sa.text(_NEEDING),
        postgresql_where=sa.text(_NEEDING),
    )


def downgrade() -> None:
    op.drop_index("ix_affiliation_needing", "affiliation")
    op.drop_index(op.f("ix_member_zone"), "member")
