"""The words of the index by which a half typed one goes on: 0062, after 0061."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

# What is longer than any beginning that is a mark; and no mark, for those have a low line.
_LITE = """
    INSERT INTO search_word SELECT term FROM temp.terms
    WHERE length(term) > 4 AND term NOT LIKE '%!_%' ESCAPE '!'
"""
_POSTGRES = """
    INSERT INTO search_word SELECT word FROM ts_stat('SELECT words FROM search_words')
    WHERE length(word) > 4 AND word NOT LIKE '%!_%' ESCAPE '!'
"""


def upgrade() -> None:
    by_bytes = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    op.create_table(
        "search_word",
        sa.Column("word", by_bytes, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search_words', 'row')")
        op.execute(_LITE)
        op.execute("DROP TABLE temp.terms")
    else:
        op.execute(_POSTGRES)


def downgrade() -> None:
    op.drop_table("search_word")
