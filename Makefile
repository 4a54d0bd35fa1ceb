# One command for each job. `make help` lists them.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# Two a core: many tests wait for a server or a browser.
WORKERS := $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))

# Modules stay compiled, also where the machine says otherwise: each command and many tests start a Python anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run chat test collected check content prove lint bench bench-hear picture site receiver golden browser lock docs book schema points simulate certificate agree soak fuzz api-fuzz contradictions mutants

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort

$(STAMP): requirements.lock requirements-dev.lock pyproject.toml
	@test -d $(VENV) || $(PY) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.lock; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock; fi
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $(STAMP)

setup: $(STAMP) ## install everything into .venv

run: $(STAMP) ## serve the web chat (and Telegram, if BOT_TOKEN is set)
	$(BIN)/si-screen serve

chat: $(STAMP) ## the same chat in this terminal
	$(BIN)/si-screen chat

browser: $(STAMP) ## install Chromium for the browser tests, where that is allowed
	@sh tools/browser.sh

test: ## every test
	@$(MAKE) --no-print-directory -j2 setup browser
	@$(MAKE) --no-print-directory -j3 check collected
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# The tests are compiled once here, instead of by each worker.
collected: $(STAMP)
	@$(BIN)/python -m pytest --collect-only -q >/dev/null || $(BIN)/python -m pytest --collect-only -q

check: $(STAMP) lint content ## types, lint, and everything the content must hold

content: $(STAMP)
	$(BIN)/si-screen check

prove: $(STAMP) ## walk every conversation, prove what must hold
	$(BIN)/si-screen prove

mutants: $(STAMP) ## plant every fault, and see that each is caught (minutes)
	$(BIN)/python -m tests.mutants

simulate: $(STAMP) ## clients with a known truth go through the chat; a report
	$(BIN)/si-screen simulate

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/hadolint Dockerfile

bench: $(STAMP) ## how long one turn takes
	$(BIN)/python tools/bench.py

bench-hear: $(STAMP) ## how well typed words are understood, with intervals
	$(BIN)/python -m tools.bench_hear $(ARGS)

points: $(STAMP) ## learn anew which words speak of a crisis, from the lines in tests/heard
	$(BIN)/python -m tools.points

golden: $(STAMP) ## write the golden chats anew (read the diff!)
	$(BIN)/python -m pytest tests/test_golden.py tests/test_summary_golden.py --golden-update

picture: $(STAMP) ## the picture of the body as PNG, in each language
	$(BIN)/python -m tools.picture

site: $(STAMP) ## an example: a clinic's web site with the chat on it
	$(BIN)/python examples/clinic-site/run.py $(ARGS)

receiver: $(STAMP) ## an example: a program of a clinic that gets the summaries
	$(BIN)/python examples/webhook-receiver/run.py $(ARGS)

book: $(STAMP) ## the review book for clinicians, book.html
	$(BIN)/si-screen book

schema: $(STAMP) ## the schemas that editors check the content files with
	$(BIN)/python -m tools.schema

docs: $(STAMP) ## the tables and the diagram in docs/ and README.md, made from the code
	$(BIN)/python -m tools.docs

lock: $(STAMP) ## pin every dependency with hashes, without addresses
	sh tools/lock.sh

certificate: $(STAMP) ## certificate.json, and the verifier run on it
	$(BIN)/si-screen prove --certificate certificate.json
	python3 -I tools/verify.py certificate.json

agree: $(STAMP) ## 100,000 random answer sets: engine, walk, solver and second reading agree
	$(BIN)/python -m tests.agree

fuzz: $(STAMP) ## typed words of every kind for ten minutes
	$(BIN)/python -m tests.fuzz

api-fuzz: $(STAMP) ## schemathesis against the running API for five minutes
	$(BIN)/python -m tests.api_fuzz $(ARGS)

soak: $(STAMP) ## 100,000 random event sequences through the real step
	$(BIN)/python -m tests.soak

contradictions: $(STAMP) ## pairs of answers that could be declared as not fitting together
	$(BIN)/python -m tests.contradictions
