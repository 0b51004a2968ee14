"""Whatever the code imports is required by name, not because something else happens to bring it."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.unit.repository.test_habits import tracked

OURS = {"app", "bench", "chalicelib", "cli", "evals", "infra", "sandbox", "tests", "training"}
# Modules whose distribution has another name.
DISTRIBUTIONS = {
    "samtranslator": "aws-sam-translator",
    "aws_lambda_powertools": "aws-lambda-powertools",
    "mypy_boto3_dynamodb": "boto3-stubs",
    "mypy_boto3_sqs": "boto3-stubs",
    "phonenumbers": "phonenumberslite",
    "pydantic_core": "pydantic-core",
    "twitter_text": "twitter-text-parser",
    "yaml": "pyyaml",
    "intent_score": "intent-score",
    "sklearn": "scikit-learn",
    "vaderSentiment": "vadersentiment",
}
# The Lambda runtime brings boto3, chalice its own runtime; the stubs are imported by type checkers alone.
NOT_IN_THE_ZIP = {"boto3", "botocore", "chalice", "boto3-stubs"}
# These run in the emulator's environment.
OF_THE_TRAINING = (ROOT / "training", ROOT / "evals", ROOT / "tests" / "evals" / "intervals_by_hand.py")
OF_THE_SANDBOX = [ROOT / "sandbox" / "emulator_server.py", ROOT / "infra" / "packaging" / "translate.py"]


def trainers() -> list[Path]:
    return [path for path in tracked("*.py") if not {path, *path.parents}.isdisjoint(OF_THE_TRAINING)]


def required(*names: str) -> set[str]:
    """The distributions that these requirement sources name, without versions and extras."""
    lines = [line.strip() for name in names for line in (ROOT / name).read_text().splitlines()]
    return {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in lines if line and line[0] not in "#-"}


def imported(files: list[Path]) -> set[str]:
    """The distributions of all that these files import, inside functions too."""
    modules = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module or "")
    tops = {module.split(".")[0] for module in modules} - OURS - sys.stdlib_module_names
    return {DISTRIBUTIONS.get(top, top) for top in tops}


def test_what_is_deployed_imports_only_what_the_zip_carries() -> None:
    used = imported(tracked("app.py", "chalicelib/*.py"))
    assert used - required("requirements.in") - NOT_IN_THE_ZIP == set()


def test_everything_else_imports_only_what_is_required_for_a_laptop() -> None:
    elsewhere = {*OF_THE_SANDBOX, *trainers()}
    files = [path for path in tracked("*.py") if path not in elsewhere]
    assert imported(files) - required("requirements.in", "requirements/dev.in") == set()


def test_what_trains_and_measures_imports_only_what_its_own_environment_has() -> None:
    assert imported(trainers()) - required("requirements.in", "requirements/training.in") == set()


def test_what_runs_beside_the_emulator_imports_only_what_its_own_environment_has() -> None:
    assert imported(OF_THE_SANDBOX) - required("requirements/sandbox.in") == set()


@pytest.mark.parametrize(
    "result", tracked("requirements.txt", "requirements/*.txt"), ids=lambda one: one.name
)
def test_every_installed_file_is_pinned_and_hashed_and_names_no_address(result: Path) -> None:
    text = result.read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text
    assert all(re.match(r"[\w.-]+==\S+.*--hash=sha256:", one, flags=re.S) for one in requirements)
