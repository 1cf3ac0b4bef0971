"""A real PostgreSQL server for the tests: found on this machine, made in a temporary folder, ended with the session.

    def test_something(postgres_url: str) -> None: ...     # an empty schema of its own; the password is in the URL
    def test_other(place: str | Path) -> None: ...         # once with a path for SQLite, once with such a URL

The fixtures are those of tests/conftest.py.

Where PostgreSQL is not installed (Debian: `postgresql`), the tests that ask for it are skipped and say so.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import pwd

USER = "analyst"
PASSWORD = "s3cret&тайна"
_PATIENCE = 30.0
_SETTINGS = {
    "listen_addresses": "",  # a socket in the folder, no network
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "20",
    "autovacuum": "off",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: the folder of its socket."""

    socket: Path

    def url(self, schema: str = "public") -> str:
        """The URL of the database, of one schema of it."""
        from urllib.parse import quote

        return (
            f"postgresql://{USER}:{quote(PASSWORD)}@/postgres"
            f"?host={quote(str(self.socket))}&options=-csearch_path%3D{schema}"
        )


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: _number(p.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in (shutil.which("initdb"), shutil.which("postgres")) if found]
    fitting = (p for p in (*versions, *on_path) if (p / "initdb").is_file() and (p / "postgres").is_file())
    return next(fitting, None)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = programs()
    if found is None or os.name == "nt":
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    # not pytest's folder: that is closed to other users, and a socket's path may have 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="plans-pg-"))
    try:
        yield from _running(found, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_schemas = itertools.count(1)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    import psycopg

    schema = f"test_{next(_schemas)}"
    with psycopg.connect(postgres_server.url(), autocommit=True) as database:
        database.execute(f"CREATE SCHEMA {schema}")
        yield postgres_server.url(schema)
        database.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    if request.param == "sqlite":
        return tmp_path / "plans.db"
    url: str = request.getfixturevalue("postgres_url")
    return url


def _running(found: Path, folder: Path) -> Iterator[Server]:
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD, encoding="utf-8")
    _give(folder, secret)
    options = ["-D", data, "-U", USER, "-E", "UTF8", "--locale=C", "--auth=scram-sha-256", f"--pwfile={secret}", "-N"]
    subprocess.run([found / "initdb", *options], check=True, capture_output=True, timeout=120, cwd=folder, **_someone())
    settings = [f"-c{name}={value}" for name, value in (_SETTINGS | {"unix_socket_directories": folder}).items()]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [found / "postgres", "-D", data, *settings], cwd=folder, stdout=log, stderr=log, **_someone()
        )
    try:
        _wait(server, Server(folder), folder / "log")
        yield Server(folder)
    finally:
        server.send_signal(signal.SIGINT)  # «fast»: SIGTERM waits for clients
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(server.url()).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")) from None
            time.sleep(0.05)


def _someone() -> dict[str, object]:
    """Whom to run the server as: not root, it refuses that."""
    if os.getuid() != 0:
        return {}
    user = _user()
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _user() -> pwd.struct_passwd:
    import pwd  # not on Windows

    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _give(*paths: Path) -> None:
    if os.getuid() == 0:
        for path in paths:
            os.chown(path, _user().pw_uid, _user().pw_gid)


def _number(version: str) -> float:
    try:
        return float(version)
    except ValueError:
        return 0.0
