# `make` alone lists the targets. Everything is installed into .venv; nothing outside this folder is touched
# but by tests, which install the browsers that the machine has not.
#
#   PYTHON=python3.13    the Python to make .venv with; after `make clean`, where there is one
#   TORCH_INDEX=ADDRESS  where torch comes from: PyTorch's index of builds for the CPU unless you name another
#                        (https://download.pytorch.org/whl/cu130 for CUDA 13)
#   PORT=8001            where `make serve` serves
PYTHON ?= python3
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
NEWEST := _build/newest

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help book ebooks notebooks test old unit lint links audit serve drill mutation bench card deploy newest pages clean
.PHONY: packages tools browsers

help:  ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

packages: .venv/book

tools: .venv/tests

browsers: tools
	@$(BIN)/python -m tests.tools.browser

# Marks of what is installed. An environment whose Python is gone, or whose pins have changed, is made anew.
.venv/book: requirements.txt $(BIN)/python
	@$(PYTHON) -c 'import sys; (3, 11) <= sys.version_info[:2] <= (3, 14) or sys.exit("The book needs Python 3.11 to 3.14: name one, as in make book PYTHON=python3.13")'
	@echo "Making .venv, which takes minutes the first time"
	@$(PYTHON) -m venv --clear .venv
	@$(call torch,$$(grep ^torch== $<))
	@$(PIP) install --requirement $<
	@touch $@

.venv/tests: tests/requirements.txt .venv/book
	@$(PIP) install --requirement $<
	@touch $@

$(BIN)/python: ;

# PyPI's torch brings gigabytes of CUDA on Linux.
torch = $(PIP) install --index-url $(TORCH_INDEX) --no-deps $(1) || \
	echo "Without $(TORCH_INDEX) torch may come with 3 GB of CUDA" >&2

book: packages  ## Build the book in both languages
	@$(BIN)/python -m book

ebooks: book tools  ## Make EPUB, PDF and a zip of the pages in every language, and link them
	@$(BIN)/python -m book._ebooks

notebooks: book  ## Gather the notebooks that Binder and Colab open
	@$(BIN)/python -m book._tools.notebooks

# One process more than there are cores, as browsers and builds wait now and then. In the order of the files: by the
# number of their tests, a file with one long test would come last, and alone.
test: unit notebooks browsers ebooks  ## Build the book strictly and run all tests
	@$(BIN)/python -m pytest --numprocesses $$($(BIN)/python -c 'import os; print(os.cpu_count() + 1)') --dist loadscope --no-loadscope-reorder tests/book tests/ebooks tests/site

old: book tools  ## Test pages and what moves on them in an old Chromium, as old phones have it
	@$(BIN)/python -m tests.tools.old_chromium

unit: tools  ## Test the module alone; no line and no branch of it may go untested
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov linefit --cov-branch --cov-report term-missing:skip-covered --cov-fail-under 100 tests/unit

lint: tools  ## Check style, format, types, spelling, and what browsers know
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/rumdl check --no-cache --quiet .
	@$(BIN)/python -m codespell_lib src tests book/_ebooks book/_ext book/_tools book/theme
	@$(BIN)/python -m tests.tools.spelling
	@$(BIN)/python -m tests.tools.eslint

links: packages  ## Follow the links of the book to the outside
	@set -e; for folder in $(dir $(wildcard book/*/_overlay.yml)); do \
		$(BIN)/python -m sphinx -q -b linkcheck -d _build/links/doctrees -c book $$folder _build/links/pages; done

audit: tools  ## Ask for known vulnerabilities of the pinned packages
	@$(BIN)/python -m pip_audit --strict --progress-spinner off --disable-pip --no-deps \
		--requirement requirements.txt --requirement tests/requirements.txt

serve: packages  ## Build, serve and rebuild while you write
	@$(BIN)/python -m book._tools.serve

drill: browsers  ## Put faults into copies, each of which must be caught; edit others at random
	@$(BIN)/python -m tests.drills
	@$(BIN)/python -m tests.tools.random_edits 20

mutation: tools  ## Change linefit in every small way; its tests must notice
	@$(BIN)/python -m tests.tools.mutation

bench: tools  ## Measure against the lecture's own way of drawing
	@PYTHONPATH=src $(BIN)/python -m tests.tools.bench

card: tools  ## Draw the picture of README and of social sites
	@PYTHONPATH=src $(BIN)/python -m tests.tools.card

# One commit, and only if it differs: Binder builds its image anew for every commit, which costs every reader minutes.
deploy:  ## Publish the notebooks on their branch
	@set -e; export GIT_DIR="$$(git rev-parse --absolute-git-dir)" GIT_INDEX_FILE="$(CURDIR)/_build/notebooks.index"; \
	git -C _build/notebooks --work-tree . add --all --force .; \
	tree=$$(git write-tree); \
	if git fetch --quiet --depth 1 origin notebooks 2>/dev/null && \
		[ $$tree = $$(git rev-parse FETCH_HEAD^{tree}) ]; then echo "The branch is up to date"; exit; fi; \
	commit=$$(git -c user.name="$$(git log -1 --format=%an)" -c user.email="$$(git log -1 --format=%ae)" \
		commit-tree $$tree -m "Notebooks of the book"); \
	git push --quiet --force origin $$commit:refs/heads/notebooks; \
	echo "The branch is published"

newest:  ## Pin the newest packages that the ranges allow
	@$(PYTHON) -m venv --clear .venv
	@$(call torch,torch)
	@$(BIN)/python -c '$(ASKED)' book > .venv/asked
	@$(PIP) install --requirement .venv/asked
	@$(FREEZE) > .venv/pins
	@$(BIN)/python -c '$(ASKED)' test > .venv/asked
	@$(PIP) install --constraint .venv/pins --requirement .venv/asked
	@$(FREEZE) | grep -vxFf .venv/pins > .venv/pins-of-tests
	@$(call pin,requirements.txt,.venv/pins)
	@$(call pin,tests/requirements.txt,.venv/pins-of-tests)
	@touch .venv/book .venv/tests

# What pyproject.toml asks for. pip installs the pins, and CUDA comes with the torch of PyPI alone.
ASKED := import sys, tomllib; project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	print(*project["dependencies"], *project["optional-dependencies"][sys.argv[1]], sep="\n")
FREEZE = $(PIP) freeze --all | sed 's/+.*//' | grep -Ev '^(pip=|nvidia-|cuda-|triton=)'
pin = comment=$$(head -n 1 $(1)) && { echo "$$comment"; cat $(2); } > $(1)

# Without ranges, and without Jupyter Book.
pages: book  ## Build with the newest Sphinx, without Jupyter Book, and compare the pages
	@$(PYTHON) -m venv --clear $(NEWEST)
	@$(BIN)/python -c '$(ASKED)' book | sed 's/[<>=].*//' | grep -Ev '^(torch|numpy|matplotlib|jupyter-book)$$' > $(NEWEST)/asked
	@$(NEWEST)/bin/pip install --quiet --requirement $(NEWEST)/asked
	@$(NEWEST)/bin/python -m tests.tools.newest_pages

clean:  ## Remove what was built, and the environment
	rm -rf _build .venv
