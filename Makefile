# Every target makes .venv by itself: uv when it is there, venv and pip otherwise.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made

.PHONY: help demo test lint format types samples bench calibrate accuracy hostile torture clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' || { echo "需要 Python 3.11 至 3.13（make PYTHON=python3.12）"; exit 2; }
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && uv pip install --quiet --python $(BIN)/python -r requirements.lock && uv pip install --quiet --python $(BIN)/python --no-deps -e .; \
	else \
	  $(PYTHON) -m venv .venv && $(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock && $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .; \
	fi
	@touch $(STAMP)

demo: $(STAMP)  ## the whole main job on the samples, into demo-review/
	@$(BIN)/anjuan demo || test $$? -eq 1

test: $(STAMP)  ## lint, types and all tests
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@$(BIN)/python -m pytest

lint: $(STAMP)  ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(STAMP)  ## ruff format and fixes
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

samples: $(STAMP)  ## make samples/ again
	@$(BIN)/python -m samples.maker --out samples && $(BIN)/python -m samples.maker.rulings

bench: $(STAMP)  ## speed and memory, as ratios in one run
	@$(BIN)/python -m benchmarks.speed

calibrate: $(STAMP)  ## grades over 500 generated case files
	@$(BIN)/python -m benchmarks.calibration

accuracy: $(STAMP)  ## facts, kinds, boundaries, false deductions and damaged pages on papers with known answers
	@$(BIN)/python -m benchmarks.accuracy

hostile: $(STAMP)  ## every hostile file ends in a verdict, in time and in memory
	@$(BIN)/python -m benchmarks.hostile

torture: $(STAMP)  ## kills, many writers and tampering, on SQLite and PostgreSQL
	@$(BIN)/python -m benchmarks.torture

clean:  ## remove what was made
	@rm -rf .venv demo-review dist build .mypy_cache .ruff_cache .pytest_cache
