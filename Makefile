# `make` alone says what there is. Everything but `lock` and `gallery` needs only python3 (3.11 or
# newer, with venv and pip), make and a registry of Python packages.

PYTHON ?= python3
UV ?= uv
JOBS ?= 2

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -n $(JOBS)
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup demo test test-all check lint types docs lab gallery coverage lock clean

help: ## say what there is
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1 \2/p' $(firstword $(MAKEFILE_LIST)) \
		| while read -r target text; do printf '  make %-10s %s\n' "$$target" "$$text"; done

setup: .venv/package.stamp ## build .venv from requirements/dev.txt (the others do it when needed)

demo: setup ## make the reports of the example engagements
	$(BIN)/maturity demo

test: setup ## run every test that needs no system package (under 5 minutes)
	$(PYTEST) -m "not system and not slow"

test-all: test ## then add the slow tests and those that need chromium, LibreOffice and poppler
	MATURITY_SYSTEM_TESTS=1 $(PYTEST) -m "system or slow"

check: lint types docs test ## what a commit must pass: lint, types, docs, test

lint: setup ## check style and format (ruff)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup ## check types (mypy strict)
	$(BIN)/mypy

docs: setup ## check that generated pages are up to date and links lead somewhere
	$(BIN)/python -m pytest -m "not slow" tests/test_docs.py

lab: setup ## open the workspace in JupyterLab
	$(BIN)/maturity lab

gallery: setup ## draw the reports, every format of them, as pictures (chromium, LibreOffice, poppler)
	$(BIN)/python docs/gallery.py

coverage: setup ## run the tests and show the lines they miss
	$(PYTEST) -m "not system and not slow" --cov

lock: ## pin requirements/*.txt again from pyproject.toml (UPGRADE=--upgrade takes newer versions)
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --extra dev -o requirements/dev.txt

clean: ## remove .venv, caches and build artefacts (never surveys or reports)
	rm -rf .venv build dist .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find docs notebooks src surveys tests \( -name __pycache__ -o -name .ipynb_checkpoints \) \
		-prune -exec rm -rf {} +

# Two stamps: what the locks pin, and the package itself. No first stamp means that .venv is absent
# or was left half made, so it is begun again; a newer lock only brings .venv up to date.
.venv/requirements.stamp: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; say where with: make PYTHON=python3.11")'
	@if ! { test -e $@ && $(BIN)/python -m pip --version >/dev/null 2>&1; }; then \
		echo "Building .venv: a few minutes, once." && $(PYTHON) -m venv --clear .venv; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements/dev.txt
	@touch $@

.venv/package.stamp: .venv/requirements.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation -e .
	@touch $@
