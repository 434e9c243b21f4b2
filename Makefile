# `make` alone lists the targets. Everything is installed into .venv; nothing outside this folder is touched
# but by tests, which install a browser if the machine has none.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help book notebooks test unit lint links audit serve drill mutation bench figures push newest clean

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

book: $(READY)  ## Build the book in both languages
	@$(BIN)/python -m book

notebooks: $(READY) book  ## Gather the notebooks that Binder and Colab open
	@$(BIN)/python -m book._tools.notebooks

test: unit notebooks  ## Build the book strictly and run all tests
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile tests/book tests/site

unit: $(READY)  ## Test the module alone; no line and no branch of it may go untested
	@$(BIN)/python -m pytest --cov linefit --cov-branch --cov-report term-missing:skip-covered --cov-fail-under 100 tests/unit

lint: $(READY)  ## Check style, format, types and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/rumdl check --no-cache --quiet .
	@$(BIN)/codespell src tests book/_ext book/_tools book/theme book/_landing book/_static
	@$(BIN)/python -m tests.spelling

links: $(READY)  ## Follow the links of the built book to the outside
	@$(BIN)/python -m book._tools.links

audit: $(READY)  ## Ask for known vulnerabilities of the pinned packages
	@$(BIN)/pip-audit --strict --progress-spinner off --disable-pip --no-deps --requirement requirements.txt

serve: $(READY)  ## Build, serve and rebuild while you write
	@$(BIN)/python -m book._tools.serve

drill: $(READY)  ## Put faults into copies; each must be caught and its place named
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.drills

mutation: $(READY)  ## Change linefit in every small way; its tests must notice
	@$(BIN)/python -m tests.mutation

bench: $(READY)  ## Measure against the lecture's own way of drawing
	@$(BIN)/python -m tests.bench

figures: $(READY)  ## Write what drill, mutation and bench measured into the README
	@$(BIN)/python -m tests.figures

push:  ## Publish the notebooks on their branch
	@$(PYTHON) -m book._tools.push

newest:  ## Pin the newest packages that the ranges allow
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[book,test]'
	@head -n 1 requirements.txt > requirements.new
	@$(BIN)/python -m pip freeze --all --exclude pip --exclude-editable | sed 's/+cpu$$//' >> requirements.new
	@mv requirements.new requirements.txt
	@touch $(READY)

clean:  ## Remove what was built, and the environment
	rm -rf _build $(VENV)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV); the first time takes a few minutes"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@
