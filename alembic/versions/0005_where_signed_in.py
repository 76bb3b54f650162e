"""where members are signed in: 0005, after 0004."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    empty = {"nullable": False, "server_default": ""}
    op.add_column("browser_session", sa.Column("network", sa.String(length=64), **empty))
    op.add_column("api_token", sa.Column("name", sa.String(length=80), **empty))
    op.add_column("api_token", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("api_token") as batch_op:
        batch_op.drop_column("seen_at")
        batch_op.drop_column("name")
    with op.batch_alter_table("browser_session") as batch_op:
        batch_op.drop_column("network")
