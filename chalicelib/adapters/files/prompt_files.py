"""Reads what a brand's people wrote for drafting, and refuses what no draft could use."""

from pathlib import Path

from chalicelib.adapters.files.prompt_parts import (
    check_variables,
    examples_in,
    knowledge_in,
    protocols_in,
    replies_in,
    task_in,
)
from chalicelib.adapters.files.prompt_source import Folder, Found, PromptSource
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from chalicelib.draft import change_task, filling, translate_task
from chalicelib.draft.prompts import (
    Example,
    KnowledgeEntry,
    NetworkVoice,
    Prompts,
    Protocol,
    SavedReply,
    Voice,
)

DEFAULT = "_default"
FURTHER = {"change": change_task.VARIABLES, "translate": translate_task.VARIABLES}


def read_prompts(source: Path | PromptSource, brand: Brand) -> Prompts:
    """The brand's prompts from the folder `prompts/`, or from another source of its documents.

    A brand without voices, saved replies in a language, or protocols has those of `_default`.
    Raises BadInputError with file and line: what `read_yaml` refuses, a desk without a voice, an unknown
    or a missing variable, a reply for no desk, an id given twice, no reply in the brand's first language.
    """
    return _Reading(Folder(source) if isinstance(source, Path) else source, brand).prompts()


class _Reading:
    """One reading, which notes the version of each document that it finds."""

    def __init__(self, source: PromptSource, brand: Brand) -> None:
        self._source = source
        self._brand = brand
        self._versions: dict[str, str] = {}

    def prompts(self) -> Prompts:
        brand = self._brand
        return Prompts(
            brand=brand,
            voices={desk: self._voice(desk) for desk in brand.desks},
            replies=self._all_replies(),
            knowledge=self._knowledge(),
            task=self._task(),
            networks=self._networks(),
            protocols=self._protocols(),
            examples=self._examples(),
            tasks=self._further_tasks(),
            versions=self._versions,
        )

    def _find(self, *paths: str) -> Found | None:
        """The first of these that there is."""
        for path in paths:
            if found := self._source.find(path):
                self._versions[path] = found.version
                return found
        return None

    def _needed(self, path: str) -> Found:
        if found := self._find(path):
            return found
        raise BadInputError("there is no such file", file=self._source.place(path))

    def _voice(self, desk: str) -> Voice:
        own, shared = f"voices/{self._brand.desks[desk].voice}.yaml", f"voices/{DEFAULT}.yaml"
        found = self._find(own)
        if found is None and self._source.has_folder(f"voices/{self._brand.brand}"):
            problem = f"desk {desk!r} has no voice; write this file, or name another voice"
            raise BadInputError(problem, file=self._source.place(own))
        found = found or self._needed(shared)
        file = found.yaml()
        voice = file.value(Voice)
        check_variables(file, ("sign_off",), voice.sign_off, filling.SIGN_OFF_VARIABLES)
        return voice

    def _all_replies(self) -> dict[str, tuple[SavedReply, ...]]:
        brand, replies = self._brand, {}
        for language in brand.languages:
            names = (f"saved_replies/{name}/{language}.yaml" for name in (brand.brand, DEFAULT))
            if found := self._find(*names):
                replies[language] = replies_in(found.yaml(), brand, language)
        if brand.languages[0] not in replies:
            place = self._source.place(f"saved_replies/{brand.brand}/{brand.languages[0]}.yaml")
            raise BadInputError("the brand's first language needs saved replies; write this file", file=place)
        return replies

    def _knowledge(self) -> tuple[KnowledgeEntry, ...]:
        found = self._find(f"knowledge/{self._brand.brand}.yaml")
        return knowledge_in(found.yaml()) if found else ()

    def _networks(self) -> dict[str, NetworkVoice]:
        networks = {account.network for account in self._brand.accounts}
        found = {network: self._find(f"networks/{network}.yaml") for network in sorted(networks)}
        return {network: one.yaml().value(NetworkVoice) for network, one in found.items() if one}

    def _protocols(self) -> tuple[Protocol, ...]:
        found = self._find(f"protocols/{self._brand.brand}.yaml", f"protocols/{DEFAULT}.yaml")
        return protocols_in(found.yaml()) if found else ()

    def _examples(self) -> tuple[Example, ...]:
        found = self._find(f"examples/{self._brand.brand}.yaml")
        return examples_in(found.yaml(), self._brand) if found else ()

    def _task(self) -> str:
        return task_in(self._needed("tasks/draft.md"))

    def _further_tasks(self) -> dict[str, str]:
        """Those that there are; their versions tell nothing about how a draft was made."""
        found = {name: self._source.find(f"tasks/{name}.md") for name in FURTHER}
        return {name: task_in(one, FURTHER[name]) for name, one in found.items() if one}
