"""Real input, when it is at hand: two public traces whose control totals were computed from the files alone."""

from __future__ import annotations

import os
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.focus.rules import broken_rules, what_does_not_add_up
from tests.focus.validator import VALIDATOR, validate
from tests.temporary_warehouse import TemporaryWarehouse
from warehouse.build import run_build
from warehouse.settings import PROJECT_ROOT
from warehouse.verify import verify_book

DATA = Path(os.environ.get("TALLYHOUSE_TEST_DATA", PROJECT_ROOT.parent / "shared" / "data"))
TOKENS = DATA / "llm_azure_2023_code" / "AzureLLMInferenceTrace_code.csv"
GPUS = DATA / "gpu_alibaba_v2023" / "openb_pod_list_default.csv"
ACCOUNT = "account_id,currency\nacme,USD\n"
PRICES = """price_id,meter,currency,model,unit_price,per_units
in,token_input,USD,per_unit,2.50,1000000
out,token_output,USD,per_unit,10.00,1000000
gpu,gpu_hour,USD,per_unit,1.00,1
"""
MILLI_GPU_SECONDS = {
    "2024-01": 4_834_034_940,
    "2024-02": 15_329_581_760,
    "2024-03": 26_718_990_980,
    "2024-04": 48_577_147_880,
    "2024-05": 89_834_671_410,
}


@pytest.mark.slow
@pytest.mark.skipif(not TOKENS.exists(), reason=f"the token trace is not at hand: put it at {TOKENS}")
def test_token_trace_comes_to_its_control_totals(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    _land_records(warehouse, tmp_path)
    parameters = ["--param", "account_id=acme", "--param", "resource_type=gpt"]
    ingested = warehouse.run("ingest", "usage", TOKENS, "--adapter", "azure_llm", *parameters, "--json")
    assert ingested.exit_code == 0, ingested
    assert (ingested.output["rows_in_file"], ingested.output["rows_read"], ingested.output["landed"]) == (8_819, 17_638, 17_638)
    assert run_build(as_of=datetime.fromisoformat("2023-12-02T00:00:00Z")).status == "published"
    assert warehouse.rows("select meter, sum(quantity) from billing.rated_usage group by 1 order by 1") == [
        ("token_input", Decimal(18_059_974)),
        ("token_output", Decimal(245_896)),
    ]
    assert warehouse.rows("select sum(amount_exact) from billing.rated_usage") == [(Decimal("4760.8895"),)]
    assert warehouse.rows("select total_minor from billing.invoices") == [(4761,)]
    assert warehouse.rows("select amount_minor from billing.invoice_lines order by 1") == [(246,), (4515,)]
    assert verify_book().ok
    _stands_in_focus_columns(warehouse, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not GPUS.exists(), reason=f"the GPU trace is not at hand: put it at {GPUS}")
def test_gpu_trace_comes_to_its_control_totals(warehouse: TemporaryWarehouse, tmp_path: Path) -> None:
    _land_records(warehouse, tmp_path)
    ingested = warehouse.run("ingest", "usage", GPUS, "--adapter", "alibaba_gpu_v2023", "--param", "account_id=acme", "--json")
    assert ingested.exit_code == 0, ingested
    assert ingested.output["landed"] == 6_203
    assert run_build(as_of=datetime.fromisoformat("2024-07-01T00:00:00Z")).status == "published"
    months = warehouse.rows(
        "select to_char(period_start at time zone 'UTC', 'YYYY-MM'), sum(quantity) * 1000 from billing.rated_usage group by 1 order by 1"
    )
    assert {month: int(quantity) for month, quantity in months} == MILLI_GPU_SECONDS
    never_ran = warehouse.rows("select count(distinct resource_id) from billing.rated_usage")
    assert never_ran[0][0] <= 6_203
    assert verify_book().ok
    _stands_in_focus_columns(warehouse, tmp_path)


def _stands_in_focus_columns(warehouse: TemporaryWarehouse, folder: Path) -> None:
    """Our rules of FOCUS 1.2 and 1.3 hold, charges come to the documents, and the official validator, where it is installed, finds no failure."""
    with warehouse.connect("finance") as connection:
        assert broken_rules(connection) == set()
        assert what_does_not_add_up(connection) == []
    exported = warehouse.run("export", "focus", "--out", folder / "export.csv", "--json")
    assert exported.exit_code == 0, exported
    if VALIDATOR:
        found = validate(folder / "export.csv", folder)
        assert (found.rows, found.checks > 100, found.failures) == (exported.output["rows"], True, [])


def _land_records(warehouse: TemporaryWarehouse, folder: Path) -> None:
    from ingest.records import ingest_records

    for kind, text in (("accounts", ACCOUNT), ("prices", PRICES)):
        path = folder / f"{kind}.csv"
        path.write_text(text)
        ingest_records(kind, [path])
