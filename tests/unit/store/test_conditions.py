"""No expression for the table holds arithmetic: the emulator takes it in conditions, and AWS refuses it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "chalicelib" / "adapters" / "dynamodb"
EXPRESSION = re.compile(r"attribute_(not_)?exists|[=<>]=?\s*:\w|\b(ADD|SET|REMOVE)\s")
ARITHMETIC = re.compile(r"[+*/-]")


def expressions_in(source: str) -> Iterator[str]:
    """The texts in a module that are expressions for the table. Docstrings are not."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and text not in docstrings and EXPRESSION.search(text):
            yield text


def test_no_expression_holds_arithmetic() -> None:
    found = [one for file in FOLDER.glob("*.py") for one in expressions_in(file.read_text())]
    assert len(found) >= 12, "the expressions are no longer where this test looks for them"
    assert [one for one in found if ARITHMETIC.search(one)] == []


@pytest.mark.parametrize(
    "source",
    [
        'condition = "remaining - :amount >= :zero"',
        'condition = f"{field} + :one = :two AND version = :three + :four"',
        'table.put(item, "attribute_not_exists(pk) OR a+b > :c")',
        'update = "SET remaining = remaining - :amount"',
    ],
)
def test_arithmetic_would_be_noticed(source: str) -> None:
    assert any(ARITHMETIC.search(one) for one in expressions_in(source))
