"""`opencities`, or `python -m backend.cli`."""

import typer

from backend.cli import check, migrate, role, serve, settings, token, worker

app = typer.Typer(
    name="opencities",
    help="Runs and looks after an installation of Open Cities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would show secrets
)
for command in (
    serve.serve,
    worker.worker,
    migrate.migrate,
    check.check,
    settings.settings,
    role.role,
    token.token,
):
    app.command()(command)


def main() -> None:
    app(prog_name="opencities")


if __name__ == "__main__":
    main()
