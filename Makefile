# The commands of the site. `make` alone lists them.

PORT ?= 8000
PYTHON ?= python3
SETUP = $(PYTHON) amf_site/make.py
VENV = .venv/bin

.PHONY: help run test bench demo-reset messages format lock guide

help:
	@echo "make run [PORT=8000]  the whole site with its content on this machine, http://127.0.0.1:8000/"
	@echo "make test             everything that CI runs"
	@echo "make bench            what the directory costs with 2,000 cities, a search with 2,000 pages"
	@echo "make demo-reset       put the words of the content files back over what was edited"
	@echo "make messages         collect the interface words of templates and code into locale/"
	@echo "make format           format and sort the code"
	@echo "make guide            take the pictures of the translators' guide anew"
	@echo "make lock             choose the newest allowed versions of all dependencies"

run:
	@$(SETUP) run --port $(PORT)

test:
	@$(SETUP) test

bench:
	@$(SETUP) bench

demo-reset:
	@$(SETUP) demo-reset

messages:
	@$(SETUP) messages

format:
	@$(SETUP) install-test
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

lock:
	@$(SETUP) install-test
	$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml --output-file requirements.lock
	$(VENV)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml --extra test --constraint requirements.lock --output-file tests/requirements.lock

guide:
	@$(SETUP) install-test
	AMF_GUIDE_PICTURES=docs/translating/pictures $(VENV)/python -m pytest -q tests/browser/test_guide.py -k pictures
