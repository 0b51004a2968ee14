"""The networks' rules as they are shipped."""

from pathlib import Path

from chalicelib.adapters.files.yaml_file import read_yaml
from chalicelib.policy.engine import Rules

RULES = Path(__file__).parents[2] / "policy" / "rules"


def read_rules(network: str = "x") -> Rules:
    """A network's rules. Raises BadInputError when the file is wrong."""
    return read_yaml(RULES / f"{network}.yaml", Rules)
