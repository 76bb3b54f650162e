"""Cities of a region are counted, and the largest found, along indexes: 0055, after 0054."""

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_city_region_id", "city", ["region", "id"])
    op.create_index("ix_city_country_id", "city", ["country", "id"])
    op.create_index("ix_city_population_id", "city", ["population", "id"])


def downgrade() -> None:
    op.drop_index("ix_city_population_id", "city")
    op.drop_index("ix_city_country_id", "city")
    op.drop_index("ix_city_region_id", "city")
