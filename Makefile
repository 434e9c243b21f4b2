# `make` alone lists the targets. Everything is installed into .venv; nothing outside this folder is touched
# but by tests, which install a browser if the machine has none.
#
#   PYTHON=python3.13    the Python to make .venv with
#   TORCH_INDEX=ADDRESS  where torch comes from: PyTorch's index of CPU builds on Linux unless you name another
#                        (https://download.pytorch.org/whl/cu130 for CUDA 13); empty for PyPI, which brings CUDA
#   PORT=8001            where `make serve` serves
PYTHON ?= python3
BIN := .venv/bin
NEWEST := _build/newest
PACKAGES := $(PYTHON) -m book._tools.environment requirements.txt

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help book notebooks test unit lint links audit serve drill mutation bench deploy newest pages clean
.PHONY: packages tools

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

packages:
	@$(PACKAGES)

tools:
	@$(PACKAGES) tests/requirements.txt

book: packages  ## Build the book in both languages
	@$(BIN)/python -m book

notebooks: book  ## Gather the notebooks that Binder and Colab open
	@$(BIN)/python -m book._tools.notebooks

test: unit notebooks  ## Build the book strictly and run all tests
	@$(BIN)/python -m tests.tools.browser
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile tests/book tests/site

unit: tools  ## Test the module alone; no line and no branch of it may go untested
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov linefit --cov-branch --cov-report term-missing:skip-covered --cov-fail-under 100 tests/unit

lint: tools  ## Check style, format, types and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/rumdl check --no-cache --quiet .
	@$(BIN)/python -m codespell_lib src tests book/_ext book/_tools book/theme
	@$(BIN)/python -m tests.tools.spelling

links: packages  ## Follow the links of the book to the outside
	@set -e; for folder in $(dir $(wildcard book/*/index.md)); do \
		$(BIN)/python -m sphinx -q -b linkcheck -d _build/links/doctrees -c book $$folder _build/links/pages; done

audit: tools  ## Ask for known vulnerabilities of the pinned packages
	@$(BIN)/python -m pip_audit --strict --progress-spinner off --disable-pip --no-deps \
		--requirement requirements.txt --requirement tests/requirements.txt

serve: packages  ## Build, serve and rebuild while you write
	@$(BIN)/python -m book._tools.serve

drill: tools  ## Put faults into copies; each must be caught and its place named
	@$(BIN)/python -m tests.tools.browser
	@$(BIN)/python -m tests.drills

mutation: tools  ## Change linefit in every small way; its tests must notice
	@$(BIN)/python -m tests.tools.mutation

bench: tools  ## Measure against the lecture's own way of drawing
	@PYTHONPATH=src $(BIN)/python -m tests.tools.bench

deploy:  ## Publish the notebooks on their branch
	@$(PYTHON) -m book._tools.deploy_notebooks

newest:  ## Pin the newest packages that the ranges allow
	@$(PYTHON) -m book._tools.newest

# Without their ranges, and without Jupyter Book.
UNBOUND := import re, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	names = [re.split("[<>=]", each)[0] for each in project["optional-dependencies"]["book"]]; \
	print(*(name for name in names if name != "jupyter-book"))

pages: book  ## Build with the newest Sphinx, without Jupyter Book, and compare the pages
	@$(PYTHON) -m venv --clear $(NEWEST)
	@$(NEWEST)/bin/pip install --quiet pillow $$($(BIN)/python -c '$(UNBOUND)')
	@$(NEWEST)/bin/python -m tests.tools.newest_pages

clean:  ## Remove what was built, and the environment
	rm -rf _build .venv
