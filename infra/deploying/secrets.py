"""The stage's secrets. The deployer makes them, not the stack: no update, rollback or removal of a stack can
then touch a key that somebody has put there. The template names them in its roles and declares none."""

import json
import secrets
from typing import Any

from infra.deploying.errors import told
from infra.deploying.names import Names

TOKEN_BYTES = 32


def missing(client: Any, names: Names) -> tuple[str, ...]:
    """Those of the stage's secrets that are not there. Raises DeployError."""
    found = set()
    with told("reading which secrets there are"):
        for name in names.secrets:
            try:
                found.add(client.describe_secret(SecretId=name)["Name"])
            except client.exceptions.ResourceNotFoundException:
                continue
    return tuple(name for name in names.secrets if name not in found)


def make(client: Any, name: str) -> None:
    """Make one with what it holds before anybody has connected anything. Raises DeployError."""
    with told(f"making the secret {name}"):
        client.create_secret(Name=name, Description=DESCRIPTIONS[_kind(name)], SecretString=first_value(name))


def delete(client: Any, name: str) -> None:
    """Delete one for good; one that is gone already is fine. Raises DeployError."""
    with told(f"deleting the secret {name}"):
        try:
            client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        except client.exceptions.ResourceNotFoundException:
            return


def admin_token(client: Any, names: Names) -> str:
    """The token that an admin signs in with. Raises DeployError."""
    with told(f"reading the secret {names.secret('console')}"):
        value = client.get_secret_value(SecretId=names.secret("console"))["SecretString"]
    return str(json.loads(value)["admin_token"])


DESCRIPTIONS = {
    "x": "Keys to X; `earshot connect x` writes them.",
    "model": "The key to a model; `earshot connect model` writes it.",
    "console": "What signs the console's sessions, and the token that an admin signs in with.",
}


def first_value(name: str) -> str:
    """What a secret holds when it is new, as JSON."""
    values: dict[str, dict[str, Any]] = {
        "x": {"bearer": None, "accounts": {}},
        "model": {},
        "console": {
            "session_secret": secrets.token_urlsafe(TOKEN_BYTES),
            "admin_token": secrets.token_urlsafe(TOKEN_BYTES),
        },
    }
    return json.dumps(values[_kind(name)])


def _kind(name: str) -> str:
    return name.rsplit("/", 1)[-1]
