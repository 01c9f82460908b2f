# Each task makes .venv first where it is missing; `make PYTHON=python3.12 test` picks the Python.
PYTHON ?= python3

.PHONY: setup samples test lint golden pictures figures translations reference docs release bench
setup samples test lint golden pictures figures translations reference docs release bench:
	@$(PYTHON) scripts/task.py $@
