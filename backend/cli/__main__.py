"""`opencities`, or `python -m backend.cli`."""

import typer

from backend.cli import (
    check,
    demo,
    forget_passkeys,
    migrate,
    role,
    sample,
    serve,
    settings,
    sign_in_link,
    token,
    worker,
    zones,
)

app = typer.Typer(
    name="opencities",
    help="Runs and looks after an installation of Open Cities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would show secrets
)
for command in (
    demo.demo,
    serve.serve,
    worker.worker,
    migrate.migrate,
    check.check,
    settings.settings,
    role.role,
    sign_in_link.sign_in_link,
    token.token,
    forget_passkeys.forget_passkeys,
    sample.sample,
    zones.zones,
):
    app.command()(command)


def main() -> None:
    app(prog_name="opencities")


if __name__ == "__main__":
    main()
