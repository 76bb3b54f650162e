"""The demo as it is run: another process, a real socket."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
ROLES = ["member", "city lead", "convener"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def demo(folder: Path, port: int, stop: signal.Signals) -> Generator[dict[str, str], None, None]:
    """The addresses by role, while the demo is being served."""
    words = ["demo", "--port", str(port), "--database", str(folder / "network.db")]
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "backend.cli", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        lines = [process.stdout.readline().strip().split("\t") for _ in ROLES]
        while "Uvicorn running" not in (line := process.stderr.readline()):
            assert line, "the demo ended before it served"
        try:
            yield dict(lines)
        finally:
            process.send_signal(stop)
            process.communicate()
            assert process.returncode == 0


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


@pytest.mark.sqlite_only
def test_it_serves_a_filled_network_to_three_roles_and_keeps_it(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port, signal.SIGINT) as links:
        assert list(links) == ROLES
        assert [status(address) for address in links.values()] == [200, 200, 200]
    size = (tmp_path / "network.db").stat().st_size
    with demo(tmp_path, port, signal.SIGTERM) as again:
        assert set(again.values()).isdisjoint(links.values())
        assert status(f"http://127.0.0.1:{port}/readyz") == 200
    assert (tmp_path / "network.db").stat().st_size < size * 1.1


def test_a_port_that_is_taken_is_said_before_any_work(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = ["demo", "--port", str(taken.getsockname()[1])]
        refused = subprocess.run(
            [sys.executable, "-P", "-m", "backend.cli", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert refused.returncode == 1
    assert "Choose another with --port." in refused.stderr
