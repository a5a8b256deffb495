# Two commands on a fresh machine with python3.11 and pip: `make demo` and `make test`.
PYTHON ?= python3.11
VENV ?= .venv
BIN = $(VENV)/bin
export PIP_CONSTRAINT = $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test test-slow lint types coverage bench bench-batch docs published mutate clean help

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

$(BIN)/jixiao: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.tools: $(BIN)/jixiao
	$(BIN)/pip install --quiet --editable '.[testing,xlsx,docx,pdf,charts,batch,pg,dev]'
	@touch $@

demo: $(BIN)/jixiao  ## score the two published tables
	$(BIN)/jixiao score examples/leshan-sms.yaml examples/leshan-service.yaml

test: $(VENV)/.tools lint types  ## lint, types, and all fast tests
	$(BIN)/python -m pytest -n 2

$(VENV)/.spark: $(VENV)/.tools
	$(BIN)/pip install --quiet --editable '.[spark]'
	@touch $@

test-slow: $(VENV)/.spark  ## the tests that take longer; what LibreOffice, Chromium or Java must do is skipped without
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

lint: $(VENV)/.tools  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tools  ## mypy, strict
	$(BIN)/mypy

coverage: $(VENV)/.tools  ## branch coverage of the core, which must be whole
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term-missing --cov-fail-under=100

bench: $(VENV)/.tools  ## speed, as ratios against rivals in the same run
	$(BIN)/python bench/run.py

$(VENV)/.bench: $(VENV)/.tools
	$(BIN)/pip install --quiet --editable '.[bench]'
	@touch $@

bench-batch: $(VENV)/.bench  ## the batch engine against the copy floor and rivals: make bench-batch WHAT="rivals large growth"
	$(BIN)/python bench/batch.py $(WHAT)

docs: $(VENV)/.tools  ## write the generated pages anew
	$(BIN)/python docs/generate.py

published: $(VENV)/.tools  ## published tables beside the rules: make published TABLES=folder
	$(BIN)/python docs/published.py $(TABLES)

mutate: $(VENV)/.tools  ## mutation testing of the core; takes hours
	nice $(BIN)/python bench/mutation.py $(ROOMS)

clean:  ## remove what was made
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache mutants
