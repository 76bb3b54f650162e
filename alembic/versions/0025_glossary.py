"""The glossary, and what search has yet to learn of merged topics: 0025, after 0024."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concept",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_concept_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept")),
        sa.UniqueConstraint("slug", name=op.f("uq_concept_slug")),
    )
    op.create_index(op.f("ix_concept_topic_id"), "concept", ["topic_id"])
    op.create_table(
        "concept_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concept_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("folded", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "role IN ('preferred', 'other', 'meaning')", name=op.f("ck_concept_term_role")
        ),
        sa.ForeignKeyConstraint(
            ["concept_id"], ["concept.id"], name=op.f("fk_concept_term_concept_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concept_term")),
    )
    op.create_index(op.f("ix_concept_term_concept_id"), "concept_term", ["concept_id"])
    op.create_index(op.f("ix_concept_term_folded"), "concept_term", ["folded"])
    op.create_table(
        "topic_merger",
        sa.Column("was", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_merger_topic_id")),
        sa.PrimaryKeyConstraint("was", name=op.f("pk_topic_merger")),
    )
    op.create_index(op.f("ix_topic_merger_topic_id"), "topic_merger", ["topic_id"])


def downgrade() -> None:
    op.drop_table("topic_merger")
    op.drop_table("concept_term")
    op.drop_table("concept")
