"""Puts bytecode beside each module: `python -X no_debug_ranges -m infra.packaging.bytecode FOLDER`.

Lambda cannot write any, and would compile everything at each cold start. It is of the kind that is never
checked against its source (PEP 552), since a zip has no times to compare. What only people read is left out:
the columns that tracebacks underline (by the option above; lines stay) and what functions and modules say
about themselves. Classes keep that, because dataclasses make one up, slowly, where there is none.
"""

import ast
import importlib.util
import marshal
import sys
from pathlib import Path

LAMBDA_ROOT = "/var/task"
# Parts of packages that none of our functions loads, most of what the openai package weighs among them. Their
# sources stay, so that nothing breaks should one be loaded after all; it is then compiled each time.
_OF_OPENAI = ("admin", "beta", "evals", "fine_tuning", "live", "realtime", "skills", "vector_stores")
NEVER_LOADED = (
    *(f"openai/{kind}/{part}/" for kind in ("types", "resources") for part in _OF_OPENAI),
    *("pydantic/v1/", "phonenumbers/shortdata/", "aws_lambda_powertools/event_handler/"),
    "aws_lambda_powertools/utilities/parser/",
)
UNCHECKED = (1).to_bytes(4, "little")


def compiled(source: bytes, name: str) -> bytes:
    """The content of a `.pyc`: magic number, flags, the source's hash, code."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
            _leave_out_docstring(node)
    code = compile(tree, f"{LAMBDA_ROOT}/{name}", "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source) + marshal.dumps(code)


def _leave_out_docstring(node: ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    if node.body and ast.get_docstring(node, clean=False) is not None:
        nothing = ast.copy_location(ast.Pass(), node.body[0])
        node.body[:1] = [] if len(node.body) > 1 else [nothing]


def main() -> None:
    """Compile the folder named on the command line, without what no function loads."""
    folder = Path(sys.argv[1])
    for path in sorted(folder.rglob("*.py")):
        if path.relative_to(folder).as_posix().startswith(NEVER_LOADED):
            continue
        target = Path(importlib.util.cache_from_source(str(path)))
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(compiled(path.read_bytes(), path.relative_to(folder).as_posix()))


if __name__ == "__main__":
    main()
