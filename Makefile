# `make` alone lists the targets. Everything is installed into .venv; nothing outside this folder is touched
# but by tests, which install a browser if the machine has none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help book test serve lint bench clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

book: $(READY)  ## Build the book in both languages
	@$(BIN)/python -m book._tools.build

test: $(READY) book  ## Build the book strictly and run all tests
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest

serve: $(READY)  ## Build, serve and rebuild while you write
	@$(BIN)/python -m book._tools.serve

lint: $(READY)  ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: $(READY)  ## Measure against the lecture's own way of drawing
	@$(BIN)/python -m tests.bench

clean:  ## Remove what was built, and the environment
	rm -rf _build $(VENV)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV); the first time takes a few minutes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
