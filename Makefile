.PHONY: run test explore lint vectors transcript lock audit clean

PYTHON ?= python3
LITE = .venv/.lite-installed
FULL = .venv/.full-installed
PIP = .venv/bin/python -m pip install --quiet --disable-pip-version-check

run: $(LITE)
	@.venv/bin/python bot.py run

# Four at once, though there may be two cores: much of the suite waits for bots. A file stays together,
# since the tests of a file share a bot.
test: $(FULL)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PTB_TIMEDELTA=true .venv/bin/pytest --numprocesses 4 --dist loadfile

# Property tests with other and more inputs each time; the suite itself always tries the same.
explore: $(FULL)
	.venv/bin/pytest --hypothesis-profile=explore --ignore=tests/end_to_end

lint: $(FULL)
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	.venv/bin/mypy

vectors: $(LITE)
	.venv/bin/python bot.py vectors

transcript: $(LITE)
	.venv/bin/python -m tests.end_to_end.transcript
	.venv/bin/python -m tests.end_to_end.admin_transcript

# Known vulnerabilities in what is installed by default; asks a service on the internet.
audit: $(FULL)
	@.ci/audit

# Writes anew which files may be installed by default, all that they need included.
lock: $(FULL)
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile --quiet --generate-hashes \
		--allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links \
		--output-file requirements-lite.txt requirements-lite.in

$(LITE): requirements-lite.txt
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements-lite.txt
	@touch $@

$(FULL): $(LITE) requirements.txt requirements-dev.txt
	@$(PIP) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf .venv data .mypy_cache .ruff_cache .pytest_cache .hypothesis
