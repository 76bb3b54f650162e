"""What members ask about their own data: 0010, after 0009."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_archive_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive")),
    )
    for column in ("member_id", "expires_at", "sha256"):
        op.create_index(op.f(f"ix_archive_{column}"), "archive", [column])
    op.create_table(
        "erasure",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("takes_away", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_erasure_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_due_at"), "erasure", ["due_at"])
    op.create_table(
        "unused_warning",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_unused_warning_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_unused_warning")),
    )


def downgrade() -> None:
    for table in ("unused_warning", "erasure", "archive"):
        op.drop_table(table)
