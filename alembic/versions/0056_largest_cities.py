"""The largest cities of a region or a country, those of a climate, and those that practise a
principle, are found along indexes: 0056, after 0055."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_city_region_population_id", "city", ["region", "population", "id"])
    op.create_index("ix_city_country_population_id", "city", ["country", "population", "id"])
    op.create_index("ix_city_climate_id", "city", ["climate", "id"])
    op.create_index(
        "ix_openness_principle_stage_city_id", "openness", ["principle", "stage", "city_id"]
    )


def downgrade() -> None:
    op.drop_index("ix_openness_principle_stage_city_id", "openness")
    op.drop_index("ix_city_climate_id", "city")
    op.drop_index("ix_city_country_population_id", "city")
    op.drop_index("ix_city_region_population_id", "city")
