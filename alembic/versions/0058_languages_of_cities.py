"""The official languages of a city stand a line each, so that those who share one are found along
an index: 0058, after 0057."""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

_LISTED = {
    "sqlite": "INSERT INTO city_language (city_id, language, position) "
    "SELECT city.id, one.value, min(one.key) FROM city, json_each(city.languages) AS one "
    "GROUP BY city.id, one.value",
    "postgresql": "INSERT INTO city_language (city_id, language, position) "
    "SELECT city.id, one.tag, min(one.place) - 1 FROM city, "
    "json_array_elements_text(city.languages) WITH ORDINALITY AS one (tag, place) "
    "GROUP BY city.id, one.tag",
}
_TOGETHER = {
    "sqlite": "UPDATE city SET languages = (SELECT json_group_array(language) "
    "FROM (SELECT language FROM city_language WHERE city_id = city.id ORDER BY position))",
    "postgresql": "UPDATE city SET languages = ("
    "SELECT coalesce(json_agg(language ORDER BY position), '[]') "
    "FROM city_language WHERE city_id = city.id)",
}


def upgrade() -> None:
    op.create_table(
        "city_language",
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_language_city_id")),
        sa.PrimaryKeyConstraint("city_id", "language", name=op.f("pk_city_language")),
    )
    op.create_index("ix_city_language_language_city_id", "city_language", ["language", "city_id"])
    op.execute(_LISTED[op.get_bind().dialect.name])
    op.drop_column("city", "languages")


def downgrade() -> None:
    op.add_column("city", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
    # Its default stays: without, SQLite makes the table anew, which others refer to.
    op.execute(_TOGETHER[op.get_bind().dialect.name])
    op.drop_index("ix_city_language_language_city_id", "city_language")
    op.drop_table("city_language")
