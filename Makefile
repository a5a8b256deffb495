# Two commands on a fresh machine with Python 3.11 or later and pip: `make demo` and `make test`.
PYTHONS = python3.11 python3.12 python3.13 python3.14 python3 python
PYTHON ?= $(shell for each in $(PYTHONS); do \
  $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
VENV ?= .venv
BIN = $(VENV)/bin
CONSTRAINTS ?= $(CURDIR)/constraints.txt
export PIP_CONSTRAINT = $(CONSTRAINTS)
export PIP_DISABLE_PIP_VERSION_CHECK = 1
SECONDS ?= 600
TARGETS ?= all
EXTRAS = testing,xlsx,docx,pdf,html,charts,batch,pg,serve

.PHONY: demo test test-slow test-lowest test-newest test-python fuzz edits stress equal lint types coverage bench bench-batch
.PHONY: page fidelity many-files audit-bench node metrics docs published mutate clean help

help:  ## what there is to make
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/'

$(BIN)/jixiao: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "no Python 3.11 or later was found; make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.tools: $(BIN)/jixiao
	$(BIN)/pip install --quiet --editable '.[$(EXTRAS),dev]'
	@touch $@

demo: $(BIN)/jixiao  ## score the two published tables
	$(BIN)/jixiao score examples/leshan-sms.yaml examples/leshan-service.yaml

test: $(VENV)/.tools lint types  ## lint, types, and all fast tests
	$(BIN)/python -m pytest -n 2

$(VENV)/.slow: $(VENV)/.tools
	$(BIN)/pip install --quiet --editable '.[spark,slow]'
	@touch $@

test-slow: $(VENV)/.slow  ## the tests that take longer; what LibreOffice, Chromium or Java must do is skipped without
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

page: $(VENV)/.tools  ## the page to fill in forms as one file without a network: dist/jixiao.html
	$(BIN)/python page/build.py

test-lowest:  ## the fast tests with the lowest versions that pyproject.toml allows
	$(MAKE) VENV=.venv-lowest CONSTRAINTS=$(CURDIR)/constraints-lowest.txt test-only

test-newest:  ## the fast tests with the newest versions there are
	$(MAKE) VENV=.venv-newest CONSTRAINTS= test-only

test-python:  ## the fast tests by another Python: make test-python PYTHON=python3.13
	$(MAKE) VENV=.venv-$(notdir $(PYTHON)) test-only

test-only: $(VENV)/.tools
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.tools  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tools  ## mypy, strict
	$(BIN)/mypy

coverage: $(VENV)/.tools  ## branch coverage of the core, which must be whole
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term-missing --cov-fail-under=100

bench: $(VENV)/.tools  ## speed, as ratios against rivals in the same run
	$(BIN)/python bench/run.py

$(VENV)/.fuzz: $(VENV)/.tools
	$(BIN)/pip install --quiet --editable '.[fuzz]'
	@touch $@

fuzz: $(VENV)/.fuzz  ## coverage-guided fuzzing of all readers: make fuzz SECONDS=600 TARGETS=all
	$(BIN)/python -m tests.fuzz.run $(TARGETS) --seconds $(SECONDS)

equal: $(VENV)/.tools  ## hold score and batch against each other on odd rows: make equal N=50000 SPECS="cn.mof-2020-10"
	POLARS_MAX_THREADS=1 $(BIN)/python -m tests.stress.equality $(or $(N),2000) $(SPECS) $(if $(MONITORING),--monitoring)

edits: $(VENV)/.tools  ## forms edited at random, each cell read or told: make edits KIND="xlsx docx html pdf office" N=5000
	for kind in $(or $(KIND),xlsx docx html pdf office); do $(BIN)/python -m tests.stress.form_edits $$kind $(or $(N),100) || exit 1; done

stress: $(VENV)/.tools  ## score ended at random moments, its workers killed: make stress N=200
	$(BIN)/python -m tests.stress.interrupts $(or $(N),200)

$(VENV)/.bench: $(VENV)/.tools
	$(BIN)/pip install --quiet --editable '.[bench]'
	@touch $@

bench-batch: $(VENV)/.bench  ## the batch engine against rivals and an earlier commit: make bench-batch WHAT="rivals versions large growth"
	$(BIN)/python bench/batch.py $(WHAT)

fidelity: $(VENV)/.tools  ## how much of fourteen published tables is read back from six formats
	$(BIN)/python bench/fidelity.py

many-files: $(VENV)/.tools  ## 500 files of forms in one command: seconds, memory, broken files told
	$(BIN)/python bench/many_files.py

audit-bench: $(VENV)/.tools  ## planted faults told, and false alarms on clean tables
	$(BIN)/python bench/audit_bench.py

node:  ## what tests of schemas and editors need from npm
	npm install --prefix tests/node --silent

metrics: $(VENV)/.tools  ## how the code reads, in figures, beside two packages that others admire
	$(BIN)/python bench/metrics.py

docs: $(VENV)/.tools  ## write the generated pages anew
	$(BIN)/python docs/generate.py

published: $(VENV)/.tools  ## published tables beside the rules: make published TABLES=folder
	$(BIN)/python docs/published.py $(TABLES)

mutate: $(VENV)/.tools  ## mutation testing of the core; takes hours
	nice $(BIN)/python bench/mutation.py $(ROOMS)

clean:  ## remove what was made
	rm -rf .venv .venv-* .pytest_cache .mypy_cache .ruff_cache mutants
