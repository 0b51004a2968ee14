"""Voice tests as they stand in files."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.adapters.files.yaml_file import YamlFile
from chalicelib.domain.brand import Brand, Handle, Language, Slug
from chalicelib.domain.draft import Origin
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.value import Value
from chalicelib.domain.verdict import Intent, Risk
from chalicelib.draft.prompts import KnowledgeEntry

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]


class Person(Value):
    """Who wrote the post, made up."""

    name: str = ""
    handle: Handle = "somebody"


class Must(Value):
    """What holds of the draft. `language` is by default the post's; `gap`: that nothing answers is noted."""

    language: Language | None = None
    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    origin: Origin | None = None
    gap: bool | None = None


class MustNot(Value):
    """Phrases none of which is in the draft; `*` stands for any ending."""

    any: tuple[str, ...] = ()


class VoiceCase(Value):
    """One case. `model` is what a scripted model writes; without it only the offline drafter is tried.

    `earlier` and `replied` are the person's posts before and our replies to them, oldest first; `knowledge`
    is there for this case alone; `rubric` is for a judging model.
    """

    id: Name
    about: str
    desk: Slug
    intent: Intent
    lang: Language
    risk: tuple[Risk, ...] = ()
    author: Person = Person()
    post: str = Field(min_length=1)
    earlier: tuple[str, ...] = ()
    replied: tuple[str, ...] = ()
    knowledge: tuple[KnowledgeEntry, ...] = ()
    model: str | None = None
    must: Must = Must()
    must_not: MustNot = MustNot()
    rubric: str = ""


class VoiceFile(Value):
    """A file of cases."""

    schema_: Literal[1] = Field(alias="schema")
    version: int
    cases: tuple[VoiceCase, ...] = Field(min_length=1)


def read_cases(prompts: Path, brand: Brand) -> dict[str, tuple[VoiceCase, ...]]:
    """The brand's cases by group, which is the name of their file.

    Raises BadInputError with file and line for what does not fit, a desk that the brand has not, or a name
    given twice.
    """
    folder = prompts / "voice_tests" / brand.brand
    groups = {path.stem: _read(path, brand) for path in sorted(folder.glob("*.yaml"))}
    if not groups:
        raise BadInputError("there are no voice tests; write a file such as everyday.yaml", file=str(folder))
    seen: set[str] = set()
    for group, cases in groups.items():
        for case in cases:
            if case.id in seen:
                raise BadInputError(
                    f"two cases are called {case.id!r}; rename one", file=str(folder / f"{group}.yaml")
                )
            seen.add(case.id)
    return groups


def _read(path: Path, brand: Brand) -> tuple[VoiceCase, ...]:
    file = YamlFile(path)
    cases = file.value(VoiceFile).cases
    for index, case in enumerate(cases):
        if case.desk not in brand.desks:
            line = file.line_of(("cases", index, "desk"))
            raise file.error(f"there is no desk {case.desk!r}; the desks are {', '.join(brand.desks)}", line)
    return cases
