"""How high a city stands in the lists of those like it: 0041, after 0040."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    op.add_column(
        "like_city", sa.Column("standing", sa.Integer(), nullable=False, server_default="0")
    )
    # Lists that were made long ago are due: whoever makes them anew says how high each city stands.
    traits = sa.table("city_traits", sa.column("listed_at", sa.DateTime(timezone=True)))
    listed = sa.update(traits).where(traits.c.listed_at.is_not(None))
    op.execute(listed.values(listed_at=LONG_AGO))


def downgrade() -> None:
    op.drop_column("like_city", "standing")
