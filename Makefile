# The commands of the site. `make` alone lists them.

PORT ?= 8000
PYTHON ?= python3
SETUP = $(PYTHON) amf_site/make.py
VENV = .venv/bin

.PHONY: help run test test-quick coverage canary bench demo-reset messages format lock guide

help:
	@echo "make run [PORT=8000]  the whole site with its content on this machine, http://127.0.0.1:8000/"
	@echo "make test             everything that CI runs"
	@echo "make test-quick       what is broken most often, in a minute and a half"
	@echo "make coverage         the lines and branches that no test reaches"
	@echo "make canary           the tests with the newest Django and Wagtail; tells, and fails nothing"
	@echo "make bench            the seconds that large sites, lists and files cost"
	@echo "make demo-reset       put the words of the content files back over what was edited"
	@echo "make messages         collect the interface words of templates and code into locale/"
	@echo "make format           format and sort the code"
	@echo "make guide            take the pictures of the guides anew"
	@echo "make lock             choose the newest allowed versions of all dependencies"

run:
	@$(SETUP) run --port $(PORT)

test test-quick coverage canary bench demo-reset messages:
	@$(SETUP) $@

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
	AMF_GUIDE_PICTURES=docs $(VENV)/python -m pytest -q tests/browser/test_guide.py -k pictures
