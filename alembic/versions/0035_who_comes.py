"""What those who come are asked, need and bring, and who was there: 0035, after 0034."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "registration_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["roundtable_id"],
            ["roundtable.id"],
            name=op.f("fk_registration_question_roundtable_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_question")),
        sa.UniqueConstraint(
            "roundtable_id",
            "position",
            name=op.f("uq_registration_question_roundtable_id_position"),
        ),
    )
    _add_of_each(
        "registration",
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("brings", sa.String(length=500), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
    )
    _add_of_each(
        "access_need",
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
    )
    _add_of_each(
        "attendance",
        sa.Column("way", sa.String(length=9), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_attendance_by_id")),
        sa.CheckConstraint("way IN ('online', 'in_person')", name=op.f("ck_attendance_way")),
    )
    op.create_index(op.f("ix_attendance_by_id"), "attendance", ["by_id"])
    op.add_column("roundtable", sa.Column("attendance_at", MOMENT, nullable=True))


def _add_of_each(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table with one row for each roundtable and member."""
    op.create_table(
        name,
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f(f"fk_{name}_roundtable_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f(f"fk_{name}_member_id")),
        sa.PrimaryKeyConstraint("roundtable_id", "member_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_member_id"), name, ["member_id"])


def downgrade() -> None:
    op.drop_column("roundtable", "attendance_at")
    op.drop_index(op.f("ix_attendance_by_id"), table_name="attendance")
    for name in ("attendance", "access_need", "registration"):
        op.drop_index(op.f(f"ix_{name}_member_id"), table_name=name)
        op.drop_table(name)
    op.drop_table("registration_question")
