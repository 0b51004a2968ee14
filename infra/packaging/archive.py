"""Puts the zip together: chalice's part, the packages, and bytecode for all of it."""

import importlib.util
import marshal
import zipfile
from pathlib import Path

# Two packagings of the same inputs are the same bytes, so the zip's hash names its content.
MOMENT = (1980, 1, 1, 0, 0, 0)
LAMBDA_ROOT = "/var/task"
MODE = 0o644 << 16


def write_zip(target: Path, chalice_zip: Path, packages: Path) -> None:
    """Write the zip that Lambda unpacks. Where both hold a file, chalice's counts.

    Every module has its bytecode beside it, of the kind that is never checked against its source: Lambda
    cannot write any, and would compile everything at each cold start.
    """
    files = {**_files_in(packages), **_files_of(chalice_zip)}
    for name in [name for name in files if name.endswith(".py")]:
        files[_bytecode_name(name)] = _bytecode(name, files[name])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(_entry(name), files[name])


def _files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and _is_shipped(path.relative_to(folder))
    }


def _files_of(chalice_zip: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(chalice_zip) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _is_shipped(path: Path) -> bool:
    return path.suffix != ".pyc" and path.name not in (".lock", "RECORD", "direct_url.json")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.external_attr = MODE
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _bytecode_name(name: str) -> str:
    return importlib.util.cache_from_source(name)


def _bytecode(name: str, source: bytes) -> bytes:
    """A `.pyc` as PEP 552 describes it: magic number, flags (hash-based, unchecked), hash, code."""
    code = compile(source, f"{LAMBDA_ROOT}/{name}", "exec", dont_inherit=True, optimize=0)
    flags = (1).to_bytes(4, "little")
    return importlib.util.MAGIC_NUMBER + flags + importlib.util.source_hash(source) + marshal.dumps(code)
