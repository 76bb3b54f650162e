"""Search over every kind: words and marks, spellings, what was not found: 0022, after 0021.

The words of what is there are cut anew once `opencities migrate` has come to its end: only the
program knows how.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

COLUMNS = {"names": sa.String(), "region": sa.String(length=40), "topics": sa.String()}


def upgrade() -> None:
    op.execute("DROP TABLE search_words")
    if op.get_bind().dialect.name == "sqlite":
        # Words come folded and cut: every letter beyond ASCII belongs to one.
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            "(words, marks, tokenize = \"ascii tokenchars '_'\")"
        )
    else:
        _words()
    for name, kind in COLUMNS.items():
        column = sa.Column(name, kind, nullable=False, server_default="")
        op.add_column("search_document", column)
    op.add_column(
        "search_document", sa.Column("year", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_table(
        "search_spelling",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_spelling")),
    )
    op.create_index(op.f("ix_search_spelling_word"), "search_spelling", ["word"])
    op.create_table(
        "search_gap",
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("folded", "day", name=op.f("pk_search_gap")),
    )


def downgrade() -> None:
    op.drop_table("search_gap")
    op.drop_table("search_spelling")
    for name in ("year", *COLUMNS):
        op.drop_column("search_document", name)
    op.execute("DROP TABLE search_words")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            "(title, body, stems, prefix = '2 3 4', "
            "tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* M*'\")"
        )
    else:
        _words()


def _words() -> None:
    op.execute(
        "CREATE TABLE search_words (number integer PRIMARY KEY "
        "REFERENCES search_document (number) ON DELETE CASCADE, words tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_words ON search_words USING gin (words)")
