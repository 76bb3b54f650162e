"""Drafts of notes are read and objected to before they are published: 0034, after 0033."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("note", sa.Column("sent_at", MOMENT, nullable=True))
    op.add_column("note", sa.Column("review_until", MOMENT, nullable=True))
    op.create_table(
        "note_voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=7), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.CheckConstraint("says IN ('agrees', 'objects')", name=op.f("ck_note_voice_says")),
        sa.CheckConstraint(
            "verdict IN ('', 'taken_up', 'kept')", name=op.f("ck_note_voice_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["member.id"], name=op.f("fk_note_voice_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_note_voice_member_id")),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=op.f("fk_note_voice_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_voice")),
        sa.UniqueConstraint(
            "note_id", "member_id", "section", name=op.f("uq_note_voice_note_id_member_id_section")
        ),
    )
    op.create_index(op.f("ix_note_voice_answered_by_id"), "note_voice", ["answered_by_id"])
    op.create_index(op.f("ix_note_voice_member_id"), "note_voice", ["member_id"])


def downgrade() -> None:
    op.drop_table("note_voice")
    op.drop_column("note", "review_until")
    op.drop_column("note", "sent_at")
