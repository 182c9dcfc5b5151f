# Everything a person needs; `make` alone says what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev test check bench format translations lock clean

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=

export PORT PORTAL_DATA PORTAL_ENV

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Set up what is missing, then the portal with demo data at http://127.0.0.1:8000 (PORT, PORTAL_DATA)
	@$(PYTHON) scripts/setup.py
	@exec scripts/serve

dev: ## The same with Flask's debugger, reloading when a file changes
	@$(PYTHON) scripts/setup.py --dev
	@exec scripts/serve --reload

test: ## Every test, on SQLite and PostgreSQL, in Chromium and LibreOffice (ARGS="tests/unit -k gate" for some)
	@$(PYTHON) scripts/setup.py --dev
	@$(BIN)/pytest -q -n auto --dist worksteal $(ARGS)

check: ## Format, lint, types, layers, sizes, translations, templates
	@$(PYTHON) scripts/setup.py --dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q tests/rules/test_layers.py tests/rules/test_sizes.py tests/rules/test_catalogue.py tests/rules/test_templates.py

bench: ## How fast the pages are with 100 and 1,000 places, one JSON object a line (ARGS="--places 100 --rounds 2")
	@$(PYTHON) scripts/setup.py --dev >&2
	@$(BIN)/python -m bench $(ARGS)

format: ## Format the code and repair what the linter can repair
	@$(PYTHON) scripts/setup.py --dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

translations: ## Collect the texts from code and templates into the catalogues, and compile them
	@$(PYTHON) scripts/setup.py --dev
	$(BIN)/pybabel extract -F pyproject.toml -k N_ --no-location --sort-output --no-wrap -o portal/translations/messages.pot .
	$(BIN)/pybabel update -i portal/translations/messages.pot -d portal/translations --no-fuzzy-matching --ignore-obsolete --no-wrap
	$(BIN)/pybabel compile --use-fuzzy --statistics -d portal/translations

lock: ## Pin requirements/*.in again, with hashes, after changing one
	@$(PYTHON) scripts/setup.py --dev
	scripts/lock

clean: ## Remove what set-up made (not instance/, the data)
	rm -rf .venv build portal/static/vendor portal/documents/fonts *.egg-info .pytest_cache .mypy_cache .ruff_cache
