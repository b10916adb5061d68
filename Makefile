# One command each; every target does its own set-up, so a fresh clone needs nothing typed before.

SHELL := /bin/bash
VENV ?= .venv
export VENV
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
# Python 3.11 reads the name of this folder in the locale's letters, whatever PYTHONUTF8 says
export LC_ALL := C.UTF-8

# make run AT=2026-12-01T04:59:30   plays as if it were that moment
# make test ARGS="-k planner"       passes anything on
AT ?=
ARGS ?=

SCRIPTS := $(wildcard scripts/*.sh tests/image/boot/*.sh) .ci/run

.DEFAULT_GOAL := help
.PHONY: api-test screenshots run test lint type bench docs fmt setup install boot-test clean help

run:  ## play the example village
	@scripts/setup.sh run
	@$(BIN)/village-hub run --demo $(if $(AT),--at $(AT)) $(ARGS)

test:  ## every test
	@scripts/setup.sh run test browser
	@scripts/test.sh $(ARGS)

lint:  ## ruff, layers, shell scripts
	@scripts/setup.sh run test
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@shellcheck -x $(SCRIPTS)

type:  ## mypy --strict
	@scripts/setup.sh run test
	@$(BIN)/mypy
	@$(BIN)/mypy examples/thon-yen-minh/make_media.py

api-test:  ## ask the JSON API thousands of things that its document allows, and does not
	@scripts/setup.sh run test
	@HUB_API_EXAMPLES=300 $(BIN)/python -m pytest tests/service/test_api_document.py $(ARGS)

bench:  ## timings against peers, written to bench/results.json
	@scripts/setup.sh run test bench
	@$(BIN)/python -m bench $(ARGS)

docs:  ## pictures in docs/images and the table of routes, made from the code
	@scripts/setup.sh run test docs
	@PYTHONPATH=. $(BIN)/python scripts/make_routes.py
	@PYTHONPATH=. $(BIN)/python scripts/make_openapi.py
	@$(BIN)/python scripts/make_docs.py

screenshots:  ## photographs of the pages in docs/images
	@scripts/setup.sh run test browser
	@PYTHONPATH=. $(BIN)/python scripts/make_screenshots.py

fmt:  ## put the code in order
	@scripts/setup.sh run test
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

setup:  ## only get ready
	@scripts/setup.sh run test docs

install:  ## install this hub on this machine, as services
	@scripts/install.sh

boot-test:  ## boot a bare Debian in a container with the hub installed, and check it (root)
	@scripts/setup.sh boot
	@$(if $(filter 0,$(shell id -u)),,sudo) tests/image/boot/run.sh

clean:  ## forget what was made (media, caches); keeps .venv
	rm -rf var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

help:  ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile
