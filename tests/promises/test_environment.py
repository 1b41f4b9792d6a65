"""The truth does not depend on the machine: another time zone, locale, number of threads or plan of the planner comes to the same month.

The month is the golden one with every kind of event, every pricing model and a change of plan, so what is expected stands in files.
"""

from __future__ import annotations

import pytest

from tests.golden.every_kind.month import EXPORTS, build, differences, land_records, land_usage
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse import dbt
from warehouse.verify import verify_book

AWAY_FROM_HOME = {"TZ": "Pacific/Apia", "PGTZ": "America/St_Johns", "PGDATESTYLE": "German, DMY", "LC_ALL": "C", "LANG": "tr_TR.UTF-8"}
# For every role in this database: each beats what the role says for the whole server.
SERVER_SETTINGS = {
    "timezone": "Asia/Kathmandu",
    "datestyle": "SQL, DMY",
    "intervalstyle": "iso_8601",
    "extra_float_digits": "0",
    "enable_hashjoin": "off",
    "enable_hashagg": "off",
    "enable_seqscan": "off",
    "enable_memoize": "off",
    "join_collapse_limit": "1",
    "work_mem": "256kB",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "default_transaction_isolation": "repeatable read",
}


@pytest.mark.slow
def test_another_time_zone_locale_planner_and_one_thread_come_to_the_same(warehouse: TemporaryWarehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AWAY_FROM_HOME.items():
        monkeypatch.setenv(name, value)
    database = warehouse.rows("select current_database()")[0][0]
    with warehouse.connect(autocommit=True) as admin:
        for role in ("tallyhouse_build", "tallyhouse_poster", "tallyhouse_ingest", "tallyhouse_finance"):
            for name, value in SERVER_SETTINGS.items():
                admin.execute(f"alter role {role} in database \"{database}\" set {name} = '{value}'")
    real = dbt.dbt_command
    monkeypatch.setattr(dbt, "dbt_command", lambda arguments, target, logs: real([*arguments, "--threads", "1"], target, logs))
    land_records()
    land_usage()
    assert build() == "published"
    assert [(name, *differences(warehouse, name)) for name in EXPORTS] == [(name, [], []) for name in EXPORTS]
    assert verify_book().ok, verify_book()
    assert build() == "nothing_new"
