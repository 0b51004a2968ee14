"""Writes a SAM template out as plain CloudFormation, as AWS does: `translate.py SAM.json PLAIN.json`.

A script for the sandbox's environment, whose pydantic suits AWS's translator. Asks nothing of AWS.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform  # type: ignore[import-not-found]  # see above


class NoManagedPolicies:
    """Our roles name none of AWS's managed policies, so there is nothing to look up."""

    def load(self) -> dict[str, str]:
        """None."""
        return {}


def main() -> None:
    """Translate for a region of the ordinary partition."""
    os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"
    sam, plain = (Path(name) for name in sys.argv[1:])
    translated: dict[str, Any] = transform(json.loads(sam.read_text()), {}, NoManagedPolicies())
    plain.write_text(json.dumps(translated, indent=1))


if __name__ == "__main__":
    main()
