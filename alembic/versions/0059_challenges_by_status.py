"""The newest of those solved, closed or being worked on are walked by themselves: 0059, after 0058."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_STANDING = {
    "solved": ("closed_at IS NOT NULL AND solved IS 1", "closed_at IS NOT NULL AND solved IS true"),
    "closed": (
        "closed_at IS NOT NULL AND solved IS 0",
        "closed_at IS NOT NULL AND solved IS false",
    ),
    "in_progress": ("closed_at IS NULL AND worked_on_at IS NOT NULL",) * 2,
}


def upgrade() -> None:
    for name, (lite, postgres) in _STANDING.items():
        op.create_index(
            f"ix_challenge_{name}_posted_at_id",
            "challenge",
            ["posted_at", "id"],
            sqlite_where=sa.text(lite),
            postgresql_where=sa.text(postgres),
        )


def downgrade() -> None:
    for name in _STANDING:
        op.drop_index(f"ix_challenge_{name}_posted_at_id", "challenge")
