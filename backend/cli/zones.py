import typer

from backend.cli import setting
from backend.core.times import RULES
from backend.domain.roundtables import rule_moves
from backend.domain.roundtables.models import Roundtable


def zones() -> None:
    """Look again at the times of all roundtables, after an upgrade of the rules of time zones.

    The worker does the same by itself, within an hour. Who has to know is told once.
    """
    with setting.transaction(setting.read()) as db:
        moves = rule_moves.look_again(db)
        typer.echo(f"Rules of time zones: {RULES}. Moved: {len(moves)}.")
        for move in moves:
            title = db.get_one(Roundtable, move.roundtable_id).title
            after = f"{move.after:%Y-%m-%d %H:%M}" if move.after else "an hour that is skipped now"
            typer.echo(f"{title} ({move.zone}): {move.before:%Y-%m-%d %H:%M} UTC to {after}")
