"""Names and their likeness, addresses that moved, endorsements: 0015, after 0014."""

import sqlalchemy as sa
from alembic import op

from backend.core import names

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

REASONS = ("", "look_alike", "other_city", "free_mail", "unknown_domain", "by_hand")


def upgrade() -> None:
    op.create_table(
        "former_slug",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_former_slug_member_id")
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_slug")),
    )
    op.create_index(op.f("ix_former_slug_member_id"), "former_slug", ["member_id"])
    op.create_table(
        "name_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=80), nullable=False),
        sa.Column("after", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_mixed", sa.Boolean(), nullable=False),
        sa.Column("twin_id", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], ["member.id"], name=op.f(f"fk_name_change_{column}"))
            for column in ("member_id", "twin_id", "looked_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_change")),
    )
    op.create_index(op.f("ix_name_change_member_id"), "name_change", ["member_id"])
    shapes = op.create_table(
        "name_shape",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("shape", sa.String(length=320), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_name_shape_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_name_shape")),
    )
    op.create_index(op.f("ix_name_shape_shape"), "name_shape", ["shape"])
    member = sa.table(
        "member", sa.column("id", sa.Uuid()), sa.column("name"), sa.column("admitted_at")
    )
    known = op.get_bind().execute(
        sa.select(member.c.id, member.c.name).where(member.c.admitted_at.is_not(None))
    )
    op.bulk_insert(
        shapes, [{"member_id": one, "shape": names.shape(name)[:320]} for one, name in known]
    )
    _wait_for(*REASONS, "like_name")
    _endorse()


def downgrade() -> None:
    op.create_index("ix_member_language_language", "member_language", ["language"])
    op.drop_index("ix_member_language_language_member_id", "member_language")
    op.drop_index("ix_member_topic_side_topic_id_member_id", "member_topic")
    op.drop_table("endorsement")
    op.execute("UPDATE application SET waits_for = 'by_hand' WHERE waits_for = 'like_name'")
    _wait_for(*REASONS)
    op.drop_table("name_shape")
    op.drop_table("name_change")
    op.drop_table("former_slug")


def _wait_for(*reasons: str) -> None:
    """What an application may wait for."""
    with op.batch_alter_table("application") as batch:
        batch.drop_constraint(op.f("ck_application_waits_for"), type_="check")
        words = ", ".join(repr(reason) for reason in reasons)
        batch.create_check_constraint(op.f("ck_application_waits_for"), f"waits_for IN ({words})")


def _endorse() -> None:
    """What peers endorse, and indexes along which the directory counts."""
    op.create_table(
        "endorsement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("author_id <> member_id", name=op.f("ck_endorsement_of_somebody_else")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_endorsement_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_endorsement_member_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_endorsement_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint(
            "author_id",
            "member_id",
            "topic_id",
            name=op.f("uq_endorsement_author_id_member_id_topic_id"),
        ),
    )
    op.create_index(op.f("ix_endorsement_author_id"), "endorsement", ["author_id"])
    op.create_index(op.f("ix_endorsement_topic_id"), "endorsement", ["topic_id"])
    op.create_index("ix_endorsement_member_id_topic_id", "endorsement", ["member_id", "topic_id"])
    op.create_index(
        "ix_member_topic_side_topic_id_member_id", "member_topic", ["side", "topic_id", "member_id"]
    )
    op.create_index(
        "ix_member_language_language_member_id", "member_language", ["language", "member_id"]
    )
    op.drop_index("ix_member_language_language", "member_language")
