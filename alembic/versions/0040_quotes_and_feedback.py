"""Quotes with their consent, and what those who came say afterwards: 0040, after 0039."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SAYS = "IN ('yes', 'maybe', 'no')"


def upgrade() -> None:
    op.create_table(
        "quote",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("consent", sa.String(length=9), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("shown_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "consent IN ('', 'agreed', 'declined', 'withdrawn')", name=op.f("ck_quote_consent")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["member.id"], name=op.f("fk_quote_asked_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_quote_member_id")),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_quote_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote")),
    )
    for column in ("asked_by_id", "member_id", "roundtable_id"):
        op.create_index(op.f(f"ix_quote_{column}"), "quote", [column])
    _add_feedback()


def _add_feedback() -> None:
    op.create_table(
        "feedback_form",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_feedback_form_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", name=op.f("pk_feedback_form")),
    )
    op.create_table(
        "feedback",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("helped", sa.String(length=5), nullable=False),
        sa.Column("benefits", sa.String(length=5), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"helped {SAYS}", name=op.f("ck_feedback_helped")),
        sa.CheckConstraint(f"benefits {SAYS}", name=op.f("ck_feedback_benefits")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_feedback_member_id")),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_feedback_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "member_id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_member_id"), "feedback", ["member_id"])


def downgrade() -> None:
    for table in ("feedback", "feedback_form", "quote"):
        op.drop_table(table)
