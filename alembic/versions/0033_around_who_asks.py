"""From which wider network a link was asked for: 0033, after 0032."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_link",
        sa.Column("asked_around", sa.String(length=64), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("sign_in_link", "asked_around")
