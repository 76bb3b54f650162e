"""What attendees of webinars ask, and what they vote for: 0031, after 0030."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "attendee_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("reply", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_attendee_question_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_attendee_question_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee_question")),
    )
    op.create_index(op.f("ix_attendee_question_author_id"), "attendee_question", ["author_id"])
    op.create_index(
        "ix_attendee_question_roundtable_id_votes",
        "attendee_question",
        ["roundtable_id", "votes", "id"],
    )
    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["attendee_question.id"], name=op.f("fk_question_vote_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_question_vote_member_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "member_id", name=op.f("pk_question_vote")),
    )
    op.create_index(op.f("ix_question_vote_member_id"), "question_vote", ["member_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_question_vote_member_id"), table_name="question_vote")
    op.drop_table("question_vote")
    op.drop_index("ix_attendee_question_roundtable_id_votes", table_name="attendee_question")
    op.drop_index(op.f("ix_attendee_question_author_id"), table_name="attendee_question")
    op.drop_table("attendee_question")
