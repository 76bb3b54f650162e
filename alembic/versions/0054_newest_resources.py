"""The newest resources are counted along an index alone: 0054, after 0053."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

NEWEST = ["posted_at", "id", "hidden_at", "author_id", "kind", "language", "licence", "region"]


def upgrade() -> None:
    op.create_index("ix_resource_newest", "resource", NEWEST)
    # The longer one serves for it.
    op.drop_index("ix_resource_posted_at_id", "resource")


def downgrade() -> None:
    op.create_index("ix_resource_posted_at_id", "resource", ["posted_at", "id"])
    op.drop_index("ix_resource_newest", "resource")
