# The two commands are `make run` and `make test`; the others are what these are made of.

# The first Python of this machine that is new enough; another: make run PYTHON=/path/to/python3.12
ifndef PYTHON
PYTHON := $(firstword $(foreach name,python3 python3.13 python3.12 python3.11 python3.14,$(shell \
	$(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
endif

# Tests keep their data apart, and do not wait for the disk.
FOR_TESTS := ORDITO_VAR="$${ORDITO_VAR:-$(CURDIR)/var/test}" ORDITO_PG_FAST=1

# Caches go to the home of whoever runs this; where there is none, to the program's own folder.
ifneq ($(shell test -d "$$HOME" && test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/var/home
$(shell mkdir -p '$(CURDIR)/var/home')
endif

# The methods by their own tests: every line and every branch, the compiled loops in plain Python too.
COVERED := --cov=ordito.methods --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

BIN := .venv/bin
SETUP := PYTHONPATH=src $(PYTHON) -m ordito.site.setup
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'

.PHONY: run test check bench peers docs lock setup setup-for-tests messages python
.NOTPARALLEL:
.DEFAULT_GOAL := run

run: setup ## install what is missing, start the database, serve the site
	@exec $(BIN)/ordito run

test: setup-for-tests ## every check and every test, the browser's too
	@$(BIN)/python -m ordito.site.setup.browser
	@$(MAKE) --no-print-directory check
	@$(FOR_TESTS) $(BIN)/python -m pytest -n 2 --dist loadfile tests/methods $(COVERED)
	@$(FOR_TESTS) $(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/methods

check:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ordito.site.setup.messages missing

bench: setup-for-tests peers ## p50 and p95 of the pages on a district of full size; the methods beside their peers
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.methods
	$(BIN)/python -m benchmarks.room

peers: var/peers/.made ## the programs that the methods are measured against, in an environment of their own

var/peers/.made: requirements/peers.txt
	$(BIN)/uv venv --quiet --clear var/peers
	$(BIN)/uv pip install --quiet --python var/peers/bin/python --require-hashes -r requirements/peers.txt
	@touch $@

docs: setup-for-tests ## write the generated reference, build the site of the documentation in site/
	$(BIN)/python -m ordito.site.setup.reference
	$(BIN)/mkdocs build --strict

messages: setup-for-tests ## bring the catalogs up to date with the sources
	$(BIN)/python -m ordito.site.setup.messages extract

lock: setup-for-tests ## choose the newest versions again, within what pyproject.toml and package.json ask
	echo uv | $(COMPILE) --upgrade --output-file requirements/uv.txt -
	$(COMPILE) --upgrade --group build --output-file requirements/runtime.txt pyproject.toml
	$(COMPILE) --upgrade --group build --group dev --constraint requirements/runtime.txt \
		--output-file requirements/dev.txt pyproject.toml
	$(COMPILE) --upgrade --output-file requirements/peers.txt requirements/peers.in
	$(BIN)/npm install --package-lock-only

setup: python
	@$(SETUP)

setup-for-tests: python
	@$(SETUP) --for-tests

python:
	@test -n '$(PYTHON)' || { \
		echo 'Serve Python 3.11 o successivo, e qui non si trova. Su Debian 12:'; \
		echo '    sudo apt-get update && sudo apt-get install -y python3 python3-venv'; exit 1; } >&2
