"""The packaged template as plain CloudFormation, written out by AWS's own translator."""

import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from infra.deploying.template import with_code
from infra.packaging.places import ROOT
from sandbox.emulator import ENVIRONMENT

TRANSLATE = ROOT / "infra" / "packaging" / "translate.py"


@cache
def translated(sam: Path, folder: Path) -> Path:
    """Translate the template at `sam`; the result is a file in `folder`."""
    deployed = with_code(json.loads(sam.read_text()), "a-bucket", "zips/a.zip")
    given, plain = folder / "deployed.json", folder / "plain.json"
    given.write_text(json.dumps(deployed))
    run_in_sandbox("python", str(TRANSLATE), str(given), str(plain))
    return plain


def run_in_sandbox(program: str, *arguments: str) -> str:
    """What a program of the sandbox's environment printed. Fails when it fails."""
    done = subprocess.run(
        [str(ENVIRONMENT / "bin" / program), *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
    return done.stdout


def resources(template: Path, kind: str) -> dict[str, Any]:
    """The properties of the resources of one type, by their logical ids."""
    found = json.loads(template.read_text())["Resources"]
    return {name: one["Properties"] for name, one in found.items() if one["Type"] == kind}
