"""Checks requests and answers against X's OpenAPI document (3.0), more strictly than it asks for.

Every field of an answer has to be one that the document knows, so that a misspelt name cannot pass.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator, FormatChecker

from tests.support.recording_proxy import Exchange

FILE = "x-openapi-2.166.json"

Json = dict[str, Any]

POST_NAMES = {
    "note_post": "note_tweet",
    "referenced_posts": "referenced_tweets",
    "edit_history_post_ids": "edit_history_tweet_ids",
    "posts": "tweets",
}
"""Exception: names that came with spec 2.167. They are checked as what 2.166 calls them."""

UNLISTED_PROBLEMS = (
    "https://api.twitter.com/2/problems/credits",
    "https://api.x.com/2/problems/credits-depleted",
)
"""Exception: the 402 answers that X was seen to give since it sells credits; 2.166 knows no such problem."""

RECEIPT_EXTRA = "edit_history_tweet_ids"
"""Exception: X's answer to a new post carries it, which the document leaves out."""

formats = FormatChecker(())


@formats.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value) and _parsed(value)
    )


@formats.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme)


def _parsed(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False


class OpenApi:
    """The document. Problems come as lines, each with its place; none means valid."""

    def __init__(self, folder: Path) -> None:
        self._document: Json = json.loads((folder / FILE).read_text())

    def problems(self, exchange: Exchange) -> list[str]:
        """What is wrong with a request, and with its answer."""
        path = urlsplit(exchange.target).path
        found = self._operation(exchange.method, path)
        if found is None:
            return [f"{exchange.method} {path}: X has no such endpoint"]
        operation, in_path = found
        lines = [*self._request(operation, exchange, in_path), *self._answer(operation, exchange)]
        return [f"{exchange.method} {path}: {line}" for line in lines]

    def _operation(self, method: str, path: str) -> tuple[Json, dict[str, str]] | None:
        """The operation and its path's parameters; a literal path goes before a template."""
        for template in sorted(self._document["paths"], key=lambda template: template.count("{")):
            pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
            match = re.fullmatch(pattern, path)
            operation = self._document["paths"][template].get(method.lower())
            if match and operation:
                return operation, match.groupdict()
        return None

    # --- requests --------------------------------------------------------------------------------

    def _request(self, operation: Json, exchange: Exchange, in_path: Mapping[str, str]) -> Iterator[str]:
        query = parse_qs(urlsplit(exchange.target).query, keep_blank_values=True)
        known = {one["name"]: one for one in map(self._resolved, operation.get("parameters", []))}
        for name in query.keys() - known.keys():
            yield f"parameter {name}: X has none of that name"
        for name, parameter in known.items():
            values = query.get(name, []) if parameter["in"] == "query" else [in_path[name]]
            if parameter.get("required") and not values:
                yield f"parameter {name}: missing"
            for value in values:
                yield from self._against(
                    parameter["schema"], self._typed(parameter, value), f"parameter {name}"
                )
        yield from self._request_body(operation, exchange)
        yield from _key_problems(operation, exchange)

    def _request_body(self, operation: Json, exchange: Exchange) -> Iterator[str]:
        schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        if schema and exchange.headers.get("content-type") != "application/json":
            yield "body: is not sent as JSON"
        elif schema:
            yield from self._against(schema, json.loads(exchange.body), "body")
        elif exchange.body:
            yield "body: X expects none"

    def _typed(self, parameter: Json, text: str) -> object:
        """The text as the type that its schema has; a number that is none stays text, and fails."""
        schema = self._resolved(parameter["schema"])
        if schema.get("type") == "array":
            return text.split(",")
        return int(text) if schema.get("type") == "integer" and re.fullmatch(r"-?\d+", text) else text

    # --- answers ---------------------------------------------------------------------------------

    def _answer(self, operation: Json, exchange: Exchange) -> Iterator[str]:
        responses = operation["responses"]
        told = responses.get(str(exchange.status), responses["default"] if exchange.status >= 400 else {})
        content = told.get("content", {}).get(exchange.answer_type)
        if content is None:
            yield f"{exchange.status} as {exchange.answer_type}: X does not answer so"
            return
        try:
            body = json.loads(exchange.answer)
        except ValueError:
            yield f"{exchange.status}: not JSON"
            return
        body = _without_exceptions(exchange, _old_names(body))
        yield from self._against(content["schema"], body, f"{exchange.status}")

    # --- schemas ---------------------------------------------------------------------------------

    def _against(self, schema: Json, value: object, place: str) -> Iterator[str]:
        validator = Draft202012Validator(self._closed(schema), format_checker=formats)
        for error in validator.iter_errors(value):
            yield f"{place}{error.json_path.removeprefix('$')}: {error.message[:300]}"

    def _resolved(self, node: Json) -> Json:
        reference = node.get("$ref")
        if reference is None:
            return node
        target: Any = self._document
        for name in reference.removeprefix("#/").split("/"):
            target = target[name]
        return self._resolved(target)

    def _closed(self, node: Json) -> Json:
        """The schema without references, and closed to fields that it does not name."""
        schema = self._open(node)
        if "properties" in schema or "allOf" in schema:
            schema.setdefault("unevaluatedProperties", False)
        return schema

    def _open(self, node: Json) -> Json:
        """The same, but not closed itself: what is one of several in an allOf describes only a part."""
        node = self._resolved(node)
        schema = {name: node[name] for name in node.keys() & _COPIED}
        if "properties" in node:
            schema["properties"] = {name: self._closed(one) for name, one in node["properties"].items()}
        if "items" in node:
            schema["items"] = self._closed(node["items"])
        if isinstance(node.get("additionalProperties"), dict):
            schema["additionalProperties"] = self._closed(node["additionalProperties"])
        for union in node.keys() & {"oneOf", "anyOf"}:
            schema[union] = [self._closed(one) for one in node[union]]
        parts = [self._open(one) for one in node.get("allOf", [])]
        if "discriminator" in node:
            parts += self._kinds(node)
            schema["properties"]["type"] = {"enum": list(node["discriminator"]["mapping"])}
        return schema | {"allOf": parts} if parts else schema

    def _kinds(self, node: Json) -> list[Json]:
        """What each kind of a discriminated schema (X's Problem) has beyond the common fields."""
        kinds = []
        for name, reference in node["discriminator"]["mapping"].items():
            own = [part for part in self._resolved({"$ref": reference})["allOf"] if "$ref" not in part]
            if own:
                test = {"properties": {"type": {"const": name}}, "required": ["type"]}
                kinds.append({"if": test, "then": {"allOf": [self._open(part) for part in own]}})
        return kinds


_COPIED = {
    "type", "enum", "required", "pattern", "format", "minimum", "maximum", "minLength", "maxLength",
    "minItems", "maxItems", "uniqueItems",
}  # fmt: skip


def _without_exceptions(exchange: Exchange, body: Any) -> Any:
    """The body as the document has it, where X is known to answer otherwise."""
    if exchange.status == 402 and body.get("type") in UNLISTED_PROBLEMS:
        return {name: body[name] for name in ("type", "title", "detail")} | {"type": "about:blank"}
    if exchange.status == 201 and RECEIPT_EXTRA in body["data"]:
        return body | {"data": {name: body["data"][name] for name in body["data"].keys() - {RECEIPT_EXTRA}}}
    return body


def _old_names(value: object) -> object:
    if isinstance(value, dict):
        return {POST_NAMES.get(name, name): _old_names(inner) for name, inner in value.items()}
    return [_old_names(inner) for inner in value] if isinstance(value, list) else value


def _key_problems(operation: Json, exchange: Exchange) -> Iterator[str]:
    """Whether X takes this kind of key for the operation."""
    schemes = {"bearer": "BearerToken", "oauth": "UserToken"}
    sent = schemes.get(exchange.headers.get("authorization", "").partition(" ")[0].lower())
    if not any(sent in one for one in operation.get("security", [])):
        yield f"keys: X does not take {sent or 'none'} here"
