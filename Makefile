# Semesta's front desk. `make` or `make help` says what can be done here.
# It needs python3 (3.11 or newer) with its venv module, and make; everything else goes into .venv, pinned with hashes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
UV ?= uv
SCALE ?=
SEED ?=
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
ARGS ?=
CODE := src tests bench scripts
DEMO_ARGS = $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED)) $(ARGS)
PACKAGE := pyproject.toml requirements/base.in requirements/build.txt

# Packages that come as source are built with what build.txt pins, so that nothing is fetched past the hashes.
define install
	$(PIP) install -q --require-hashes -r requirements/build.txt
	$(PIP) install -q --require-hashes --no-build-isolation -r requirements/$(1).txt
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@
endef

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test check bench serve screenshots clean requirements

help: ## say what can be done here
	@echo "Semesta - make TARGET [NAME=value]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

setup: $(VENV)/.base ## make .venv with what Semesta needs to run

demo: $(VENV)/.base ## walk the whole road for a made-up regency, then show it (SCALE=1.0 SEED=7 ARGS=--no-serve)
	$(BIN)/semesta demo $(DEMO_ARGS)

test: $(VENV)/.dev ## prove everything (WORKERS=2 ARGS="-k balance")
	$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(VENV)/.dev ## format, lint, types, floors of the house, migrations, architecture; under a minute
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	SEMESTA_VAR=var/test DJANGO_SETTINGS_MODULE=semesta.config.settings \
		$(BIN)/python -W error -m django makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/architecture

bench: $(VENV)/.dev ## measure speed and memory (every bench/*.py)
	@set -e; for script in bench/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

serve: $(VENV)/.base ## serve the pages of this installation (HOST=127.0.0.1 PORT=8000)
	$(BIN)/semesta serve --host $(HOST) --port $(PORT)

screenshots: $(VENV)/.dev ## photograph the main pages of every role in the made-up regency into var/screenshots (needs Chromium)
	SEMESTA_VAR=var/demo $(BIN)/semesta demo --no-serve $(DEMO_ARGS)
	SEMESTA_VAR=var/demo $(BIN)/python scripts/take_screenshots.py var/screenshots

clean: ## remove test data, caches and builds; your data under var stay
	@if [ -x $(BIN)/semesta ] && [ -d var/test/postgres ]; then SEMESTA_VAR=var/test $(BIN)/python -c \
		'from semesta.installation import own_server as own; own.stop_server(own.data_folder())'; fi
	rm -rf var/test build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

requirements: ## pin requirements/*.in again, with hashes (needs uv; UV=path)
	cd requirements && for name in base cluster dev build; do $(UV) pip compile -q --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --upgrade $$name.in -o $$name.txt || exit 1; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Semesta needs Python 3.11 or newer; this is " \
		+ sys.version.split()[0] + ". Say which one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt $(PACKAGE) | $(BIN)/python
	@echo "Installing what Semesta needs into $(VENV) (once; a few minutes)"
	$(call install,base)

$(VENV)/.dev: requirements/dev.txt $(PACKAGE) | $(BIN)/python
	@echo "Installing what Semesta needs, with its tests and checks, into $(VENV) (once; a few minutes)"
	$(call install,dev)
