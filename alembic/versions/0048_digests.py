"""What members want to hear of and how, and the digests that were made for them: 0048, after 0047."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KINDS = ("talks", "contributions", "roundtables", "duties", "follows", "network")
WAITING = sa.text("waits_as <> ''")


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.String(length=6), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rhythm IN ('daily', 'weekly')", name=op.f("ck_digest_rhythm")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_digest_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint(
            "member_id", "rhythm", "day", name=op.f("uq_digest_member_id_rhythm_day")
        ),
    )
    op.create_table(
        "wishes",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        *(sa.Column(kind, sa.String(length=7), nullable=False) for kind in KINDS),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("no_letters_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(
                f"{kind} IN ('at_once', 'daily', 'weekly', 'here', 'nothing')",
                name=op.f(f"ck_wishes_{kind}"),
            )
            for kind in KINDS
        ),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_wishes_hour")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_wishes_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_wishes")),
    )
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("wish", sa.String(13), server_default="", nullable=False))
    with op.batch_alter_table("notification") as notification:
        notification.add_column(
            sa.Column("waits_as", sa.String(13), server_default="", nullable=False)
        )
        notification.add_column(sa.Column("digest_id", sa.Uuid(), nullable=True))
        notification.create_check_constraint(
            op.f("ck_notification_waits_as"), f"waits_as IN {('', *KINDS)}"
        )
    op.create_index(
        "ix_notification_waiting",
        "notification",
        ["recipient_id", "waits_as", "told_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_index("ix_notification_waiting", table_name="notification")
    with op.batch_alter_table("notification") as notification:
        notification.drop_constraint(op.f("ck_notification_waits_as"), type_="check")
        notification.drop_column("digest_id")
        notification.drop_column("waits_as")
    with op.batch_alter_table("letter") as letter:
        letter.drop_column("wish")
    op.drop_table("wishes")
    op.drop_table("digest")
