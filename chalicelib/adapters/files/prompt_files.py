"""Reads what a brand's people wrote for drafting, and refuses what no draft could use."""

from pathlib import Path
from typing import Literal

from jinja2 import TemplateSyntaxError, meta, nodes
from pydantic import Field

from chalicelib.adapters.files.yaml_file import YamlFile, read_text
from chalicelib.domain.brand import Brand, Language
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import Value
from chalicelib.draft import filling, task
from chalicelib.draft.prompts import ANY_DESK, KnowledgeEntry, Prompts, SavedReply, Voice

DEFAULT = "_default"


class RepliesFile(Value):
    """One language's saved replies, as they stand in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    language: Language
    replies: tuple[SavedReply, ...] = Field(min_length=1)


class KnowledgeFile(Value):
    """A brand's knowledge, as it stands in a file."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    entries: tuple[KnowledgeEntry, ...] = ()


def read_prompts(root: Path, brand: Brand) -> Prompts:
    """The brand's prompts from the folder `prompts/`.

    A brand without voices, or without saved replies in a language, speaks with those of `_default`.
    Raises BadInputError with file and line: what `read_yaml` refuses, a desk without a voice, an unknown
    or a missing variable, a reply for no desk, an id given twice, no reply in the brand's first language.
    """
    return Prompts(
        brand=brand,
        voices={desk: _voice(root / "voices", brand, desk) for desk in brand.desks},
        replies=_replies(root / "saved_replies", brand),
        knowledge=_knowledge(root / "knowledge" / f"{brand.brand}.yaml"),
        task=_task(root / "tasks" / "draft.md"),
    )


def _voice(folder: Path, brand: Brand, desk: str) -> Voice:
    path = folder / f"{brand.desks[desk].voice}.yaml"
    if not path.is_file():
        if (folder / brand.brand).is_dir():
            raise BadInputError(
                f"desk {desk!r} has no voice; write this file, or name another voice", file=str(path)
            )
        path = folder / f"{DEFAULT}.yaml"
    file = YamlFile(path)
    voice = file.value(Voice)
    _check_variables(file, ("sign_off",), voice.sign_off, filling.SIGN_OFF_VARIABLES)
    return voice


def _replies(folder: Path, brand: Brand) -> dict[str, tuple[SavedReply, ...]]:
    found = {}
    for language in brand.languages:
        paths = (folder / name / f"{language}.yaml" for name in (brand.brand, DEFAULT))
        path = next((path for path in paths if path.is_file()), None)
        if path:
            found[language] = _replies_in(path, brand, language)
    if brand.languages[0] not in found:
        path = folder / brand.brand / f"{brand.languages[0]}.yaml"
        raise BadInputError("the brand's first language needs saved replies; write this file", file=str(path))
    return found


def _replies_in(path: Path, brand: Brand, language: str) -> tuple[SavedReply, ...]:
    file = YamlFile(path)
    content = file.value(RepliesFile)
    if content.language != language:
        line = file.line_of(("language",))
        raise file.error(
            f"the language is {content.language!r}, but the file is named for {language!r}", line
        )
    seen: set[str] = set()
    for index, reply in enumerate(content.replies):
        place = ("replies", index)
        if reply.id in seen:
            raise file.error(f"two replies are called {reply.id!r}; rename one", file.line_of((*place, "id")))
        seen.add(reply.id)
        if reply.desk not in (*brand.desks, ANY_DESK):
            desks = ", ".join((*brand.desks, ANY_DESK))
            line = file.line_of((*place, "desk"))
            raise file.error(f"reply {reply.id!r} is for desk {reply.desk!r}; the desks are {desks}", line)
        _check_variables(file, (*place, "text"), reply.text, filling.VARIABLES)
    return content.replies


def _check_variables(file: YamlFile, place: tuple[int | str, ...], text: str, known: tuple[str, ...]) -> None:
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


def _knowledge(path: Path) -> tuple[KnowledgeEntry, ...]:
    if not path.is_file():
        return ()
    file = YamlFile(path)
    entries = file.value(KnowledgeFile).entries
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.id in seen:
            line = file.line_of(("entries", index, "id"))
            raise file.error(f"two entries are called {entry.id!r}; rename one", line)
        seen.add(entry.id)
    return entries


def _task(path: Path) -> str:
    text = read_text(path)
    try:
        tree = task.TEMPLATES.parse(text)
    except TemplateSyntaxError as broken:
        raise BadInputError(
            f"not a valid template: {broken.message}", file=str(path), line=broken.lineno
        ) from None
    used = meta.find_undeclared_variables(tree)
    if unknown := used - task.VARIABLES:
        line, name = min(
            (node.lineno, node.name) for node in tree.find_all(nodes.Name) if node.name in unknown
        )
        allowed = ", ".join(sorted(task.VARIABLES))
        raise BadInputError(
            f"unknown variable {name!r}; those that may be used are {allowed}", file=str(path), line=line
        )
    if missing := sorted(task.VARIABLES - used):
        last = text.rstrip().count("\n") + 1
        raise BadInputError(
            f"the variable {missing[0]!r} is missing; write {{{{ {missing[0]} }}}} where it belongs",
            file=str(path),
            line=last,
        )
    return text
