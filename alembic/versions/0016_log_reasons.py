"""Reasons lie beside the lines of the moderation log, sealed by them: 0016, after 0015.

A line can't be changed, and a name in a reason must be forgettable. The lines that there are get
their seal and are chained anew, in their order, with the triggers away for that time.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from pydantic import TypeAdapter

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
LINES = sa.table(
    "log_entry",
    sa.column("number", sa.Integer()),
    sa.column("at", MOMENT),
    sa.column("convener_id", sa.Uuid()),
    sa.column("deed", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("subject_id", sa.Uuid()),
    sa.column("rule", sa.String()),
    sa.column("reason", sa.String()),
    sa.column("seal", sa.String()),
    sa.column("hash", sa.String()),
)
REASONS = sa.table(
    "log_reason",
    sa.column("number", sa.Integer()),
    sa.column("words", sa.String()),
    sa.column("salt", sa.String()),
)
CHAINED = ("number", "at", "convener_id", "deed", "kind", "subject_id", "rule")


def upgrade() -> None:
    op.create_table(
        "log_reason",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("unnamed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["number"], ["log_entry.number"], name="fk_log_reason_number"),
        sa.PrimaryKeyConstraint("number", name="pk_log_reason"),
    )
    _let_change()
    # Not as a batch, which would make SQLite's table anew.
    op.add_column(
        "log_entry", sa.Column("seal", sa.String(length=64), nullable=False, server_default="")
    )
    for line in _lines():
        salt = secrets.token_hex(16)
        line["seal"] = _hashed(f"{salt}\n{line['reason']}") if line["reason"] else ""
        if line["reason"]:
            kept = {"number": line["number"], "words": line["reason"], "salt": salt}
            op.execute(REASONS.insert().values(kept))
        _chain(line, "seal")
    op.drop_column("log_entry", "reason")
    _let_grow()


def downgrade() -> None:
    _let_change()
    op.add_column(
        "log_entry", sa.Column("reason", sa.String(length=2000), nullable=False, server_default="")
    )
    found = op.get_bind().execute(sa.select(REASONS.c.number, REASONS.c.words))
    words = {row.number: row.words for row in found}
    for line in _lines():
        line["reason"] = words.get(line["number"], "")
        _chain(line, "reason")
    op.drop_column("log_entry", "seal")
    op.drop_table("log_reason")
    _let_grow()


_last = {"hash": "0" * 64}


def _lines() -> list[dict[str, Any]]:
    _last["hash"] = "0" * 64
    found = op.get_bind().execute(sa.select(LINES).order_by(LINES.c.number)).mappings()
    return [{**line, "at": _in_utc(line["at"])} for line in found]


def _in_utc(moment: datetime) -> datetime:
    """As the program reads it: SQLite keeps no zone, PostgreSQL answers in its own."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _chain(line: dict[str, Any], word: str) -> None:
    """Give the line the hash it has when `word` belongs to it."""
    said = TypeAdapter(dict[str, Any]).dump_python(
        {name: line[name] for name in (*CHAINED, word)}, mode="json"
    )
    written = json.dumps(said, sort_keys=True, ensure_ascii=False)
    _last["hash"] = _hashed(f"{_last['hash']}\n{written}")
    changed = {word: line[word], "hash": _last["hash"]}
    op.execute(LINES.update().where(LINES.c.number == line["number"]).values(changed))


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _let_change() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER log_entry_no_update")
    else:
        op.execute("ALTER TABLE log_entry DISABLE TRIGGER log_entry_only_grows")


def _let_grow() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry "
            "BEGIN SELECT RAISE(ABORT, 'the moderation log only grows'); END"
        )
    else:
        op.execute("ALTER TABLE log_entry ENABLE TRIGGER log_entry_only_grows")
