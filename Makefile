# Needs Python 3.11 or later, git and make. Everything else is brought into .venv, at the versions
# and hashes of the lock files. Nothing here asks a question, and a second run is quick.

PYTHON ?= python3
PORT ?= 8000
DATABASE ?=
TESTS ?=
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip
LOCK := $(UV) compile --quiet --universal --generate-hashes --no-header --python-version 3.11

export UV_LINK_MODE ?= copy
# Whatever the shell says of it: what was compiled once is there for each worker and command after.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test lint lock bench words clean

demo: $(VENV)/.runs
	$(BIN)/opencities demo --port $(PORT) $(if $(DATABASE),--database "$(DATABASE)")

test: $(VENV)/.tests $(VENV)/.browser
	$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint templates

bench: $(VENV)/.tests
	$(BIN)/python -m tests.bench

# Every sentence of ours, for translators, and what is new in the catalogs that there are.
CATALOGS := backend/catalogs
words: $(VENV)/.runs
	mkdir -p $(CATALOGS)
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k N_ --project=opencities --version= \
	  --sort-by-file -o $(CATALOGS)/words.pot .
	for one in $(CATALOGS)/*.po; do test ! -f $$one || \
	  $(BIN)/pybabel --quiet update -i $(CATALOGS)/words.pot -o $$one \
	    -l $$(basename $$one .po | tr - _); done

# Renews every pin. The lock files name no host: where packages come from is each machine's affair.
lock: $(BIN)/uv
	$(LOCK) --upgrade requirements.in -o requirements.txt
	$(LOCK) --upgrade -c requirements.txt requirements-dev.in -o requirements-dev.txt
	echo uv | $(LOCK) --upgrade --no-annotate - -o requirements-uv.txt
	npm install --prefix tests --package-lock-only --silent
	$(BIN)/python -c 'import json, pathlib; \
	  lock = pathlib.Path("tests/package-lock.json"); read = json.loads(lock.read_text()); \
	  [package.pop("funding", None) for package in read["packages"].values()]; \
	  lock.write_text(json.dumps(read, indent=2) + "\n")'

clean:
	rm -rf $(VENV) tests/node_modules

$(BIN)/uv: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Open Cities needs Python 3.11 or later: name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The program is this folder itself, put on the environment's path: nothing is built.
$(VENV)/.runs: requirements.txt $(BIN)/uv
	$(UV) install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r $<
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/opencities.pth"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -P -m backend.cli "$$@"\n' "$(CURDIR)" > $(BIN)/opencities
	@chmod +x $(BIN)/opencities
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	$(UV) install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r $<
	@touch $@

# What the browser tests serve in the CDN's place. Without npm they are skipped, and say so.
$(VENV)/.browser: tests/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests --silent --no-audit --no-fund; fi
	@touch $@
