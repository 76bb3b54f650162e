import typer
from sqlalchemy.exc import OperationalError

from backend.cli import setting
from backend.core import migrations


def migrate() -> None:
    """Bring the database to the tables of this version."""
    settings = setting.read()
    engine = setting.engine(settings)
    try:
        migrations.upgrade(engine)
    except OperationalError as error:
        setting.stop(f"The database cannot be reached: {error.orig}")
    finally:
        engine.dispose()
    typer.echo(f"{engine.url.render_as_string()} is at {migrations.newest()}.")
