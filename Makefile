# Two commands are all a newcomer needs: `make run` and `make test`.
# Variables: DATA_DIR, PORT, DEMO=0 and the others of docs/configuration.md; PYTHON; ARGS for pytest and uv.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help setup run test lint lock messages

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /: /'

setup: ## make .venv and install what is locked, or do nothing if that is done
	@$(PYTHON) -m config.bootstrap setup

run: ## set up if need be, then start everything; Ctrl-C stops it
	@$(PYTHON) -m config.bootstrap run

test: ## set up if need be, then run the whole test suite
	@$(PYTHON) -m config.bootstrap test $(ARGS)

lint: ## style, types, layers, and whether migrations and documents are in step
	@$(PYTHON) -m config.bootstrap lint

lock: ## work out requirements*.txt from requirements*.in; ARGS=--upgrade takes the newest
	@$(PYTHON) -m config.bootstrap lock $(ARGS)

messages: ## put new words into catalog/locale/*.po, to be translated there
	@$(PYTHON) -m config.bootstrap messages
