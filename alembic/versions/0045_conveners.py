"""Conveners are found without looking at everybody: 0045, after 0044."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_member_conveners",
        "member",
        ["id"],
        sqlite_where=sa.text("is_convener = 1"),
        postgresql_where=sa.text("is_convener"),
    )


def downgrade() -> None:
    op.drop_index("ix_member_conveners", "member")
