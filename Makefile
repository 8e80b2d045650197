# `make run` and `make test` are all that a fresh machine needs; the rest is for changing things.
SHELL := /bin/bash
.DEFAULT_GOAL := run

UV := $(shell command -v uv || echo .uv/uv)
# Use a Python that is there; fetch one only where none is new enough.
FOUND := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
export UV_PYTHON_DOWNLOADS := $(if $(FOUND),never,automatic)
RUN := $(UV) run --frozen --all-groups
export CLOSEKNIT_DATA_DIR ?= $(CURDIR)/data

.PHONY: run demo install hooks lock-is-current test coverage mutants nightly check docs audit format measure bench screenshots icons

run: $(UV)            ## Start Closeknit; the data is in ./data
	@$(UV) sync --frozen --inexact --no-default-groups --quiet
	@exec .venv/bin/closeknit serve $(ARGS)

demo: $(UV)           ## Start with the sample couple, in a throwaway folder
	@$(UV) sync --frozen --inexact --no-default-groups --quiet
	@exec .venv/bin/closeknit demo $(ARGS)

install: $(UV)        ## Everything for testing and changing
	@$(UV) sync --frozen --all-groups --quiet

hooks: install        ## Have git run the quick checks before a commit, and all before a push
	$(RUN) pre-commit install

lock-is-current: $(UV)
	@$(UV) lock --check --quiet || { echo "uv.lock is not of this pyproject.toml: run \`$(UV) lock\`."; exit 1; }

test: install         ## Run every test; ARGS reaches pytest
	@setup/get_chromium.sh
	$(RUN) pytest -n $(or $(JOBS),2) --dist loadscope $(ARGS)

coverage: install     ## The same, and how much of src they ran; below 92 % it fails
	@setup/get_chromium.sh
	@rm -rf build/.coverage* && mkdir -p build
	$(RUN) coverage run -m pytest -n $(or $(JOBS),2) --dist loadscope $(ARGS)
	@$(RUN) coverage combine --quiet
	@$(RUN) coverage report $(if $(ARGS),--fail-under=0)

mutants: install      ## Change what seals and decides, and see whether a test notices; 40 minutes at most
	$(RUN) python setup/mutants.py $(ARGS)

nightly: install      ## The same tests with many more random courses, some hours, and the mutants
	@setup/get_chromium.sh
	HYPOTHESIS_PROFILE=nightly $(RUN) pytest -n $(or $(JOBS),2) --dist loadscope $(ARGS)
	$(RUN) python setup/mutants.py

check: install docs   ## The one gate for style, types, arrows and content
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) python setup/check_test_types.py
	$(RUN) lint-imports --no-cache --no-logo
	$(RUN) djlint src --lint --quiet
	$(RUN) bandit -q -ll -c pyproject.toml -r src
	$(RUN) closeknit check-library

docs: install         ## The papers as a site in build/docs; every link must lead somewhere
	$(RUN) sphinx-build -W --keep-going --quiet --fresh-env -c docs . build/docs

audit: install        ## Ask whether a locked package has a known vulnerability
	@$(RUN) python setup/audit.py $(UV)

format: install
	$(RUN) ruff check --fix
	$(RUN) ruff format

measure: install      ## The numbers to watch, beside their aims
	$(RUN) python bench/measure.py $(ARGS)

bench: install        ## make bench NAME=pages
	@test -n "$(NAME)" || { echo "Name one: make bench NAME=$$(grep -lE '^    report\(' bench/*.py | xargs -n1 basename -s .py | paste -sd'|')"; exit 2; }
	PYTHONPATH=tests:tests/browser $(RUN) python bench/$(NAME).py $(ARGS)

screenshots: install  ## Remake the pictures in the README
	@setup/get_chromium.sh
	PYTHONPATH=tests:tests/browser $(RUN) python docs/screenshots.py

icons: install        ## Draw the home screen's pictures from their SVG
	@setup/get_chromium.sh
	PYTHONPATH=tests:tests/browser $(RUN) python docs/icons.py

.uv/uv:
	@python3 setup/get_uv.py
