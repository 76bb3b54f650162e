"""Cities are found by the beginning of any word of their names, along an index: 0052, after 0051.

Cities of a region or country, challenges and resources in a language, and resources of a region are
listed along one, too; what rings are made of, what a city faces and who sees a challenge are read from
indexes alone.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

AT_ONCE = 10_000
SEEN_BY = ["id", "hidden_at", "visibility", "city_id", "author_id"]
LISTED = (("challenge", "language"), ("resource", "language"), ("resource", "region"))


def upgrade() -> None:
    by_bytes = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
    start = op.create_table(
        "city_name_start",
        sa.Column("folded", by_bytes, nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_name_start_city_id")),
        sa.PrimaryKeyConstraint("folded", "city_id", name=op.f("pk_city_name_start")),
    )
    op.create_index(op.f("ix_city_name_start_city_id"), "city_name_start", ["city_id"])
    _fill(start)
    region = sa.Column("region", sa.String(40), nullable=False, server_default="")
    op.add_column("resource", region)
    op.execute(
        "UPDATE resource SET region = "
        "coalesce((SELECT city.region FROM city WHERE city.id = resource.city_id), '')"
    )
    for table, column in LISTED:
        of = [column, "posted_at", "id"]
        op.create_index(f"ix_{table}_{column}_posted_at_id", table, of)
    for column in ("region", "country"):
        op.drop_index(op.f(f"ix_city_{column}"), "city")
        op.create_index(f"ix_city_{column}_folded_id", "city", [column, "folded", "id"])
    op.create_index(
        "ix_openness_city_id_principle_stage", "openness", ["city_id", "principle", "stage"]
    )
    op.create_index("ix_challenge_sight", "challenge", SEEN_BY)
    op.drop_index(op.f("ix_facing_city_id"), "facing")
    op.create_index("ix_facing_city_id_challenge_id", "facing", ["city_id", "challenge_id"])


def _fill(start: sa.Table) -> None:
    """Each name from each of its words on."""
    city = sa.table("city", sa.column("id", sa.Uuid()), sa.column("folded", sa.String()))
    name = sa.table("city_name", sa.column("city_id", sa.Uuid()), sa.column("folded", sa.String()))
    names = sa.union(sa.select(city.c.id, city.c.folded), sa.select(name.c.city_id, name.c.folded))
    found = set()
    for city_id, folded in op.get_bind().execute(names):
        words = folded.split(" ")
        found |= {(" ".join(words[place:]), city_id) for place in range(len(words))}
    rows = [{"folded": folded, "city_id": city_id} for folded, city_id in sorted(found)]
    for first in range(0, len(rows), AT_ONCE):
        op.bulk_insert(start, rows[first : first + AT_ONCE])


def downgrade() -> None:
    op.drop_index("ix_facing_city_id_challenge_id", "facing")
    op.create_index(op.f("ix_facing_city_id"), "facing", ["city_id"])
    op.drop_index("ix_challenge_sight", "challenge")
    op.drop_index("ix_openness_city_id_principle_stage", "openness")
    for column in ("region", "country"):
        op.drop_index(f"ix_city_{column}_folded_id", "city")
        op.create_index(op.f(f"ix_city_{column}"), "city", [column])
    for table, column in LISTED:
        op.drop_index(f"ix_{table}_{column}_posted_at_id", table)
    op.drop_column("resource", "region")
    op.drop_table("city_name_start")
