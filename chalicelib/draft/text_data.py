"""Text that is data to a model, between marks that no text can write."""

import json


def between(mark: str, data: object) -> str:
    """`<<<MARK`, the data as JSON, `MARK>>>`."""
    written = json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace(">", "\\u003e")
    return f"<<<{mark}\n{written}\n{mark}>>>"
