# Commands of the Results Verification Service. `make help` explains them.
# All of it works from a bare checkout with Python 3.11 or later, and offline once installed.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
PORTAL := server/portal_files/built
PORTAL_SIZES := server/portal_files/sizes.txt
PORTAL_SOURCES := $(shell find portal \( -name node_modules -o -path portal/src/api/generated \) \
  -prune -o -type f -print)

# A start with compiled modules takes a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-all fuzz check portal screenshots bench schema format clean

help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: $(INSTALLED) $(PORTAL) ## Start everything on http://127.0.0.1:8000 with invented data; Ctrl-C stops it
	@scripts/install-pango $(PANGO) || true
	exec $(BIN)/python -m server.cli demo

test: $(INSTALLED) $(PORTAL) ## Run the tests on embedded services of their own
	@scripts/install-pango $(PANGO) || true
	scripts/install-chromium || true
	echo 'What each route of the portal loads:'
	cat $(PORTAL_SIZES)
	scripts/install-conformance protocols
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'not exhaustive and not conformance_clients and not faults'

test-all: test ## The same, and what takes longer: faults, every screen, other people's clients, fuzz
	@scripts/install-conformance clients
	scripts/install-conformance python
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'exhaustive or conformance_clients or faults' \
	  tests/browser tests/conformance tests/faults
	$(MAKE) fuzz

fuzz: $(INSTALLED) ## Try what no client would send, as every role, for about four minutes
	@scripts/install-fuzz
	$(BIN)/python -m tests.fuzz

check: $(INSTALLED) ## Check format, lint, types, layers, the committed schema and the portal
	@$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/python -m server.cli schema | diff -u schema.graphql - || {
	  echo 'schema.graphql is not the schema of the code. If the change is meant: make schema'; exit 1; }
	$(BIN)/python -m server.cli schema --released schema.released.graphql
	scripts/npm --silent run check

portal: $(PORTAL) ## Build the web portal, if what it is made of has changed

screenshots: $(INSTALLED) $(PORTAL) ## Take the pictures of README and docs anew
	@scripts/install-chromium
	$(BIN)/python -m tests.browser.screenshots

bench: $(INSTALLED) ## Run the benchmarks
	@$(BIN)/python -m bench.latency
	$(BIN)/python -m bench.live

schema: $(INSTALLED) ## Write schema.graphql
	@$(BIN)/python -m server.cli schema > schema.graphql.new
	mv schema.graphql.new schema.graphql

format: $(INSTALLED) ## Format the code and mend what can be mended
	@$(BIN)/python -m ruff format .
	$(BIN)/python -m ruff check --fix .

clean: ## Remove the environments and the built portal; the data in .data stays
	@rm -rf $(VENV) $(VENV)-conformance $(VENV)-fuzz portal/node_modules \
	  tests/conformance/*/node_modules server/portal_files server/portal_files.aside

$(INSTALLED): requirements.lock pyproject.toml
	@PYTHON='$(PYTHON)' scripts/install $(VENV)
	touch $@

$(PORTAL): $(PORTAL_SOURCES) schema.graphql scripts/build-portal scripts/npm | $(INSTALLED)
	@scripts/build-portal
