"""What is connected, without a key."""

from typing import Any

from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.domain.credentials import ModelSecret, Provider, XSecret
from chalicelib.ports import Secrets

OPENAI = "https://api.openai.com/v1"
KEPT = "Every function uses it within 60 seconds."


def connected(secrets: Secrets) -> dict[str, Any]:
    """Accounts, model and when each secret last changed (ISO 8601, UTC)."""
    keyring = Keyring(secrets)
    x, model = keyring.x(), keyring.model()
    return {
        "accounts": sorted(x.accounts),
        "bearer": x.bearer is not None,
        "accounts_changed_at": _changed_at(secrets, XSecret.NAME) if x.accounts or x.bearer else None,
        "model": model.name if model else None,
        "url": (model.url or OPENAI) if model else None,
        "region": model.region if model else None,
        "triage": _shown(model.triage) if model and model.triage else None,
        "fallbacks": [_shown(one) for one in model.fallbacks] if model else [],
        "model_changed_at": _changed_at(secrets, ModelSecret.NAME) if model else None,
    }


def in_words(found: dict[str, Any]) -> str:
    """The same for people."""
    accounts = ", ".join(f"@{handle}" for handle in found["accounts"]) or "no account"
    bearer = "with a bearer token for searches" if found["bearer"] else "without a bearer token"
    lines = [f"X: {accounts}, {bearer}{_since(found['accounts_changed_at'])}"]
    if found["model"]:
        lines.append(f"Model: {_at(found)}{_since(found['model_changed_at'])}")
        if found["triage"]:
            lines.append(f"Second opinions: {_at(found['triage'])}")
        lines += [f"Fallback {place}: {_at(one)}" for place, one in enumerate(found["fallbacks"], 1)]
    else:
        lines.append("Model: none; drafts are written offline from saved replies")
    return "\n".join(lines)


def _shown(one: Provider) -> dict[str, Any]:
    return {"model": one.name, "url": one.url or OPENAI, "region": one.region}


def _at(found: dict[str, Any]) -> str:
    return f"{found['model']} at {found['url']}, in {found['region'] or 'a region that nobody named'}"


def _changed_at(secrets: Secrets, name: str) -> str | None:
    kept = secrets.get(name)
    return kept.changed_at.isoformat(timespec="seconds") if kept else None


def _since(moment: str | None) -> str:
    return f"; changed {moment}" if moment else ""
