# Leeway on one screen: `make demo` to see it, `make test` to check it, `make` for the rest.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate pyproject.toml
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo run test check story bench soak lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.installed-run ## Start Leeway with a stand-in Slack workspace and print the page's address
	@$(PY) -m bot demo $(ARGS)

run: $(VENV)/.installed-run ## Run Leeway for a real workspace, as .env says
	@$(PY) -m bot run $(ARGS)

# One worker more than there are cores: the one that starts processes waits for them most of the time.
test: $(VENV)/.installed-dev ## Run every test, PostgreSQL and the browser included
	@$(PY) -m pytest -n $$($(PY) -c "import os; print(os.cpu_count() + 1)") $(ARGS); status=$$?; \
	for name in chromium chromium-browser google-chrome; do \
		if command -v $$name >/dev/null 2>&1; then exit $$status; fi; \
	done; \
	echo; \
	echo "!! THE BROWSER TESTS DID NOT RUN: there is no Chromium here. On Debian: apt-get install chromium"; \
	exit $$status

check: $(VENV)/.installed-dev ## Lint, types, import contracts and the fast tests, in under a minute
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy --strict
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m pytest -q -n auto -m "not slow and not browser and not postgres" --hypothesis-profile=quick $(ARGS)

story: $(VENV)/.installed-dev ## Take the pictures of docs/story.md anew, by the browser test that lives it
	@LEEWAY_SCREENSHOTS=1 $(PY) -m pytest -q tests/browser/test_story.py $(ARGS)

bench: $(VENV)/.installed-dev ## Measure speed and size beside bare floors, as ratios of one run
	@$(PY) -m tests.benchmarks $(ARGS)

soak: $(VENV)/.installed-dev ## Send under kills, disconnects and 429s for ten minutes, and print what was lost or doubled
	@$(PY) -m tests.soak $(ARGS)

lock: $(PY) ## Compile both lock files anew from pyproject.toml
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	$(PY) -m $(LOCK) --output-file requirements.lock
	$(PY) -m $(LOCK) --group dev --output-file requirements-dev.lock

clean: ## Remove what was made here: the environment, caches and builds; never a database
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find bot handlers storage tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Python's own words about a missing venv module are long, and it leaves half an environment behind: ask first.
$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Leeway needs Python 3.11 or newer; there is no $(PYTHON) here."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Leeway needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# Installed anew only where the lock file has changed since.
$(VENV)/.installed-run: requirements.lock | $(PY)
	@echo "Installing what Leeway needs into $(VENV) (once)."
	@$(PIP_INSTALL) -r requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(PY)
	@echo "Installing what Leeway's tests need into $(VENV) (once)."
	@$(PIP_INSTALL) -r requirements-dev.lock
	@touch $@ $(VENV)/.installed-run
