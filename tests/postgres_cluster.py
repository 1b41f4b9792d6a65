"""A Postgres cluster of this machine's own programs, with a password, in a folder that is removed at the end: an outside server for the tests.

Run a command against one: ``python -m tests.postgres_cluster --programs /usr/lib/postgresql/15/bin -- pytest``. The command finds the
administrator's URL in TALLYHOUSE_TEST_DATABASE_URL. Postgres refuses to run as root, so under root it runs as `postgres` or as `nobody`.
"""

from __future__ import annotations

import argparse
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POSTGRES_15 = Path("/usr/lib/postgresql/15/bin")


@contextmanager
def running_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster made by ``programs``/initdb; yields the administrator's libpq URL. Raises CalledProcessError when it does not start."""
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="tallyhouse-postgres-"))
    try:
        password, port = secrets.token_hex(16), _free_port()
        (folder / "password").write_text(password)
        if owner:
            for path in (folder, folder / "password"):
                shutil.chown(path, owner)
        data = str(folder / "data")
        _run(
            owner,
            programs / "initdb",
            "-D",
            data,
            "-U",
            "admin",
            "-A",
            "scram-sha-256",
            "--pwfile",
            str(folder / "password"),
            "-E",
            "UTF8",
            "--locale",
            "C",
        )
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c shared_buffers=512MB"
        _run(owner, programs / "pg_ctl", "-w", "-D", data, "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://admin:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(owner, programs / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> str | None:
    """Who runs the server: None for whoever runs this, which must not be root."""
    if os.getuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(owner: str | None, *command: str | Path) -> None:
    words = [str(word) for word in command]
    subprocess.run(["runuser", "-u", owner, "--", *words] if owner else words, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main() -> int:
    """Run the command behind ``--`` against a cluster; its exit code, or 2 where the programs are missing."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=Path, default=POSTGRES_15)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    if not (arguments.programs / "initdb").exists():
        print(f"{arguments.programs} has no initdb: install Postgres 15 (on Debian: postgresql-15) or name its bin folder.", file=sys.stderr)
        return 2
    with running_cluster(arguments.programs) as url:
        return subprocess.run(arguments.command, env={**os.environ, "TALLYHOUSE_TEST_DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
