"""Invitations, and the lists from which many are sent: 0008, after 0007."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_invitation_list_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_list")),
    )
    with op.batch_alter_table("invitation_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_list_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_list_made_at"), ["made_at"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("standing_for", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("inviter_id", sa.Uuid(), nullable=False),
        sa.Column("vouched_by_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_invitation_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["member.id"], name=op.f("fk_invitation_inviter_id")
        ),
        sa.ForeignKeyConstraint(
            ["vouched_by_id"], ["member.id"], name=op.f("fk_invitation_vouched_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("standing_for", name=op.f("uq_invitation_standing_for")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_invitation_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_inviter_id"), ["inviter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_sent_at"), ["sent_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_sent_at"))
        batch_op.drop_index(batch_op.f("ix_invitation_inviter_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_application_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("invitation_list", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_list_made_at"))
        batch_op.drop_index(batch_op.f("ix_invitation_list_by_id"))

    op.drop_table("invitation_list")
