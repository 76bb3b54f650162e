"""People are found among all that is said: 0049, after 0048.

Few documents are about people. On PostgreSQL they have an index of words to themselves: to look for
the beginning of a word, all that begins so is gathered first, whatever it is about.
"""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_search_document_kind_number", "search_document", ["kind", "number"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX ix_search_words_of_people ON search_words USING gin (words) "
            "WHERE words @@ 'k_member'::tsquery"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_search_words_of_people")
    op.drop_index("ix_search_document_kind_number", "search_document")
