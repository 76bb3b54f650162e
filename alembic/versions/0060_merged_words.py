"""Two lists of SQLite's index that are as long are enough to be merged by the worker: 0060, after 0059."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

FEWEST = 2
BY_ITSELF = 4
"""What FTS5 goes by when it is told nothing."""


def upgrade() -> None:
    _merge_from(FEWEST)


def downgrade() -> None:
    _merge_from(BY_ITSELF)


def _merge_from(lists: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        told = sa.text("INSERT INTO search_words (search_words, rank) VALUES ('usermerge', :lists)")
        op.execute(told.bindparams(lists=lists))
