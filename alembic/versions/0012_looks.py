"""Looks into what others hold private, which are only added: 0012, after 0011."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_look_by_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_look_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        sa.UniqueConstraint(
            "by_id", "kind", "subject_id", "day", name=op.f("uq_look_by_id_kind_subject_id_day")
        ),
    )
    op.create_index(op.f("ix_look_member_id"), "look", ["member_id"])
    _only_grows()


def _only_grows() -> None:
    """Looks can be added, never changed: not even by somebody with a database prompt."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER look_no_{deed.lower()} BEFORE {deed} ON look "
                "BEGIN SELECT RAISE(ABORT, 'looks are only added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_look_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'looks are only added'; END $$"
    )
    op.execute(
        "CREATE TRIGGER look_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON look "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_look_change()"
    )


def downgrade() -> None:
    op.drop_table("look")  # with its triggers
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_look_change()")
