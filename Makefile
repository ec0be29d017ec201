# Two commands on a bare machine: `make demo` and `make test`. See README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEST_WORKERS ?= 2

.PHONY: demo test test-services lint types contracts messages screenshots bench docs lock clean

$(VENV)/base.done: requirements/base.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/base.done
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.PHONY: translations
translations: $(VENV)/base.done
	@$(BIN)/python manage.py compile_translations

demo: $(VENV)/base.done translations
	DEMO=1 VAR_DIR=var/demo $(BIN)/python manage.py demo

test: $(VENV)/dev.done translations
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadgroup

test-services: $(VENV)/dev.done translations
	DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} \
	REDIS_URL=$${REDIS_URL:-redis://127.0.0.1:6379/9} \
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadgroup

lint: $(VENV)/dev.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates

types: $(VENV)/dev.done
	$(BIN)/mypy countries indicators targets ldnportal

contracts: $(VENV)/dev.done
	$(BIN)/lint-imports

# The pictures of docs/screenshots, taken while the whole story is played.
screenshots: $(VENV)/dev.done translations
	STORY_PICTURES=docs/screenshots $(BIN)/python -m pytest -q tests/browser/test_story.py

bench: $(VENV)/base.done
	$(BIN)/python -m bench

messages: $(VENV)/dev.done
	$(BIN)/python manage.py messages

docs: $(VENV)/dev.done
	$(BIN)/python manage.py write_docs

# No address of a registry may enter the locks.
lock: $(VENV)/dev.done
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header pyproject.toml -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header pyproject.toml --group test --group quality \
	  -c requirements/base.txt -o requirements/dev.txt

clean:
	rm -rf var staticfiles htmlcov .pytest_cache .ruff_cache .mypy_cache
