"""Who isn't suggested: to one person for one thing, or to anybody: 0023, after 0022."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "not_useful",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], ["member.id"], name=op.f(f"fk_not_useful_{column}"))
            for column in ("member_id", "other_id")
        ),
        sa.PrimaryKeyConstraint(
            "member_id", "kind", "subject_id", "other_id", name=op.f("pk_not_useful")
        ),
    )
    op.create_index(op.f("ix_not_useful_other_id"), "not_useful", ["other_id"])
    # Not as a batch, which would make SQLite's table anew.
    op.add_column(
        "member",
        sa.Column("unsuggested", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("member", "unsuggested")
    op.drop_table("not_useful")
