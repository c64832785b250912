# Two commands set everything up: `make demo` and `make test`. Both need git, make and python3 with venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: help demo test test-all check lint type properties bench faults docs lock sample clean
.DEFAULT_GOAL := help

help:  ## show these targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: $(STAMP)  ## a customer's zip becomes a part and a priced quotation; who owes what
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

test: $(STAMP)  ## the tests that need nothing installed
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not judges"

test-all: $(STAMP)  ## all tests; fails where a judge (tests/judges.py) is missing; MARKED=judges: theirs alone
	PCBSALES_JUDGES=required $(BIN)/python -m pytest -n auto --dist worksteal -rs $(if $(MARKED),-m $(MARKED))

check: lint type test  ## lint, types, tests

lint: $(STAMP)  ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

type: $(STAMP)  ## mypy, strict
	$(BIN)/mypy

# Tests that grow to their full size; whoever writes another adds it here.
PROPERTIES := tests/store/test_two_parsers.py tests/store/test_hand_written.py tests/store/damage \
	tests/store/test_moulds.py tests/store/test_trust.py tests/store/test_odd_strings.py \
	tests/boards/pictures/test_raster.py tests/boards/pictures/test_plotter.py tests/quoting/paper/test_odd_strings_on_paper.py

properties: $(STAMP)  ## property tests in full size: 5,000 damaged records, all odd strings, YAML
	PCBSALES_PROPERTIES=full $(BIN)/python -m pytest -s $(PROPERTIES)

bench: $(STAMP)  ## timings against hledger and ledger on the same facts, into docs/performance.md
	$(BIN)/python -m scripts.bench --write docs/performance.md

faults: $(STAMP)  ## kills, full disks and power losses at full size (needs cc; about half an hour)
	$(BIN)/python -m scripts.faults

docs: $(STAMP)  ## write the generated references of docs/ again
	$(BIN)/python -m scripts.reference

sample: $(STAMP)  ## make the sample ledger again
	$(BIN)/python -m scripts.sample ledger .

lock:  ## pin requirements.txt again (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group dev pyproject.toml -o requirements.txt

clean:  ## remove what was built
	rm -rf $(VENV) build dist out .mypy_cache .ruff_cache .pytest_cache .hypothesis .pcbsales
