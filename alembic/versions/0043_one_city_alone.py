"""A challenge can be for its author's city alone: 0043, after 0042."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

VISIBILITIES = ("public", "members", "cities")


def upgrade() -> None:
    _may_be(*VISIBILITIES, "city")


def downgrade() -> None:
    # For chosen cities, of which there are none, is for the author's city alone as well.
    op.execute("UPDATE challenge SET visibility = 'cities' WHERE visibility = 'city'")
    op.execute("UPDATE challenge_step SET visibility = 'cities' WHERE visibility = 'city'")
    _may_be(*VISIBILITIES)


def _may_be(*visibilities: str) -> None:
    """Who a challenge is for."""
    with op.batch_alter_table("challenge") as batch:
        batch.drop_constraint(op.f("ck_challenge_visibility"), type_="check")
        words = ", ".join(repr(one) for one in visibilities)
        batch.create_check_constraint(op.f("ck_challenge_visibility"), f"visibility IN ({words})")
