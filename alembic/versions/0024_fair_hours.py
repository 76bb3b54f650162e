"""Hours borne, days of rest, series, reminders and what new zone rules move: 0024, after 0023."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "borne_hours",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("held_at", MOMENT, nullable=False),
        sa.Column("early", sa.Integer(), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("night", sa.Integer(), nullable=False),
        sa.Column("off", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_borne_hours_city_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_borne_hours_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_borne_hours_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "member_id", name=op.f("pk_borne_hours")),
    )
    op.create_index("ix_borne_hours_city_id_held_at", "borne_hours", ["city_id", "held_at"])
    op.create_index(op.f("ix_borne_hours_member_id"), "borne_hours", ["member_id"])
    op.add_column("roundtable", sa.Column("ledger_at", MOMENT, nullable=True))
    op.add_column(
        "city", sa.Column("rests_on", sa.String(length=7), nullable=False, server_default="")
    )
    _add_series()
    _add_reminders()


def _add_series() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("often", sa.String(length=7), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("often IN ('weekly', 'monthly')", name=op.f("ck_series_often")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "series_part",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_series_part_roundtable_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_series_part_series_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", name=op.f("pk_series_part")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_series_part_series_id_number")),
    )
    op.add_column(
        "sitting",
        sa.Column("is_second", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def _add_reminders() -> None:
    op.create_table(
        "reminder_sent",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_reminder_sent_roundtable_id")
        ),
        sa.PrimaryKeyConstraint(
            "roundtable_id", "number", "minutes", "starts_at", name=op.f("pk_reminder_sent")
        ),
    )
    op.create_table(
        "rule_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.String(length=16), nullable=False),
        sa.Column("before", MOMENT, nullable=False),
        sa.Column("after", MOMENT, nullable=True),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_rule_move_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_move")),
    )
    op.create_index(op.f("ix_rule_move_roundtable_id"), "rule_move", ["roundtable_id"])
    op.add_column(
        "roundtable",
        sa.Column("reminders", sa.JSON(), nullable=False, server_default="[1440, 60]"),
    )


def downgrade() -> None:
    op.drop_column("roundtable", "reminders")
    op.drop_index(op.f("ix_rule_move_roundtable_id"), table_name="rule_move")
    op.drop_table("rule_move")
    op.drop_table("reminder_sent")
    op.drop_column("sitting", "is_second")
    op.drop_table("series_part")
    op.drop_table("series")
    op.drop_column("city", "rests_on")
    op.drop_column("roundtable", "ledger_at")
    op.drop_index(op.f("ix_borne_hours_member_id"), table_name="borne_hours")
    op.drop_index("ix_borne_hours_city_id_held_at", table_name="borne_hours")
    op.drop_table("borne_hours")
