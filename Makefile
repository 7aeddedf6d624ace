# Each target does all its own set-up. It needs make, a Python of 3.11 or newer with pip, and the Python package index.

UV_VERSION := 0.13.9
UV_STAMP := .tools/uv-$(UV_VERSION)
UV := .tools/bin/uv
RUN := $(UV) run

# As many tests at once as the machine has processors; those of a file one after the other.
TEST_PROCESSES ?= --numprocesses logical --dist loadfile

# More arguments for the program that a target starts, as in `make test ARGS="-k boot"`.
ARGS ?=

# Interpreters are those that the machine has. The one that uv was set up with is the one of the root environment.
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON = $(shell cat .tools/python 2>/dev/null)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo csms simulate dashboard dashboard-dev test format check lock format-check lint types contracts spelling docs wheels test-all bench mutants autobahn conformance clean

help: ## List the targets
	@echo "Targets of make:"
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)$$/\1|\2/p' $(firstword $(MAKEFILE_LIST)) \
		| while IFS='|' read -r target text; do printf '  %-13s %s\n' "$$target" "$$text"; done

run: $(UV_STAMP) ## Start the central system on ws://<host>:9000/<id>, for any station and token
	@$(RUN) --no-default-groups csms serve --unknown-stations accept --unknown-tokens accept $(ARGS)

demo: $(UV_STAMP) ## Show the central system with stations that charge, and leave nothing behind
	@$(RUN) --no-default-groups csms demo $(ARGS)

csms: $(UV_STAMP) ## Run a command of the central system, as in `make csms ARGS="transaction list"`
	@$(RUN) --no-default-groups csms $(ARGS)

simulate: $(UV_STAMP) ## Run a fleet of stations against the central system of `make run`
	@$(RUN) --no-default-groups csms-simulator run $(ARGS)

dashboard: $(UV_STAMP) ## Build the dashboard anew, if its sources have changed
	@$(RUN) python -m tools.dashboard build

dashboard-dev: $(UV_STAMP) ## Serve the dashboard while it is written, for a central system on 127.0.0.1:8080
	@$(RUN) python -m tools.dashboard dev $(ARGS)

test: $(UV_STAMP) ## Run the tests on the default interpreter
	@$(RUN) --no-default-groups --group test pytest $(TEST_PROCESSES) $(ARGS)

format: $(UV_STAMP) ## Format the code and put right what the linter can
	@$(RUN) ruff check --fix-only --quiet
	@$(RUN) ruff format
	@$(RUN) python -m tools.dashboard format

check: lock format-check lint types contracts spelling docs wheels test-all ## Check everything; tests on every interpreter

lock: $(UV_STAMP) ## Check that uv.lock fits the packages
	@$(UV) lock --check

format-check: $(UV_STAMP) ## Check the format of the code
	@$(RUN) ruff format --check

lint: $(UV_STAMP) ## Lint the code; of the dashboard, check the format too
	@$(RUN) ruff check
	@$(RUN) python -m tools.dashboard lint

types: $(UV_STAMP) ## Check the types, and that the public ones are complete
	@$(RUN) pyright
	@$(RUN) pyright --verifytypes ocpp --ignoreexternal
	@$(RUN) python -m tools.dashboard types

contracts: $(UV_STAMP) ## Check who imports whom
	@$(RUN) lint-imports

spelling: $(UV_STAMP) ## Check the spelling
	@$(RUN) codespell

docs: $(UV_STAMP) ## Build the documentation into docs/_build/html
	@$(RUN) sphinx-build -W --keep-going --quiet -b html docs docs/_build/html $(ARGS)

wheels: $(UV_STAMP) ## Build the wheels into dist/ and try them in an empty environment
	@$(UV) build --all-packages --clear --quiet
	@$(RUN) python -m tools.check_wheels dist

test-all: $(UV_STAMP) ## Run the tests on every interpreter from 3.11 up that the machine has
	@$(RUN) python -m tools.interpreters $(ARGS)

bench: $(UV_STAMP) ## Measure the speed beside the package ocpp of PyPI
	@$(RUN) python -m bench $(ARGS)

mutants: $(UV_STAMP) ## Check that the tests notice the faults in tests/mutants
	@$(RUN) python -m tools.mutants $(ARGS)

autobahn: $(UV_STAMP) ## Run the Autobahn suite against server and client and write the summary page
	@$(RUN) python -m tools.autobahn $(ARGS)

conformance: $(UV_STAMP) ## Run the certification cases against the central system and write the page on them
	@$(RUN) python -m tools.conformance_page $(ARGS)

clean: ## Remove all that make has made
	rm -rf .cache .tools .venv dist docs/_build .grimp_cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf packages/dashboard/node_modules* packages/dashboard/screenshots packages/csms/src/csms/web/static/dashboard
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv, in an environment of its own. Debian's python3 may have pip but no ensurepip: there, the outer pip installs it.
$(UV_STAMP):
	@set -eu; found=; \
	for python in python3 python python3.14 python3.13 python3.12 python3.11 \
			"$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/*/bin/python3 /usr/local/bin/python3 /usr/bin/python3; do \
		found=$$("$$python" -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1); \
			print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null) && break || found=; \
	done; \
	if [ -z "$$found" ]; then \
		echo "There is no Python of 3.11 or newer here. Install one (Debian: apt-get install python3 python3-venv)," >&2; \
		echo "or put one on the PATH, and run make again." >&2; exit 1; \
	fi; \
	echo "Setting up uv $(UV_VERSION) in .tools with $$found" >&2; rm -rf .tools; \
	if "$$found" -m venv .tools >/dev/null 2>&1; then \
		.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	else \
		rm -rf .tools; "$$found" -m venv --without-pip .tools; \
		"$$found" -m pip --python .tools/bin/python install --quiet --disable-pip-version-check uv==$(UV_VERSION); \
	fi; \
	echo "$$found" >.tools/python; touch $@
