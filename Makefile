# Everything a person or CI runs. `make` alone lists it.
#
# Nothing but Python 3.11 or newer and git need be there: a target that needs packages first makes .venv and installs
# them from requirements.lock, every file checked against its hash (.ci/environment.py).

PYTHON ?= python3
BIN    := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Certificates come from the system's own store, for uv too.
export UV_SYSTEM_CERTS ?= 1
PACED   = began=$$(date +%s); paced() { echo "  $$1: $$(( $$(date +%s) - began )) s"; }

.PHONY: help demo test lint types layers tests bench evaluate train docs lock clean to-run to-check
.DEFAULT_GOAL := help

help: ## List the targets.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: to-run ## Set up and show both forecasts on example exports.
	@$(BIN)/saidanddone demo

test: lint types layers tests ## Set up and run every check.

lint: to-check
	@echo "Style"; $(PACED); $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . && paced ruff

types: to-check
	@echo "Types"; $(PACED); $(BIN)/mypy --strict saidanddone && paced mypy

layers: to-check
	@echo "Layers"; $(PACED); $(BIN)/lint-imports && paced import-linter

tests: to-check
	@echo "Tests, the README's and the docs' commands among them"; $(BIN)/python -m pytest -n auto --dist loadfile

bench: to-check ## Measure speed and memory against their limits.
	@failed=0; for script in $(sort $(wildcard bench/check_*.py)); do \
	    echo "$$script"; $(BIN)/python "$$script" || failed=1; done; exit $$failed

evaluate: to-check ## Run the long checks, and score the forecasts on the real ledgers.
	@failed=0; for script in $(sort $(wildcard evaluation/check_*.py)); do \
	    echo "$$script"; $(BIN)/python "$$script" || failed=1; done; exit $$failed

train: to-check ## Make the listener's weights anew; the same inputs give the same weights.
	@PYTHONPATH=. $(BIN)/python training/train.py

docs: to-check ## Write the reference anew from the code.
	@$(BIN)/python docs/generate_reference.py

lock: to-check ## Resolve every dependency anew, for every platform, with hashes and without addresses.
	@$(BIN)/uv pip compile pyproject.toml --extra dev --group build --universal --python-version 3.11 --upgrade --quiet \
	    --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file .venv/lock
	@{ echo "# Made by 'make lock'. Every file is checked against its hash; no address is recorded."; \
	    cat .venv/lock; } > requirements.lock

clean: ## Take away what the targets above made.
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

to-run:
	@$(PYTHON) .ci/environment.py run

to-check:
	@$(PYTHON) .ci/environment.py check
