from backend.cli import progress, setting
from backend.core.errors import Refusal
from backend.sample import loading


def sample() -> None:
    """Fill an empty database with the sample network: 120 people of 40 cities, and their talk."""
    settings = setting.read()
    with setting.transaction(settings) as db:
        try:
            progress.follow("Making the sample network", loading.load(db, settings))
        except Refusal as refusal:
            setting.stop(str(refusal))
