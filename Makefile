# Two commands do all the set-up: `make run` and `make test`. Every target installs what it misses.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
# Byte code is kept: without it every process compiles some hundreds of modules anew.
unexport PYTHONDONTWRITEBYTECODE

UV = $(shell command -v uv || echo .tools/bin/uv)
DEMO := deliveries
PERIOD := 2007

.PHONY: help run test test-slow test-airflow ui backfill check bench setup

help: ## What the targets do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: setup $(DEMO)/DEMO.json ## Demo deliveries through the DAG to a finished PDF; its path is the last line
	@$(UV) run --no-sync python -m dags.support.local_run $(PERIOD) --deliveries $(DEMO) \
	  --dossier examples/dossier/uwv_telephone/$(PERIOD)

test: check ## Formatting, types, import directions and all tests
	$(UV) run --no-sync pytest

test-slow: setup ## The proofs that take long: whole-scale runs, mutants, Airflow with people at its pages
	$(UV) run --no-sync pytest -m slow

test-airflow: setup ## Of these, the ones against a started Airflow: kills, people, a browser; what failed gets one more try
	$(UV) run --no-sync pytest -m slow tests/dags || \
	  { echo "ONE MORE TRY for what failed above"; $(UV) run --no-sync pytest -m slow tests/dags --last-failed; }

check: setup ## Formatting, types and import directions
	$(UV) run --no-sync ruff check .
	$(UV) run --no-sync ruff format --check .
	$(UV) run --no-sync mypy
	$(UV) run --no-sync lint-imports

ui: setup $(DEMO)/DEMO.json ## Airflow with our DAGs, on this machine only
	@$(UV) run --no-sync python -m dags.support.launcher

backfill: setup ## Take in the months FROM=2005-01-01 TO=2008-12-31, in the Airflow that `make ui` started
	@$(UV) run --no-sync python -m dags.support.backfill $(FROM) $(TO)

bench: setup ## Repeatable measurements, each with its floor beside it
	$(UV) run --no-sync python -m bench

setup: .venv/.complete

$(DEMO)/DEMO.json:
	@$(MAKE) --no-print-directory setup
	@$(UV) run --no-sync oversight demo $(DEMO) --years 2006,2007 --scale 0.01

.venv/.complete: pyproject.toml uv.lock packages.debian scripts/debian-packages
	@scripts/debian-packages
	@command -v uv >/dev/null || test -x .tools/bin/uv || python3 -m pip install --quiet --target .tools uv
	@$(UV) sync --locked --quiet
	@touch $@
