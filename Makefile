# Two commands matter to a visitor: `make run` and `make test`. Both set everything up first.
PYTHON ?= python3
BIN := .venv/bin
READY := .make/ready

.PHONY: run test check fix types bench bench-crash docs lock locale clean

run: $(READY) ## show the main job: Almere's workshop (live on a terminal, headless without one)
	@$(BIN)/spilter demo almere

test: $(READY) ## pass the tests
	@$(BIN)/pytest -n 2 --dist loadscope

check: $(READY) ## everything a commit must pass
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry server spilter_tui
	$(BIN)/pytest -n 2 --dist loadscope

bench: $(READY) ## measure under load, print the tables and keep them in docs/measurements.md
	@$(BIN)/python -m tests.bench

bench-crash: $(READY) ## kill the server 200 times under load and count what was lost or doubled
	@$(BIN)/python -m tests.bench.crash

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): requirements.lock pyproject.toml
	@mkdir -p .make
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

lock: ## write the lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --group dev pyproject.toml --output-file requirements.lock

LOCALE := server/domain/locale
POT := .make/spilter.pot
locale: $(READY) ## bring the Dutch words in step with the code, and compile them
	$(BIN)/pybabel --quiet extract -F pyproject.toml --no-location --sort-output --no-wrap -o $(POT) server spilter_tui
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -D spilter -d $(LOCALE) -i $(POT)
	$(BIN)/pybabel --quiet compile -D spilter -d $(LOCALE)

clean:
	rm -rf .venv .make dist docs/_build

docs: $(READY) ## write the pages that follow from the code
	$(BIN)/python docs/make.py
