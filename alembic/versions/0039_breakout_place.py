"""At which table everybody sits in breakouts: 0039, after 0038."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "breakout_place",
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_breakout_place_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f("fk_breakout_place_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "member_id", name=op.f("pk_breakout_place")),
    )
    op.create_index(op.f("ix_breakout_place_member_id"), "breakout_place", ["member_id"])


def downgrade() -> None:
    op.drop_table("breakout_place")
