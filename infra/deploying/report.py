"""What is said when it is done."""

from collections.abc import Iterable

from infra.deploying.execute import Executor
from infra.deploying.names import Names
from infra.deploying.permissions import by_service, of_types
from infra.deploying.releases import Release
from infra.deploying.template import Template, types


def deployed(names: Names, executor: Executor, seconds: float) -> str:
    """Where it is, how to get in, and what comes next."""
    stage = names.stage
    if not executor.changed:
        return f"Earshot {stage} is up to date in {names.region}: nothing to change."
    return f"""
Earshot {stage} is up in {names.region}, after {seconds:.0f} s.

  Console      {executor.outputs()["EndpointURL"]}
  Admin token  in the secret {names.secret("console")}; `make admin-token STAGE={stage}` prints it

A new deployment observes: it listens and drafts, and nothing leaves. Next:

  .venv/bin/earshot connect x --stage {stage}       keys to X, into the secret {names.secret("x")}
  .venv/bin/earshot connect model --stage {stage}   a model to draft with, if you want one
  .venv/bin/earshot check --stage {stage}           what is still missing before a desk may go live
  .venv/bin/earshot stop --stage {stage}            stops everything that leaves, at any time
"""


def permissions(called: Iterable[str], template: Template) -> str:
    """The permissions that this deployment needed."""
    needed = by_service({*called, *of_types(types(template))} - {"sts:GetCallerIdentity"})
    lines = [f"  {service}: {', '.join(actions)}" for service, actions in needed.items()]
    return "\n".join(
        [
            "It needed these permissions (docs/deployer-policy.json scopes them to Earshot's resources):",
            *lines,
        ]
    )


def rolled_back(names: Names, to: Release | None, executor: Executor, seconds: float) -> str:
    """What is up now."""
    number = to.number if to else 0
    return (
        f"Earshot {names.stage} is back at release {number}, after {seconds:.0f} s. Parameters stayed as they"
        " are. `make deploy` goes forward again."
    )


def what_goes(names: Names, *, with_data: bool) -> str:
    """What a destruction takes away."""
    data = (
        f"The table {names.table} with every case, and the secrets, go too, for good."
        if with_data
        else f"The table {names.table} and the secrets stay (TABLE=delete takes them, too)."
    )
    return f"This takes away Earshot {names.stage} in {names.region}, account {names.account}. {data}"


def destroyed(names: Names, *, with_data: bool) -> str:
    """What is left."""
    if with_data:
        return f"Earshot {names.stage} is gone. AWS keeps its own last backup of the table for 35 days."
    return (
        f"Earshot {names.stage} is gone but for its table and secrets, which cost little and which the next "
        f"`make deploy STAGE={names.stage}` takes in again. Wait a minute before that: SQS lets nobody use a "
        "queue's name again sooner."
    )
