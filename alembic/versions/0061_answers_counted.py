"""A challenge keeps how many answers it has; those that wait for one are walked by themselves: 0061, after 0060."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

_COUNTED = """
    UPDATE challenge SET answers = (
        SELECT count(*) FROM answer
        WHERE challenge_id = challenge.id AND parent_id IS NULL AND hidden_at IS NULL
    )
"""
_WAITING = sa.text("closed_at IS NULL AND answers = 0")


def upgrade() -> None:
    op.add_column(
        "challenge", sa.Column("answers", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(_COUNTED)
    op.create_index(
        "ix_challenge_waiting_posted_at_id",
        "challenge",
        ["posted_at", "id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_challenge_waiting_posted_at_id", "challenge")
    op.drop_column("challenge", "answers")
