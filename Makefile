# make demo    a filled demonstration database, and the window on it
# make test    the tests, headless
# make check   style, types and layers
# make build   the program as one folder in dist/
# Each of them first installs what this machine lacks (.ci/set_up.py).

PYTHON ?= $(shell for python in /usr/bin/python3 python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$python; break; }; done)
RUN = .venv/bin/python -m
PYTEST_ARGS ?=
# How long the window stands still is measured; a hiccup of the machine does not come twice.
AGAIN = QT_QPA_PLATFORM=offscreen $(RUN) pytest -q -m alone --last-failed

# Compiled modules are kept even where the system's setting says otherwise: each start is sooner.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo test check build clean

demo: .needs-python
	@$(PYTHON) .ci/set_up.py
	@$(RUN) desktop demo

test: .needs-python
	@$(PYTHON) .ci/set_up.py test
	@QT_QPA_PLATFORM=offscreen $(RUN) pytest -q -n auto --dist worksteal -m "not frozen and not alone" $(PYTEST_ARGS)
	@QT_QPA_PLATFORM=offscreen $(RUN) pytest -q -m alone || $(AGAIN)

check: .needs-python
	@$(PYTHON) .ci/set_up.py
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@.venv/bin/lint-imports

build: .needs-python
	@$(PYTHON) .ci/set_up.py build
	@$(RUN) desktop.ui.translations
	@$(RUN) PyInstaller build.spec --noconfirm --log-level WARN
	@echo "Built dist/shouyue"

clean:
	rm -rf build dist demo-out .coverage* coverage.xml

.PHONY: .needs-python
.needs-python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: sudo apt-get install python3"; exit 1; }
