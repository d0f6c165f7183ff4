.PHONY: run test lint vectors transcript clean

PYTHON ?= python3
LITE = .venv/.lite-installed
FULL = .venv/.full-installed

run: $(LITE)
	@.venv/bin/python bot.py run

test: $(FULL)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PTB_TIMEDELTA=true .venv/bin/pytest

lint: $(FULL)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/mypy

vectors: $(LITE)
	.venv/bin/python bot.py vectors

transcript: $(LITE)
	.venv/bin/python -m tests.end_to_end.transcript

$(LITE): requirements-lite.txt
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-lite.txt
	@touch $@

$(FULL): requirements-lite.txt requirements.txt requirements-dev.txt
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(LITE) $@

clean:
	rm -rf .venv data .mypy_cache .ruff_cache .pytest_cache .hypothesis
