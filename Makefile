# Everything a person or a machine runs. Needs make and Python 3.11 or later, and nothing else that is installed by hand.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
DBT := DBT_PROFILES_DIR=warehouse/dbt_profile $(BIN)/dbt --no-use-colors
# Each worker has a server and a template of its own, and takes whole files; more than four gain little.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
FOCUS_VALIDATOR := .tallyhouse/focus_validator/bin/focus-validator
POSTGRES_15 ?= /usr/lib/postgresql/15/bin

export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DAGSTER_DISABLE_TELEMETRY := true
export GX_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-quick test-postgres-15 check lint parse dictionary focus-validator docs ui release-check bench fmt lock clean

help: ## Say what there is
	@awk 'BEGIN { FS = ":.*## " } /^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

setup: $(INSTALLED) ## Make the virtual environment and install what is locked

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Tallyhouse needs Python 3.11 or later: install one, or name it with make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "This Python cannot make virtual environments: install its venv package (on Debian: python3-venv), then run make again"; exit 2; }
	@echo "Installing the locked packages into $(VENV): about a minute, once."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --progress-bar off --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(INSTALLED)

demo: setup ## Run the sample month, end to end, on the embedded Postgres
	@$(BIN)/tallyhouse demo

test: setup ## Run the tests
	@$(PYTEST)

test-quick: setup ## Run the tests that take less than about ten seconds each
	@$(PYTEST) -m "not slow"

test-postgres-15: setup ## Run the tests on a Postgres 15 of this machine (POSTGRES_15=its bin folder)
	@$(BIN)/python -m tests.postgres_cluster --programs $(POSTGRES_15) -- $(PYTEST)

check: setup lint parse ## Run everything that CI runs
	@$(PYTEST)

lint: setup
	@echo "== ruff, sqlfluff"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar models tests/gates

parse: setup
	@echo "== dbt parse"
	@$(DBT) parse --quiet --target-path .tallyhouse/parse --log-path .tallyhouse/parse

dictionary: setup ## Write docs/data_dictionary.md from the yml of the surfaces
	@$(BIN)/python -m reports.data_dictionary

# It needs older packages than we do, so it has an environment of its own.
focus-validator: $(FOCUS_VALIDATOR) ## Install the official FOCUS validator, with which the exports are tested

$(FOCUS_VALIDATOR): tests/focus/validator.txt
	@$(PYTHON) -m venv .tallyhouse/focus_validator
	@.tallyhouse/focus_validator/bin/python -m pip install --progress-bar off --require-hashes --requirement tests/focus/validator.txt
	@touch $(FOCUS_VALIDATOR)

docs: setup ## Write every model with its lineage to .tallyhouse/docs/index.html, one page that opens without a network
	@$(BIN)/python -m reports.model_pages

ui: setup ## Open Dagster at localhost:3000
	@$(BIN)/python -m orchestration.serve

release-check: setup ## Check everything a billing release needs, and write its evidence
	@$(BIN)/tallyhouse release-check

bench: setup ## Measure speed and memory, and write BENCHMARKS.md
	@$(BIN)/python -m tests.bench

fmt: setup ## Format Python and SQL
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --processes 0 --disable-progress-bar models tests/gates

# With the oldest supported Python, so that the lock holds for it; for later ones the lock was seen to install.
lock: ## Resolve requirements.in and tests/focus/validator.in into locks with hashes
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Lock with Python 3.11: make lock PYTHON=python3.11"; exit 2; }
	@test -x .tallyhouse/lock/bin/pip-compile || { $(PYTHON) -m venv .tallyhouse/lock && .tallyhouse/lock/bin/python -m pip install --quiet pip-tools==7.6.2; }
	@CUSTOM_COMPILE_COMMAND="make lock" .tallyhouse/lock/bin/pip-compile --quiet --output-file requirements.txt requirements.in
	@CUSTOM_COMPILE_COMMAND="make lock" .tallyhouse/lock/bin/pip-compile --quiet --output-file tests/focus/validator.txt tests/focus/validator.in

clean: ## Stop the embedded Postgres and remove everything that was made
	@test ! -x $(BIN)/tallyhouse || $(BIN)/tallyhouse down || true
	rm -rf $(VENV) .tallyhouse .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
