"""Where things are: the project's root, the home folder, the database. Read from the environment once per call, never stored.

What does not belong here: connections (``warehouse.connection``) and anything that carries money.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "tallyhouse"


@dataclass(frozen=True)
class Settings:
    """``home``: folder of the embedded server, logs, dbt artifacts. ``database_url``: libpq URL of an outside Postgres, or None.
    ``is_shadow``: dbt plans in the schemas of candidate prices and parses in a folder of its own."""

    home: Path
    database_url: str | None
    is_shadow: bool = False

    @property
    def is_embedded(self) -> bool:
        return self.database_url is None

    @property
    def dbt_target(self) -> Path:
        """The folder dbt writes manifest, run results and its parse cache to."""
        return self.home / ("dbt-shadow" if self.is_shadow else "dbt")

    @property
    def logs(self) -> Path:
        return self.home / "logs"


def load_settings() -> Settings:
    """Settings from ``TALLYHOUSE_HOME`` (default: ``.tallyhouse`` in the project) and ``TALLYHOUSE_DATABASE_URL``."""
    home = Path(os.environ.get("TALLYHOUSE_HOME") or PROJECT_ROOT / ".tallyhouse").expanduser().resolve()
    return Settings(home=home, database_url=os.environ.get("TALLYHOUSE_DATABASE_URL") or None)
