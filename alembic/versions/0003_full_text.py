"""The words that are searched: 0003, after 0002.

Words come folded and cut (backend/domain/search/words.py), so neither database needs to know
any language: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            "(title, body, stems, prefix = '2 3 4', "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
        )
        return
    op.execute(
        "CREATE TABLE search_words (number integer PRIMARY KEY "
        "REFERENCES search_document (number) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_words ON search_words USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE search_words")
