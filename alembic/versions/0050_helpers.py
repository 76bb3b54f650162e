"""Indexes by which the newest on a topic are found, and lists of who helps best: 0050, after 0049."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_LED_BY_TOPIC = (
    ("challenge_topic", "challenge_id"),
    ("resource_topic", "resource_id"),
    ("roundtable_topic", "roundtable_id"),
    ("city_priority", "position"),
    ("endorsement", "id"),
)


def upgrade() -> None:
    for table, then in _LED_BY_TOPIC:
        op.create_index(f"ix_{table}_topic_id_{then}", table, ["topic_id", then])
        # The longer one serves for it.
        op.drop_index(f"ix_{table}_topic_id", table)
    op.create_table(
        "helper_list",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_helper_list_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_helper_list")),
    )
    op.create_index(op.f("ix_helper_list_listed_at"), "helper_list", ["listed_at"])
    op.create_table(
        "helper_record",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "what IN ('declared', 'answered', 'adopted')", name=op.f("ck_helper_record_what")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_helper_record_member_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_helper_record_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", "what", "record_id", name=op.f("pk_helper_record")),
    )
    op.create_index(op.f("ix_helper_record_member_id"), "helper_record", ["member_id"])


def downgrade() -> None:
    op.drop_table("helper_record")
    op.drop_table("helper_list")
    for table, then in _LED_BY_TOPIC:
        op.create_index(f"ix_{table}_topic_id", table, ["topic_id"])
        op.drop_index(f"ix_{table}_topic_id_{then}", table)
