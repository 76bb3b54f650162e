"""What cities are compared by, and who is like whom: 0021, after 0020."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "city_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_change_city_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_change")),
    )
    op.create_index(op.f("ix_city_change_city_id"), "city_change", ["city_id"])
    op.create_table(
        "city_traits",
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("packed", sa.String(), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["city.id"], name=op.f("fk_city_traits_city_id")),
        sa.PrimaryKeyConstraint("city_id", name=op.f("pk_city_traits")),
    )
    op.create_index(op.f("ix_city_traits_listed_at"), "city_traits", ["listed_at"])
    op.create_table(
        "like_city",
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], ["city.id"], name=op.f(f"fk_like_city_{column}"))
            for column in ("city_id", "other_id")
        ),
        sa.PrimaryKeyConstraint("city_id", "other_id", name=op.f("pk_like_city")),
    )
    op.create_index(op.f("ix_like_city_other_id"), "like_city", ["other_id"])
    op.create_table(
        "topic_rarity",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("prioritised", "prioritising", "faced", "facing")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_rarity_topic_id")),
        sa.PrimaryKeyConstraint("topic_id", name=op.f("pk_topic_rarity")),
    )


def downgrade() -> None:
    for name in ("topic_rarity", "like_city", "city_traits", "city_change"):
        op.drop_table(name)
