# The tasks of people. Each makes what it needs first: a virtual environment in .venv, with everything pinned by hash.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
# One more than cores: much of a test is waiting for a process or a disk.
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1)
# Each process that shares the tests reads all of them: they are compiled once, also where nothing is to be kept.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile
PROJECT := $(PIP) --no-deps --no-build-isolation --editable .
CATALOGS := $(wildcard locales/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGS:.po=.mo)

.DEFAULT_GOAL := help
.PHONY: help setup rehearse test test-slow test-postgres test-webhook test-lag check bench storm attack bench-grown translate pins audit
.DELETE_ON_ERROR:

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/tools.stamp $(COMPILED) ## make .venv with all that running, testing and checking need

rehearse: $(VENV)/bot.stamp $(COMPILED) ## play the bot on this machine, in a browser, without Telegram
	@$(BIN)/palabre rehearse $(ARGS)

test: $(VENV)/tools.stamp $(COMPILED) ## run the tests (those in a browser where Chromium is found)
	@$(PYTEST) -m "not slow" $(ARGS)

test-slow: $(VENV)/tools.stamp $(COMPILED) ## run those that start many processes: commands, replicas, bad surroundings, benchmarks in small
	@$(PYTEST) -m slow $(ARGS)

test-postgres: $(VENV)/tools.stamp $(COMPILED) ## hold all conversations once more, on PostgreSQL
	@PALABRE_TEST_DATABASE=postgres $(PYTEST) tests/conversations tests/services $(ARGS)

test-webhook: $(VENV)/tools.stamp $(COMPILED) ## hold all conversations once more, behind a webhook
	@PALABRE_TEST_INTAKE=webhook $(PYTEST) tests/conversations $(ARGS)

test-lag: $(VENV)/tools.stamp $(COMPILED) ## hold conversations while some answers come late (LAG=answers:1; letters:1; all:1)
	@PALABRE_TEST_LAG=$(or $(LAG),answers:1) $(PYTEST) -m "not slow" $(or $(ARGS),-n 24 tests/conversations tests/access tests/delivery tests/faults)

check: $(VENV)/tools.stamp $(COMPILED) ## lint, format, types, floors, catalogs, pins, the table of rights
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tools.translate --check
	@$(BIN)/python -m tools.pins
	@$(BIN)/python -m tools.rights --check

bench: $(VENV)/tools.stamp $(COMPILED) ## measure, side by side with what others would use
	@$(BIN)/python -m benchmarks $(ARGS)

bench-grown: $(VENV)/tools.stamp $(COMPILED) ## measure a tap among ten million answers (some minutes, 8 GB of disk)
	@$(BIN)/python -m benchmarks.grown $(ARGS)

attack: $(VENV)/tools.stamp ## attack what is published in simulated networks; ends with 1 if an answer is pinned (NETWORKS=1000 SEED=1)
	@$(BIN)/python -m tests.attacks --networks $(or $(NETWORKS),1000) --seed $(or $(SEED),1) $(ARGS)

storm: $(VENV)/tools.stamp $(COMPILED) ## kill the bot again and again, and count what it lost (KILLS=200 SEED=1 DATABASE=sqlite)
	@$(BIN)/python -m tests.faults.storm --kills $(or $(KILLS),200) --seed $(or $(SEED),1) --database $(or $(DATABASE),sqlite) $(ARGS)

translate: $(VENV)/tools.stamp ## gather the texts of the code into locales/, and say what lacks
	@$(BIN)/python -m tools.translate

audit: $(VENV)/tools.stamp ## look up known advisories for all packages; ends with 1 if there are any
	@$(BIN)/python -m tools.audit $(ARGS)

pins: $(VENV)/tools.stamp ## choose new versions for constraints/ (needs uv)
	@$(BIN)/python -m tools.pins --renew

# Two stamps: the bot alone is a quarter of the whole, and all that a rehearsal needs.
$(VENV)/bot.stamp: constraints/run.txt constraints/build.txt pyproject.toml hatch_build.py | $(BIN)/python
	@echo "Installing the bot into $(VENV) ..."
	@$(PIP) --require-hashes -r constraints/run.txt -r constraints/build.txt
	@$(PROJECT)
	@touch $@

$(VENV)/tools.stamp: constraints/dev.txt $(VENV)/bot.stamp
	@echo "Installing the tools into $(VENV) ..."
	@$(PIP) --require-hashes -r constraints/dev.txt
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' 2>/dev/null || \
	{ echo "Palabre needs Python 3.11 or newer, and $(PYTHON) is not: install one, or name it: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	{ rm -f $(BIN)/python; echo "No virtual environment could be made: on Debian, apt-get install python3-venv" >&2; exit 1; }

%.mo: %.po | $(VENV)/bot.stamp
	@$(BIN)/python -c 'from pathlib import Path; from hatch_build import compile_catalogs; compile_catalogs(Path("locales"))'
	@touch $@
