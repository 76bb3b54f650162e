"""What is called so is found by the first letters of its title as soon as by a word: 0057, after 0056.

The marks for them are made of those that are there, not of texts cut anew: of a million documents
one in six has a title of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

AT_ONCE = 2_000
LETTERS = (1, 2, 3)

_TITLED = (
    "SELECT number FROM search_document WHERE kind NOT IN ('answer', 'adoption') AND number > :last "
    "ORDER BY number LIMIT :most"
)
_MARKED = "SELECT rowid AS number, marks FROM search_words WHERE rowid IN :numbers"
_RENEWED = "UPDATE search_words SET marks = :marks WHERE rowid = :number"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _mark()
        return
    op.execute(
        "UPDATE search_words SET words = words || array_to_tsvector(ARRAY("
        "SELECT DISTINCT 'tp_' || left(substr(word, 3), letters) "
        "FROM unnest(tsvector_to_array(words)) AS word, generate_series(1, 3) AS letters "
        "WHERE starts_with(word, 't_'))) WHERE number IN "
        "(SELECT number FROM search_document WHERE kind NOT IN ('answer', 'adoption'))"
    )


def _mark() -> None:
    connection, last = op.get_bind(), 0
    marked = sa.text(_MARKED).bindparams(sa.bindparam("numbers", expanding=True))
    while numbers := (
        connection.execute(sa.text(_TITLED), {"last": last, "most": AT_ONCE}).scalars().all()
    ):
        found = connection.execute(marked, {"numbers": numbers}).mappings().all()
        renewed = [{**one, "marks": _with_beginnings(one["marks"])} for one in found]
        if renewed:
            connection.execute(sa.text(_RENEWED), renewed)
        last = numbers[-1]


def _with_beginnings(marks: str) -> str:
    said = marks.split(" ")
    titled = [mark.removeprefix("t_") for mark in said if mark.startswith("t_")]
    return " ".join(
        sorted({*said, *(f"tp_{word[:letters]}" for word in titled for letters in LETTERS)})
    )


def downgrade() -> None:
    """Nothing: who doesn't know these marks asks for none of them."""
