"""Which table a deployed stage uses: its own, or one that was restored and took its place."""

from typing import Any

from chalicelib.adapters.dynamodb.errors import translated

PARAMETER = "RestoredTable"


def restored_table(client: Any, stage: str) -> str | None:
    """The restored table in the place of the stage's own, as its stack says; None for its own, or where no
    stack is. `client` is one of CloudFormation. Raises EarshotError when the stack cannot be read."""
    name = f"earshot-{stage}"
    with translated(f"reading stack {name}"):
        try:
            (stack,) = client.describe_stacks(StackName=name)["Stacks"]
        except client.exceptions.ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
    given = {one["ParameterKey"]: one["ParameterValue"] for one in stack.get("Parameters", [])}
    return given.get(PARAMETER) or None
