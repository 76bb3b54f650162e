"""The stems of the terms of topics and of the glossary: 0063, after 0062."""

import sqlalchemy as sa
from alembic import op

from backend.core import terms

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

TABLES = ("topic_term", "concept_term")


def upgrade() -> None:
    for name in TABLES:
        stemmed = sa.Column("stemmed", sa.String(length=300), nullable=False, server_default="")
        op.add_column(name, stemmed)
        _fill(name)
        op.create_index(op.f(f"ix_{name}_stemmed"), name, ["stemmed"])


def downgrade() -> None:
    for name in TABLES:
        op.drop_index(op.f(f"ix_{name}_stemmed"), name)
        op.drop_column(name, "stemmed")


def _fill(name: str) -> None:
    kept = sa.table(name, sa.column("id"), *map(sa.column, ("words", "language", "stemmed")))
    connection = op.get_bind()
    said = connection.execute(sa.select(kept.c.id, kept.c.words, kept.c.language)).all()
    now = sa.update(kept).where(kept.c.id == sa.bindparam("one"))
    keys = [{"one": one, "stemmed": terms.key(words, code)} for one, words, code in said]
    if keys:
        connection.execute(now.values(stemmed=sa.bindparam("stemmed")), keys)
