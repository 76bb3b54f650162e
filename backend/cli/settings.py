import typer
from pydantic import SecretStr

from backend.cli import setting
from backend.core.config import PREFIX, Settings


def settings() -> None:
    """List every setting: its variable, what it does, its default, and its value where it differs."""
    known = setting.read()
    for name, field in Settings.model_fields.items():
        value = getattr(known, name)
        typer.secho(f"{PREFIX}{name.upper()}", bold=True)
        typer.echo(f"  {field.description}")
        typer.echo(f"  Default: {_shown(field.default)}")
        if value != field.default:
            typer.echo(f"  Now: {_shown(value)}")


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set, not shown)" if value.get_secret_value() else "(empty)"
    if isinstance(value, tuple | frozenset):
        listed = [str(one) for one in value]
        value = ", ".join(listed if isinstance(value, tuple) else sorted(listed))
    return str(value) if value != "" else "(empty)"
