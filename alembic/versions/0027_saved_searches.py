"""Lists that members save, and what is new in them: 0027, after 0026."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = "'challenges', 'cities', 'people', 'resources', 'roundtables', 'search'"


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=32), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("query", sa.String(length=1500), nullable=False),
        sa.Column("alert", sa.String(length=4), nullable=False),
        sa.Column("shared_at", MOMENT, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("mailed_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_saved_search_kind")),
        sa.CheckConstraint("alert IN ('mail', 'here', 'off')", name=op.f("ck_saved_search_alert")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_saved_search_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("slug", name=op.f("uq_saved_search_slug")),
        sa.UniqueConstraint(
            "member_id", "kind", "query", name=op.f("uq_saved_search_member_id_kind_query")
        ),
    )
    for column in ("member_id", "checked_at"):
        op.create_index(op.f(f"ix_saved_search_{column}"), "saved_search", [column])
    op.create_table(
        "saved_search_match",
        sa.Column("search_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["search_id"], ["saved_search.id"], name=op.f("fk_saved_search_match_search_id")
        ),
        sa.PrimaryKeyConstraint(
            "search_id", "kind", "subject_id", name=op.f("pk_saved_search_match")
        ),
    )
    op.create_index(op.f("ix_saved_search_match_subject_id"), "saved_search_match", ["subject_id"])


def downgrade() -> None:
    op.drop_table("saved_search_match")
    op.drop_table("saved_search")
