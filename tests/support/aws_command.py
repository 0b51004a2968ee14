"""`aws …` as people type it, carried out by boto3: enough of AWS's own command line for the runbooks.

What it does not know it refuses: a service, an operation, an option or a value that AWS's command line would
not take either.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.model import OperationModel
from botocore.validate import validate_parameters

# The emulator does not have these: what they are asked is checked, and not carried out.
NOT_EMULATED = {"service-quotas"}
# Options of the command line itself. Those with a value take one word.
OF_ALL = {"--query", "--output", "--max-items", "--cli-binary-format"}
Client = Callable[[str], Any]


class CannotDoError(Exception):
    """AWS's command line would not take this either."""


def aws(words: list[str], client: Client) -> str:
    """Run `aws` with these words; what it prints. `client` makes a client of a service."""
    service, operation, *rest = words
    if service not in botocore.session.get_session().get_available_services():
        raise CannotDoError(f"aws: there is no service {service}")
    if operation == "wait":
        waiter = client(service).get_waiter(rest[0].replace("-", "_"))
        model = _operation(service, waiter.config.operation)
        waiter.wait(**_parameters(model, rest[1:])[0], WaiterConfig={"Delay": 1, "MaxAttempts": 20})
        return ""
    model = _operation(service, operation)
    parameters, options, files = _parameters(model, rest)
    if service in NOT_EMULATED:
        validate_parameters(parameters, model.input_shape)  # type: ignore[arg-type]  # it has one
        return ""
    answer = getattr(client(service), xform_name(model.name))(**parameters)
    answer.pop("ResponseMetadata")
    return _saved(model, answer, files) + _printed(answer, options)


def _operation(service: str, name: str) -> OperationModel:
    model = botocore.session.get_session().get_service_model(service)
    names = {xform_name(one, "-"): one for one in model.operation_names} | {
        one: one for one in model.operation_names
    }
    if name not in names:
        raise CannotDoError(f"aws {service}: there is no operation {name}")
    return model.operation_model(names[name])


def _parameters(model: OperationModel, words: list[str]) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """The operation's parameters, the command line's own options, and names of files to write to."""
    shape = model.input_shape
    members = {f"--{xform_name(name, '-')}": name for name in shape.members} if shape else {}
    parameters: dict[str, Any] = {}
    options: dict[str, str] = {}
    files: list[str] = []
    while words:
        word, *words = words
        if not word.startswith("--"):
            files.append(word)
            continue
        values = _until_the_next_option(words)
        if word in OF_ALL:
            options[word] = values[0]
            words = words[1:]
        elif word in members and shape:
            member = shape.members[members[word]]
            taken = len(values) if member.type_name == "list" else 0 if member.type_name == "boolean" else 1
            parameters[members[word]] = _value(member, values[:taken], word)
            words = words[taken:]
        else:
            raise CannotDoError(f"aws {model.name}: there is no option {word}")
    return parameters, options, files


def _until_the_next_option(words: list[str]) -> list[str]:
    ends = [number for number, word in enumerate(words) if word.startswith("--")]
    return words[: ends[0]] if ends else words


def _value(shape: Any, words: list[str], option: str) -> Any:
    kind = shape.type_name
    if kind == "boolean":
        return True
    if not words:
        raise CannotDoError(f"{option} needs a value")
    if words[0].startswith(("{", "[")) and kind in ("structure", "list", "map"):
        return json.loads(words[0])
    if kind == "list":
        return [_scalar(shape.member, word) for word in words]
    if kind == "structure":
        pairs = (pair.split("=", 1) for pair in words[0].split(","))
        return {name: _scalar(shape.members[name], value) for name, value in pairs}
    return _scalar(shape, words[0])


def _scalar(shape: Any, word: str) -> Any:
    kind = shape.type_name
    if kind == "boolean":
        return {"true": True, "false": False}[word]
    if kind in ("integer", "long"):
        return int(word)
    if kind in ("float", "double"):
        return float(word)
    if kind == "blob":
        return word.encode()
    return word


def _saved(model: OperationModel, answer: dict[str, Any], files: list[str]) -> str:
    """What streams goes to the file that is named last; here that is always the terminal."""
    streamed = model.get_streaming_output()
    if not streamed:
        if files:
            raise CannotDoError(f"aws {model.name}: what is {files[0]}?")
        return ""
    if files != ["/dev/stdout"]:
        raise CannotDoError(f"aws {model.name}: it needs one file to write to")
    members: dict[str, Any] = getattr(model.output_shape, "members", {})
    name = next(name for name, shape in members.items() if shape is streamed)
    text: str = answer.pop(name).read().decode()
    return text


def _printed(answer: dict[str, Any], options: dict[str, str]) -> str:
    found: Any = answer
    # Names and places in lists, of all that queries can say: `Rules[0].Name`.
    for step in re.findall(r"\w+", options.get("--query", "")):
        found = found[int(step) if step.isdigit() else step]
    if options.get("--output") == "text" and isinstance(found, str):
        return f"{found}\n"
    return json.dumps(found, indent=4, default=str) + "\n" if found else ""
