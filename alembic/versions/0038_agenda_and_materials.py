"""Who speaks in a part and what it is about; what belongs to a meeting: 0038, after 0037."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _add_to_agenda(
        "agenda_speaker",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_agenda_speaker_member_id")
        ),
    )
    op.create_index(op.f("ix_agenda_speaker_member_id"), "agenda_speaker", ["member_id"])
    _add_to_agenda(
        "agenda_link",
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('challenge', 'resource')", name=op.f("ck_agenda_link_kind")),
    )
    _add_materials()


def _add_to_agenda(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of what a part of an agenda has several of."""
    op.create_table(
        name,
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["roundtable_id"], ["roundtable.id"], name=op.f(f"fk_{name}_roundtable_id")
        ),
        sa.PrimaryKeyConstraint("roundtable_id", "position", "place", name=op.f(f"pk_{name}")),
    )


def _add_materials() -> None:
    op.create_table(
        "material",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roundtable_id", sa.Uuid(), nullable=False),
        sa.Column("sort", sa.String(length=9), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("consent_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "sort IN ('paper', 'slides', 'recording')", name=op.f("ck_material_sort")
        ),
        sa.CheckConstraint(
            "(CASE WHEN link = '' THEN 0 ELSE 1 END)"
            " + (CASE WHEN file_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN resource_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_material_one_place"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_material_{column}"))
            for column, table in (
                ("roundtable_id", "roundtable"),
                ("file_id", "stored_file"),
                ("by_id", "member"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        sa.UniqueConstraint("file_id", name=op.f("uq_material_file_id")),
    )
    for column in ("roundtable_id", "by_id"):
        op.create_index(op.f(f"ix_material_{column}"), "material", [column])
    op.create_table(
        "material_consent",
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("says", sa.String(length=3), nullable=False),
        sa.Column("said_at", MOMENT, nullable=True),
        sa.CheckConstraint("says IN ('', 'yes', 'no')", name=op.f("ck_material_consent_says")),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("fk_material_consent_material_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_material_consent_member_id")
        ),
        sa.PrimaryKeyConstraint("material_id", "member_id", name=op.f("pk_material_consent")),
    )
    op.create_index(op.f("ix_material_consent_member_id"), "material_consent", ["member_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_material_consent_member_id"), table_name="material_consent")
    op.drop_table("material_consent")
    for column in ("roundtable_id", "by_id"):
        op.drop_index(op.f(f"ix_material_{column}"), table_name="material")
    op.drop_table("material")
    op.drop_table("agenda_link")
    op.drop_index(op.f("ix_agenda_speaker_member_id"), table_name="agenda_speaker")
    op.drop_table("agenda_speaker")
