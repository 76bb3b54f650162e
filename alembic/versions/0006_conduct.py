"""The pages that bind everybody, and who has accepted them: 0006, after 0005."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conduct_acceptance",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "page IN ('conduct', 'privacy')", name=op.f("ck_conduct_acceptance_page")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_conduct_acceptance_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", "page", "number", name=op.f("pk_conduct_acceptance")),
    )
    op.create_table(
        "conduct_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("change", sa.String(length=300), nullable=False),
        sa.Column("must_accept", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("page IN ('conduct', 'privacy')", name=op.f("ck_conduct_version_page")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_conduct_version_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_version")),
        sa.UniqueConstraint("page", "number", name=op.f("uq_conduct_version_page_number")),
    )
    with op.batch_alter_table("conduct_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conduct_version_by_id"), ["by_id"], unique=False)

    op.create_table(
        "conduct_wording",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("body", sa.String(length=30000), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["conduct_version.id"], name=op.f("fk_conduct_wording_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", "language", name=op.f("pk_conduct_wording")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("conduct_due", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("first_steps_over_at", sa.DateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("first_steps_over_at")
        batch_op.drop_column("conduct_due")

    op.drop_table("conduct_wording")
    with op.batch_alter_table("conduct_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conduct_version_by_id"))

    op.drop_table("conduct_version")
    op.drop_table("conduct_acceptance")
