"""Compiles the hashed requirement files, or checks that they are what their sources say.

No file names a registry, so they install from whichever one the machine is set up for.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"

# (source, result, extra arguments); dev is compiled under the Lambda's pins, so that both run the same.
FILES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("requirements.in", "requirements.txt", ()),
    ("requirements/dev.in", "requirements/dev.txt", ("-c", "requirements.txt")),
    ("requirements/sandbox.in", "requirements/sandbox.txt", ()),
    ("requirements/runtime.in", "requirements/runtime.txt", ("-c", "requirements/dev.txt")),
    ("requirements/assets.in", "requirements/assets.txt", ("--no-deps",)),
    ("requirements/training.in", "requirements/training.txt", ("-c", "requirements.txt")),
    ("requirements/uv.in", "requirements/uv.txt", ()),
)


def compile_file(source: str, result: Path, extra: tuple[str, ...]) -> None:
    """Compile one file; pins that `result` already holds are kept where they still fit.

    Asks the registry only for what the cache does not know. Raises CalledProcessError, having shown why.
    """
    command: tuple[str | Path, ...] = (
        UV, "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes",
        "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
        *extra, source, "-o", result,
    )  # fmt: skip
    from_cache = subprocess.run((*command, "--offline"), cwd=ROOT, capture_output=True, check=False)
    if from_cache.returncode:
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def is_stale(source: str, result: str, extra: tuple[str, ...]) -> bool:
    """Whether compiling again would change the file."""
    committed = (ROOT / result).read_text()
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.txt"
        again.write_text(committed)
        compile_file(source, again, extra)
        return again.read_text() != committed


def main() -> int:
    """Compile all, or with --check say which is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if not parser.parse_args().check:
        for source, result, extra in FILES:
            compile_file(source, ROOT / result, extra)
        return 0
    stale = [result for source, result, extra in FILES if is_stale(source, result, extra)]
    for result in stale:
        print(f"{result} is stale: run `make requirements` and commit it", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
