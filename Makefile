# Two commands do all their own set-up: `make lab` for students, `make test` for everyone who changes something.
.DEFAULT_GOAL := help
.PHONY: help setup lab test test-all notebooks demo bench gallery versions clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -n 2 --no-loadscope-reorder
export TF_CPP_MIN_LOG_LEVEL ?= 3

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "This course needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 lab"; exit 1; }
	@echo "Making a virtual environment in $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is not complete. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.student: $(VENV)/.made requirements.txt pyproject.toml
	@echo "Installing what the labs need: TensorFlow, matplotlib, JupyterLab (once, a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.student
	@echo "Installing what tests and grading need: nbgrader, jupytext, pytest (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup: $(VENV)/.dev ## prepare everything that labs, tests and grading need
	@echo "Ready. Next: make lab, make test or make demo."

lab: $(VENV)/.student ## open JupyterLab on the labs
	@$(BIN)/python -m course_utils.session.open_jupyter notebooks

test: $(VENV)/.dev ## run the tests
	$(PYTEST) $(PYTEST_ARGS)

test-all: $(VENV)/.dev ## run the tests and the slow suites
	$(PYTEST) -m "" $(PYTEST_ARGS)

notebooks: $(VENV)/.dev ## build notebooks/ from solutions/
	$(BIN)/python -m autograder build

demo: $(VENV)/.dev ## build, grade and report a sample class of 12
	$(BIN)/python -m autograder demo

bench: $(VENV)/.dev ## measure the figures
	$(BIN)/python tests/benchmarks/figures.py

gallery: $(VENV)/.dev ## draw every figure of the labs on one page
	$(BIN)/python docs/make_gallery.py

versions: $(VENV)/.dev ## run every lab on three sets of versions: docs/versions.md
	$(BIN)/python tests/versions/places.py

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .pytest_cache .ruff_cache build *.egg-info
