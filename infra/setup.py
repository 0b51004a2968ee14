"""Sets up what a checkout needs, each part once: the two environments and the console's assets.

Runs on the plain Python of the machine, with nothing installed. A part is done again when the requirement
file that it rests on has changed; `--training` adds the environment that trains and evaluates triage.
"""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV, SANDBOX, ASSETS = ROOT / ".venv", ROOT / ".venv-sandbox", ROOT / "build" / "assets"
TRAINING = ROOT / ".venv-training"
REQUIREMENTS = ROOT / "requirements"
OLDEST = (3, 11)
# Where Python may not write what it compiled, each start would compile every package anew.
COMPILED = ("--compile-bytecode",)


class SetupError(Exception):
    """Says what to do, for the person at the keyboard."""


def run(*command: object) -> None:
    """Run a command; on failure show what it said."""
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise SetupError(f"{' '.join(str(part) for part in command)}\n{said}")


def uv(*arguments: object) -> None:
    """Run uv from the environment that pip put it in."""
    run(VENV / "bin" / "uv", *arguments)


def make_environment() -> None:
    """An environment with uv in it, bootstrapped through pip."""
    if sys.version_info < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        raise SetupError(f"Earshot needs Python 3.11 or newer; this is {have}.")
    try:
        import ensurepip  # noqa: F401  (Debian packs venv's half of Python apart; this tells)
    except ModuleNotFoundError:
        raise SetupError(
            "Python's venv module is incomplete here. On Debian: apt install python3-venv"
        ) from None
    run(sys.executable, "-m", "venv", "--clear", VENV)
    run(
        VENV / "bin" / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        REQUIREMENTS / "uv.txt",
    )


def install_packages() -> None:
    """Everything that the product and its checks import, and Earshot itself."""
    packages = REQUIREMENTS / "dev.txt"
    uv("pip", "install", "-q", "--python", VENV, *COMPILED, "--require-hashes", "-r", packages)
    uv("pip", "install", "-q", "--python", VENV, "--no-deps", "--no-build-isolation", "-e", ROOT)


def install_emulator() -> None:
    """The local AWS; it pins a botocore of its own and so has an environment of its own."""
    uv("venv", "-q", "--clear", SANDBOX)
    packages = REQUIREMENTS / "sandbox.txt"
    uv("pip", "install", "-q", "--python", SANDBOX, *COMPILED, "--require-hashes", "-r", packages)


def install_training() -> None:
    """What trains the small model and what it is compared with: large packages that nothing else needs."""
    uv("venv", "-q", "--clear", TRAINING)
    packages = REQUIREMENTS / "training.txt"
    uv("pip", "install", "-q", "--python", TRAINING, *COMPILED, "--require-hashes", "-r", packages)


def unpack_assets() -> None:
    """htmx, out of the package that carries it."""
    unpacked = ROOT / "build" / "assets-package"
    shutil.rmtree(unpacked, ignore_errors=True)
    uv(
        "pip", "install", "-q", "--python", VENV, "--no-deps", "--target", unpacked,
        "--require-hashes", "-r", REQUIREMENTS / "assets.txt",
    )  # fmt: skip
    ASSETS.mkdir(parents=True, exist_ok=True)
    shutil.copy(unpacked / "django_htmx/static/django_htmx/htmx-2.min.js", ASSETS / "htmx.min.js")
    shutil.rmtree(unpacked)


Part = tuple[str, Callable[[], None], tuple[str, ...], Path]
PARTS: tuple[Part, ...] = (
    ("Python environment", make_environment, ("requirements/uv.txt",), VENV / "bin" / "uv"),
    ("packages", install_packages, ("requirements/dev.txt", "pyproject.toml"), VENV / "bin" / "earshot"),
    ("local AWS emulator", install_emulator, ("requirements/sandbox.txt",), SANDBOX / "bin" / "ministack"),
    ("console assets", unpack_assets, ("requirements/assets.txt",), ASSETS / "htmx.min.js"),
)
FOR_TRAINING: Part = (
    "training environment",
    install_training,
    ("requirements/training.txt",),
    TRAINING / "bin" / "python",
)


def fingerprint(files: tuple[str, ...]) -> str:
    """What a part rests on: its requirement files, this Python, and this file."""
    content = b"".join((ROOT / name).read_bytes() for name in (*files, "infra/setup.py"))
    return hashlib.sha256(content + sys.version.encode() + str(ROOT).encode()).hexdigest()


def main() -> int:
    """Do each part that is not done yet, saying so."""
    stamps = ROOT / "build" / "setup"
    stamps.mkdir(parents=True, exist_ok=True)
    parts = (*PARTS, FOR_TRAINING) if "--training" in sys.argv[1:] else PARTS
    for number, (name, work, files, product) in enumerate(parts, start=1):
        stamp, wanted = stamps / f"{number}", fingerprint(files)
        if product.exists() and stamp.exists() and stamp.read_text() == wanted:
            continue
        print(f"[{number}/{len(parts)}] {name} …", end="", flush=True)
        began = time.monotonic()
        try:
            work()
            stamp.write_text(wanted)
        except (SetupError, OSError) as problem:
            print(f"\nSetting up failed: {problem}", file=sys.stderr)
            return 2
        print(f" {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
