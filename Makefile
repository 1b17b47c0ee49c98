.DEFAULT_GOAL := help
.SHELLFLAGS := -eu -c
PYTHON ?= python3
bin := .venv/bin

help: ## Show what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.installed ## Install what run and test need, where it is missing

.venv/.installed: requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Vestibule needs Python 3.11 or newer.")'
	$(PYTHON) -m venv .venv
	$(bin)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(bin)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

run: setup ## Run everything on the embedded default; Ctrl-C stops it
	@$(bin)/vestibule dev

test: setup check ## Run the checks and every test
	$(bin)/pytest --numprocesses=2 --dist=loadfile

check: setup ## Lint, types, the direction of imports
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports

fix: setup ## Mend what the linters can
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

bench: setup ## Measure speed beside the peers, into docs/benchmarks
	$(bin)/python -m tests.benchmarks

lock: ## Compile requirements/*.in to hashed requirements (needs uv)
	for name in api local_cognito dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --custom-compile-command "make lock" requirements/$$name.in --output-file requirements/$$name.txt; \
	done

.PHONY: help setup run test check fix bench lock
