# Two commands: `make demo` runs Earshot on this machine, `make test` runs every check.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
DEMO_DIR ?= .demo
# Compiled files are written although the machine says otherwise: the tests start some hundred processes.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
export EARSHOT_DATA ?= $(wildcard $(abspath ../shared/data))

# Where properties are checked with examples that hypothesis draws; in a soak, new ones and many more.
PROPERTIES = $(shell grep -lr "from hypothesis" tests --include="test_*.py")

.PHONY: help setup demo demo-reset test checks pytest lint types imports requirements soak model eval bench package deploy rollback destroy admin-token

help:
	@echo "make demo         run the whole product here; POSTS=file.jsonl replays that file"
	@echo "make demo-reset   forget what the demo has stored"
	@echo "make test         every check (under 6 minutes)"
	@echo "make soak         the large sizes and random seeds (about half an hour)"
	@echo "make package      zip and template for AWS in build/STAGE; STAGE=dev ARCH=arm64"
	@echo "make deploy       into your AWS account: STAGE REGION ALARM_EMAIL SCHEDULES; docs/deploying.md"
	@echo "make rollback     back to the release before;  make destroy: take it away; both with STAGE"
	@echo "make bench        speed and memory, as ratios"
	@echo "make model        train the small model of triage anew from training/"
	@echo "make eval         measure triage on the labelled sets; writes docs/evaluation.md"
	@echo "make requirements compile the hashed requirement files anew"

setup:
	@command -v $(PYTHON) >/dev/null || { echo "Earshot needs Python 3.11 or newer as '$(PYTHON)'." >&2; exit 2; }
	@$(PYTHON) infra/setup.py

demo: setup
	@$(BIN)/earshot up --data "$(DEMO_DIR)/$(if $(POSTS),$(notdir $(POSTS)),sample)" --open $(if $(POSTS),--posts "$(POSTS)") $(if $(SPEED),--speed $(SPEED)) $(if $(PORT),--port $(PORT))

demo-reset:
	@rm -rf $(DEMO_DIR) && echo "The demo begins anew."

# Many tests wait for processes that they started: more workers than cores keep the machine busy.
test: setup
	@$(MAKE) --no-print-directory -j 2 checks pytest

checks: lint types imports requirements-check

pytest:
	@$(PYTEST) -m "not soak" -n 3 --dist loadfile --no-loadscope-reorder

lint:
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q .

types:
	@$(BIN)/mypy

imports:
	@$(BIN)/lint-imports

requirements-check:
	@$(BIN)/python infra/requirements.py --check

requirements: setup
	@$(BIN)/python infra/requirements.py

soak: setup
	@$(PYTHON) infra/setup.py --training
	@$(PYTEST) -m soak -s
	@HYPOTHESIS_PROFILE=soak $(PYTEST) -m "not soak" -n 2 --timeout 1200 $(PROPERTIES)

model: setup
	@$(PYTHON) infra/setup.py --training
	@PYTHONPATH=. .venv-training/bin/python -m training

eval:
	@test -d "$(EARSHOT_DATA)/labelled" || { echo "Set EARSHOT_DATA to the folder that holds labelled/*.jsonl: triage is measured on them." >&2; exit 2; }
	@$(PYTHON) infra/setup.py --training
	@PYTHONPATH=. .venv-training/bin/python -m evals

bench: setup
	@$(PYTHON) infra/setup.py --training
	@for bench in bench/[a-z]*.py; do \
		case $$bench in bench/triage.py) python=.venv-training/bin/python;; *) python=$(BIN)/python;; esac; \
		PYTHONPATH=. $$python -m bench.$$(basename $$bench .py) || exit 1; done

STAGE ?= dev
ARCH ?= arm64

package: setup
	@$(BIN)/python -m infra.package -- "$(STAGE)" "$(ARCH)"

DEPLOYING = $(BIN)/python -m infra.deploying
WHERE = "$(STAGE)" $(if $(REGION),--region "$(REGION)")

deploy: package
	@$(DEPLOYING) deploy $(WHERE) $(if $(ALARM_EMAIL),--alarm-email "$(ALARM_EMAIL)") \
		$(if $(SCHEDULES),--schedules "$(SCHEDULES)") $(foreach one,$(PARAMETERS),--parameter "$(one)")

rollback: setup
	@$(DEPLOYING) rollback $(WHERE)

destroy: setup
	@$(DEPLOYING) destroy $(WHERE) $(if $(TABLE),--table "$(TABLE)") $(if $(YES),--yes)

admin-token: setup
	@$(DEPLOYING) admin-token $(WHERE)
