"""The answers to one challenge without the replies, found at once: 0032, after 0031."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_answer_challenge_id_parent_id", "answer", ["challenge_id", "parent_id"])


def downgrade() -> None:
    op.drop_index("ix_answer_challenge_id_parent_id", "answer")
