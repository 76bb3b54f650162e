"""What words are about, learned from what is filed under topics: 0047, after 0046."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_sense",
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_search_sense_topic_id")),
        sa.PrimaryKeyConstraint("word", "topic_id", name=op.f("pk_search_sense")),
    )
    op.create_index(op.f("ix_search_sense_topic_id"), "search_sense", ["topic_id"])


def downgrade() -> None:
    op.drop_table("search_sense")
