"""How a migration reaches the database: a connection handed over, or one opened from settings."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString

from backend.core.config import Settings
from backend.core.db import UtcDateTime, open_engine
from backend.schema import metadata


def plain(kind: str, thing: Any, _: AutogenContext) -> str | Literal[False]:
    """Write types in SQLAlchemy's own words: a migration must run when today's code is gone."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, AutoString):
        return f"sa.String(length={thing.length})" if thing.length else "sa.String()"
    return False


def ours(_thing: Any, name: str | None, *_rest: Any) -> bool:
    """Full-text tables and their indexes are written by hand and unknown to the models."""
    return not (name or "").startswith(("search_words", "ix_search_words"))


def migrate(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=plain,
        include_object=ours,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with open_engine(Settings().database_url).connect() as connection:
        migrate(connection)
        connection.commit()
