"""Polls of times, and when members are busy: 0028, after 0027."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_poll_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", name=op.f("pk_poll")),
    )
    op.create_table(
        "poll_option",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clock_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("is_second", sa.Boolean(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["poll.roundtable_id"], name=op.f("fk_poll_option_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "number", name=op.f("pk_poll_option")),
    )
    op.create_table(
        "poll_vote",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("says", sa.String(length=10), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.CheckConstraint("says IN ('yes', 'if_need_be', 'no')", name=op.f("ck_poll_vote_says")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_poll_vote_member_id")),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["poll.roundtable_id"], name=op.f("fk_poll_vote_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "number", "member_id", name=op.f("pk_poll_vote")),
    )
    op.create_index(op.f("ix_poll_vote_member_id"), "poll_vote", ["member_id"])
    _add_busy_times()


def _add_busy_times() -> None:
    op.create_table(
        "busy_calendar",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_busy_calendar_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_busy_calendar")),
    )
    op.create_index(op.f("ix_busy_calendar_due_at"), "busy_calendar", ["due_at"])
    op.create_table(
        "busy_span",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_busy_span_member_id")),
        sa.PrimaryKeyConstraint("member_id", "starts_at", name=op.f("pk_busy_span")),
    )


def downgrade() -> None:
    op.drop_table("busy_span")
    op.drop_index(op.f("ix_busy_calendar_due_at"), table_name="busy_calendar")
    op.drop_table("busy_calendar")
    op.drop_index(op.f("ix_poll_vote_member_id"), table_name="poll_vote")
    op.drop_table("poll_vote")
    op.drop_table("poll_option")
    op.drop_table("poll")
