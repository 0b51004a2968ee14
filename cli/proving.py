"""Each connected model, proven with one call."""

from typing import Any

from chalicelib.domain.credentials import ModelSecret, Provider
from cli.connected import OPENAI


def proofs(kept: ModelSecret, seconds: float) -> list[dict[str, Any]]:
    """What each model is for, where it is, whether it works and what is to be said of it; never a key."""
    models = [("drafts", kept.main), *((("triage", kept.triage),) if kept.triage else ())]
    return [
        _proof(task, one, seconds) for task, one in [*models, *(("fallback", one) for one in kept.fallbacks)]
    ]


def in_words(proof: dict[str, Any]) -> str:
    """The same for people, as a line of a checklist."""
    mark = "x" if proof["works"] else " "
    return f"  [{mark}] {proof['for']}: {proof['name']} at {proof['url']}: {proof['says']}"


def _proof(task: str, model: Provider, seconds: float) -> dict[str, Any]:
    from chalicelib.adapters.openai.proof import prove

    proven = prove(model, seconds)
    where = {"for": task, "name": model.name, "url": model.url or OPENAI}
    return {**where, "works": proven.works, "says": proven.says}
