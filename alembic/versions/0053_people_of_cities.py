"""The people of many cities are found along an index, the newest first: 0053, after 0052."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_member_city_id_id", "member", ["city_id", "id"])
    # The longer one serves for it.
    op.drop_index("ix_member_city_id", "member")


def downgrade() -> None:
    op.create_index("ix_member_city_id", "member", ["city_id"])
    op.drop_index("ix_member_city_id_id", "member")
