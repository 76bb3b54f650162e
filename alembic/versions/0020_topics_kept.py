"""Topics that conveners keep, and topics that members propose: 0020, after 0019."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ROLES = ("label", "synonym", "description")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("topic") as batch:
        batch.add_column(sa.Column("kept_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("successor_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_topic_successor_id"), "topic", ["successor_id"], ["id"])
        batch.create_index(op.f("ix_topic_successor_id"), ["successor_id"])
    _may_be(*ROLES, "address")
    op.create_table(
        "topic_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=1000), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("under_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind IN ('theme', 'practice')", name=op.f("ck_topic_proposal_kind")),
        sa.CheckConstraint(
            "verdict IN ('', 'accepted', 'refused')", name=op.f("ck_topic_proposal_verdict")
        ),
        *(
            sa.ForeignKeyConstraint([column], [key], name=op.f(f"fk_topic_proposal_{column}"))
            for column, key in (
                ("author_id", "member.id"),
                ("decided_by_id", "member.id"),
                ("under_id", "topic.id"),
                ("topic_id", "topic.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_proposal")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_proposal_slug")),
    )
    for column in ("author_id", "decided_at", "decided_by_id", "under_id", "topic_id"):
        op.create_index(op.f(f"ix_topic_proposal_{column}"), "topic_proposal", [column])
    op.create_table(
        "topic_renewal",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("after", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_renewal_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_renewal")),
    )


def downgrade() -> None:
    op.drop_table("topic_renewal")
    op.drop_table("topic_proposal")
    op.execute("DELETE FROM topic_term WHERE role = 'address'")
    _may_be(*ROLES)
    with op.batch_alter_table("topic") as batch:
        batch.drop_index(op.f("ix_topic_successor_id"))
        batch.drop_constraint(op.f("fk_topic_successor_id"), type_="foreignkey")
        batch.drop_column("successor_id")
        batch.drop_column("kept_at")


def _may_be(*roles: str) -> None:
    """What a term may be."""
    with op.batch_alter_table("topic_term") as batch:
        batch.drop_constraint(op.f("ck_topic_term_role"), type_="check")
        words = ", ".join(repr(role) for role in roles)
        batch.create_check_constraint(op.f("ck_topic_term_role"), f"role IN ({words})")
