# Croydon Early Help. On a machine with Python 3.11 and make:
#   make demo     the whole service with invented people, on http://127.0.0.1:8000/
#   make test     every test, on servers of its own
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check bench install lock clean

# The first of these that is new enough; or say which: make demo PYTHON=/path/to/python3.12
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
	done)
PORT ?= 8000
FAMILIES ?= 3000
JOBS ?= 2
ARGS ?=
VENV_PYTHON := .venv/bin/python
SUPERVISOR := $(VENV_PYTHON) -m croydon_eh.supervisor
export PYTHONUNBUFFERED := 1

help:
	@sed -n 's/^#   //p' Makefile
	@echo "make demo-reset, make check, make bench, make install, make lock, make clean: see README.md"

demo: install
	@exec $(SUPERVISOR) demo --port "$(PORT)" --families "$(FAMILIES)"

demo-reset: install
	@exec $(SUPERVISOR) reset

# ARGS go to pytest: make test ARGS="tests/referrals -k score"
test: install
	@exec $(SUPERVISOR) test --browser -- $(VENV_PYTHON) -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

check: install
	@exec $(SUPERVISOR) test -- $(VENV_PYTHON) -m croydon_eh.services.check

# ARGS go to the bench: make bench ARGS="--rows 20000"
bench: install
	@exec $(SUPERVISOR) test -- $(VENV_PYTHON) -m tests.bench $(ARGS)

install:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer was not found. Install it, or: make demo PYTHON=/path/to/python"; exit 1; fi
	@"$(PYTHON)" -I croydon_eh/services/install.py

# Newest versions that requirements/*.in allow, with hashes
lock:
	@"$(PYTHON)" -m venv .local/lock && .local/lock/bin/python -m pip install --quiet uv
	cd requirements && for name in base dev; do \
	../.local/lock/bin/uv pip compile --quiet --upgrade --python-version 3.11 --universal --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $$name.in -o $$name.txt || exit 1; done

clean: demo-reset
	@$(SUPERVISOR) clean && rm -rf .venv
