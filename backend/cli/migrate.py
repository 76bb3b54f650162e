import typer
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from backend.cli import setting
from backend.core import migrations
from backend.core.config import Settings
from backend.core.db import sessions_for
from backend.domain.glossary import actions as glossary
from backend.domain.search import actions as search
from backend.domain.topics import actions as topics


def migrate() -> None:
    """Bring the database to the tables and the topics of this version."""
    settings = setting.read()
    count = bring_up(settings)
    where = make_url(settings.database_url).render_as_string()
    typer.echo(f"{where} is at {migrations.newest()}, with {count} topics.")


def bring_up(settings: Settings) -> int:
    """Make the tables and topics, or bring them up to date; how many topics there are."""
    engine = setting.engine(settings)
    try:
        migrations.upgrade(engine)
        with sessions_for(engine).begin() as db:
            search.refill(db)
            count = topics.load(db)
            glossary.load(db)
            return count
    except OperationalError as error:
        setting.stop(f"The database cannot be reached: {error.orig}")
    finally:
        engine.dispose()
