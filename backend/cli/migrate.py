import typer
from sqlalchemy.exc import OperationalError

from backend.cli import setting
from backend.core import migrations
from backend.core.db import sessions_for
from backend.domain.topics import actions as topics


def migrate() -> None:
    """Bring the database to the tables and the topics of this version."""
    settings = setting.read()
    engine = setting.engine(settings)
    try:
        migrations.upgrade(engine)
        with sessions_for(engine).begin() as db:
            count = topics.load(db)
    except OperationalError as error:
        setting.stop(f"The database cannot be reached: {error.orig}")
    finally:
        engine.dispose()
    typer.echo(f"{engine.url.render_as_string()} is at {migrations.newest()}, with {count} topics.")
