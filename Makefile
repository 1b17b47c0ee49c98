.DEFAULT_GOAL := help
.SHELLFLAGS := -eu -c
PYTHON ?= python3
# More than two cores have: a test waits for browsers, processes and timeouts for a third of its time.
TEST_WORKERS ?= 3
# Each of the many processes that tests start would compile every module again.
unexport PYTHONDONTWRITEBYTECODE
bin := .venv/bin
pip := $(bin)/pip --quiet --disable-pip-version-check

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what check and test need, if it is missing
	@$(MAKE) --silent --no-print-directory --jobs=2 .venv/.dev frontend/node_modules/.installed

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Vestibule needs Python 3.11 or newer." if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing the Python packages (once; about 15 seconds) …"
	@$(pip) install --require-hashes -r requirements/run.txt
	@$(pip) install --no-deps --no-build-isolation --editable .
	@$(bin)/python -m compileall -q backend # pip compiles what it installs, except in place
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Installing the packages for checks and tests (once; about half a minute) …"
	@$(pip) install --require-hashes -r requirements/dev.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	@echo "Installing the npm packages (once; about half a minute) …"
	@cd frontend && npm ci --silent --no-audit --no-fund
	@touch $@

run: ## Run everything with local Cognito; Ctrl-C stops it
	@$(MAKE) --no-print-directory --jobs=2 .venv/.run frontend/node_modules/.installed
	@$(bin)/vestibule dev

test: setup check ## Run the checks and every test, including browser tests
	@tests/install-programs
	@tests/clients/install
	$(bin)/pytest --numprocesses=$(TEST_WORKERS) --dist=loadfile --reruns=2 # on few cores, browser tests can fail by timing

test-backend: setup ## Run every test except those of the app in a browser
	@tests/install-programs
	@tests/clients/install
	$(bin)/pytest --numprocesses=$(TEST_WORKERS) --dist=loadfile --ignore=tests/e2e

e2e: setup ## Run only the tests in a real browser
	@tests/install-programs
	cd frontend && npm run --silent build
	$(bin)/pytest tests/e2e

screenshots: setup ## Take screenshots of every screen, and README's into docs/pictures
	@tests/install-programs
	$(bin)/python -m tests.e2e.screenshots

# Two at a time: ESLint takes as long as everything else together. Each prints its output at its end, in one piece.
check: setup ## Lint, types, imports, generated files; the frontend's unit tests and size
	@$(MAKE) --no-print-directory --jobs=2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) check-eslint check-backend check-frontend

check-eslint:
	cd frontend && npm run --silent lint

check-backend:
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy
	$(bin)/lint-imports
	@git ls-files '*.py' '*.css' | xargs wc -l | awk '$$2 != "total" && $$1 > 300 { print $$2 " has " $$1 " lines: at most 300"; long = 1 } END { exit long }'
	$(bin)/vestibule openapi | diff -q - frontend/src/api/openapi.json || { echo "openapi.json is stale: make generate"; exit 1; }
	$(bin)/vestibule pool schema | diff -q - docs/pool.schema.json || { echo "pool.schema.json is stale: make generate"; exit 1; }
	$(bin)/vestibule pool embedded | diff -q - backend/local_cognito/embedded_pool.json || { echo "embedded_pool.json is stale: make generate"; exit 1; }

check-frontend:
	cd frontend && npm run --silent check

fix: setup ## Fix what the linters can fix
	$(bin)/ruff check --fix .
	$(bin)/ruff format .
	cd frontend && npm run --silent lint -- --fix && npm run --silent format

generate: setup ## Generate openapi.json, the frontend's typed client, and what pool.toml is compiled to
	$(bin)/vestibule openapi > frontend/src/api/openapi.json
	$(bin)/vestibule pool schema > docs/pool.schema.json
	$(bin)/vestibule pool embedded > backend/local_cognito/embedded_pool.json
	cd frontend && npm run --silent generate

compose-test: setup ## Test the containers: build, run, scale, kill, restart (needs Docker with Compose v2)
	@tests/install-programs
	$(bin)/pytest --override-ini=addopts='--import-mode=importlib --timeout=900' tests/compose

bench: setup ## Measure speed and memory next to other libraries, into docs/benchmarks
	$(bin)/python -m tests.benchmarks

bench-web: setup ## Measure the sign-in page next to Amplify UI and Supabase, into docs/benchmarks/web.md
	@tests/install-programs
	$(bin)/python -m tests.benchmarks.web

sbom: setup ## Write the software bills of materials (CycloneDX) into .data/sbom
	@mkdir -p .data/sbom
	$(bin)/cyclonedx-py requirements --output-reproducible --of JSON -o .data/sbom/api.json requirements/api.txt
	cd frontend && npm sbom --omit=dev --sbom-format=cyclonedx > ../.data/sbom/app.json

lock: ## Compile requirements/*.in to hashed requirements (needs uv)
	for name in requirements/api requirements/local_cognito requirements/run requirements/opentelemetry requirements/dev tests/benchmarks/peers/requirements tests/clients/python/requirements; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --constraint requirements/constraints.in \
	    --custom-compile-command "make lock" $$name.in --output-file $$name.txt; \
	done

.PHONY: help setup run test test-backend e2e compose-test screenshots check check-eslint check-backend check-frontend fix generate bench bench-web sbom lock
