"""Lists of twinnings are saved too: 0042, after 0041."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

KINDS = ("challenges", "cities", "people", "resources", "roundtables", "search")
OF_TWINNINGS = "SELECT id FROM saved_search WHERE kind = 'twinnings'"


def upgrade() -> None:
    _may_be(*KINDS, "twinnings")


def downgrade() -> None:
    op.execute(f"DELETE FROM saved_search_match WHERE search_id IN ({OF_TWINNINGS})")  # noqa: S608
    op.execute("DELETE FROM saved_search WHERE kind = 'twinnings'")
    _may_be(*KINDS)


def _may_be(*kinds: str) -> None:
    """Which lists are saved."""
    with op.batch_alter_table("saved_search") as batch:
        batch.drop_constraint(op.f("ck_saved_search_kind"), type_="check")
        words = ", ".join(repr(kind) for kind in kinds)
        batch.create_check_constraint(op.f("ck_saved_search_kind"), f"kind IN ({words})")
