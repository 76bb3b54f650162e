"""What applicants are asked besides, and answer: 0026, after 0025."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "further_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=2_000), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.String(length=2_000), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_further_question_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_further_question_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_further_question")),
    )
    for column in ("application_id", "by_id"):
        op.create_index(op.f(f"ix_further_question_{column}"), "further_question", [column])


def downgrade() -> None:
    op.drop_table("further_question")
