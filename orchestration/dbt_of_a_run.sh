#!/bin/sh
# dbt, ended by the kernel when the process that started it ends: an orphan could otherwise still write the plan of a later build.
if command -v setpriv > /dev/null 2>&1; then
    exec setpriv --pdeathsig KILL "$TALLYHOUSE_DBT_PROGRAM" "$@"
fi
exec "$TALLYHOUSE_DBT_PROGRAM" "$@"
