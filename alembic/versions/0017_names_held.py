"""A new name that could be another's is held until a convener has looked: 0017, after 0016.

Those that were taken before stand.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "name_change", sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.true())
    )


def downgrade() -> None:
    op.execute("DELETE FROM name_change WHERE NOT stands")
    op.drop_column("name_change", "stands")
