"""What stands in one document of `prompts/`, checked for what its schema alone cannot say."""

from collections.abc import Iterable
from typing import Literal

from jinja2 import TemplateSyntaxError, meta, nodes
from pydantic import Field

from chalicelib.adapters.files.prompt_source import Found
from chalicelib.adapters.files.yaml_file import YamlFile
from chalicelib.domain.brand import Brand, Language
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import Value
from chalicelib.draft import filling, task
from chalicelib.draft.heard import HEARD
from chalicelib.draft.prompts import ANY_DESK, Example, KnowledgeEntry, Protocol, SavedReply


class RepliesFile(Value):
    """One language's saved replies, as they stand in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    language: Language
    replies: tuple[SavedReply, ...] = Field(min_length=1)


class ExamplesFile(Value):
    """A brand's examples, as they stand in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    examples: tuple[Example, ...] = ()


class ProtocolsFile(Value):
    """A brand's protocols, as they stand in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    protocols: tuple[Protocol, ...] = ()


class KnowledgeFile(Value):
    """A brand's knowledge, as it stands in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    entries: tuple[KnowledgeEntry, ...] = ()


def replies_in(file: YamlFile, brand: Brand, language: str) -> tuple[SavedReply, ...]:
    """The saved replies of a file for this language. Raises BadInputError with file and line."""
    content = file.value(RepliesFile)
    if content.language != language:
        line = file.line_of(("language",))
        raise file.error(
            f"the language is {content.language!r}, but the file is named for {language!r}", line
        )
    _refuse_twice(file, "replies", "replies", (reply.id for reply in content.replies))
    for index, reply in enumerate(content.replies):
        place = ("replies", index)
        _refuse_unknown_desk(file, brand, f"reply {reply.id!r}", reply.desk, place)
        check_variables(file, (*place, "text"), reply.text, filling.VARIABLES)
    if all(filling.takes_up(reply.text) for reply in content.replies):
        heard = ", ".join(f"{{{one}}}" for one in HEARD)
        raise file.error(f"every reply takes up {heard}, which not every post names; write one that does not")
    return content.replies


def knowledge_in(file: YamlFile) -> tuple[KnowledgeEntry, ...]:
    """The entries of a file. Raises BadInputError with file and line."""
    entries = file.value(KnowledgeFile).entries
    _refuse_twice(file, "entries", "entries", (entry.id for entry in entries))
    for index, entry in enumerate(entries):
        if entry.valid_from and entry.valid_until and entry.valid_from > entry.valid_until:
            line = file.line_of(("entries", index, "valid_until"))
            raise file.error(f"entry {entry.id!r} ends before it begins", line)
    return entries


def protocols_in(file: YamlFile) -> tuple[Protocol, ...]:
    """The protocols of a file. Raises BadInputError with file and line."""
    protocols = file.value(ProtocolsFile).protocols
    _refuse_twice(file, "protocols", "protocols", (one.id for one in protocols))
    for index, protocol in enumerate(protocols):
        for language, text in protocol.say.items():
            place = ("protocols", index, "say", language)
            check_variables(file, place, text, filling.PROTOCOL_VARIABLES)
    return protocols


def examples_in(file: YamlFile, brand: Brand) -> tuple[Example, ...]:
    """The examples of a file. Raises BadInputError with file and line."""
    examples = file.value(ExamplesFile).examples
    _refuse_twice(file, "examples", "examples", (one.id for one in examples))
    for index, example in enumerate(examples):
        _refuse_unknown_desk(file, brand, f"example {example.id!r}", example.desk, ("examples", index))
    return examples


def _refuse_twice(file: YamlFile, key: str, what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for index, one in enumerate(ids):
        if one in seen:
            raise file.error(f"two {what} are called {one!r}; rename one", file.line_of((key, index, "id")))
        seen.add(one)


def _refuse_unknown_desk(
    file: YamlFile, brand: Brand, what: str, desk: str, place: tuple[int | str, ...]
) -> None:
    if desk not in (*brand.desks, ANY_DESK):
        desks = ", ".join((*brand.desks, ANY_DESK))
        line = file.line_of((*place, "desk"))
        raise file.error(f"{what} is for desk {desk!r}; the desks are {desks}", line)


def check_variables(file: YamlFile, place: tuple[int | str, ...], text: str, known: tuple[str, ...]) -> None:
    """Refuse a brace that opens or closes nothing, and a variable that is not known."""
    try:
        used = filling.variables_of(text)
    except ValueError as broken:
        raise file.error(
            f"a brace opens or closes nothing ({broken}); double it: {{{{", file.line_of(place)
        ) from None
    for name in used:
        if name not in known:
            allowed = ", ".join(f"{{{one}}}" for one in known)
            line = file.line_saying("{" + name, place)
            raise file.error(f"unknown variable {{{name}}}; those that may be used are {allowed}", line)


def task_in(found: Found, variables: frozenset[str] = task.VARIABLES) -> str:
    """The template of a task, which uses all of these variables. Raises BadInputError with file and line."""
    text, path = found.text, found.name
    try:
        tree = task.TEMPLATES.parse(text)
    except TemplateSyntaxError as broken:
        raise BadInputError(
            f"not a valid template: {broken.message}", file=path, line=broken.lineno
        ) from None
    except RecursionError:
        raise BadInputError("not a valid template: nested too deeply", file=path) from None
    used = meta.find_undeclared_variables(tree)
    if unknown := used - variables:
        line, name = min(
            (node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown
        )
        allowed = ", ".join(sorted(variables))
        raise BadInputError(
            f"unknown variable {name!r}; those that may be used are {allowed}", file=path, line=line
        )
    if missing := sorted(variables - used):
        last = text.rstrip().count("\n") + 1
        raise BadInputError(
            f"the variable {missing[0]!r} is missing; write {{{{ {missing[0]} }}}} where it belongs",
            file=path,
            line=last,
        )
    return text
