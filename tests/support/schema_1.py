"""Items as the first release wrote them, before purses kept their allowance. What they say is made up."""

import json
from typing import Any

from chalicelib.adapters.dynamodb.wire import Item, to_wire
from tests.support.values import BRAND

NOW, DUE = "2026-03-02T09:00:00Z", "2026-03-02T11:00:00.000000+00:00"
AUTHOR = {"id": "9001", "handle": "person1", "name": "Person 1", "avatar_url": ""}
TEXT = "My @TarnhollowHelp tent leaks after one night."


def a_case(case_id: str = "case-1", **changes: Any) -> Item:
    """A case with a draft before people: state `waiting`, version 3."""
    body = {
        "id": case_id, "brand": BRAND, "desk": "support", "network": "x", "state": "waiting", "version": 3,
        "conversation_version": 1, "author": AUTHOR, "posts": ["x:1001"], "conversations": ["1001"],
        "parent": "x:1001", "parent_version": "1001.d3e04f0b8ab834a8", "excerpt": TEXT,
        "verdict": {
            "intent": "complaint", "needs_reply": True, "sentiment": "negative", "urgency": 0.5, "lang": "en",
            "score": {"complaint": 1.0}, "risk": [], "why": ["made up for a test"],
        },
        "ruling": {
            "lane": "api", "account": "TarnhollowHelp", "rule_id": "x-reply-1", "rule": "made up for a test",
            "source": "https://example.org/rules", "since": "2026-02-23", "rules_version": "2026-02-23",
        },
        "since": NOW, "first_post_at": NOW, "last_post_at": NOW, "due_at": "2026-03-02T11:00:00Z",
        "after_reply": None, "changed_at": NOW, "draft_id": "draft-1", "drafted_version": 1, "drafts": 1,
        "approval_id": None, "attempt_id": None, "not_before": None, "notice": "", "api_refused_for": None,
        "claimed_by": None, "claimed_until": None,
    }  # fmt: skip
    return {
        **_item(f"B#{BRAND}#CASE#{case_id}", "CASE"), "body": json.dumps(body | changes), "version": 3,
        "state": "waiting", "case_id": case_id,
        "queue_pk": f"B#{BRAND}#Q#support#waiting#2026-03-02T11", "queue_sk": f"{DUE}#{case_id}",
    }  # fmt: skip


def an_hour() -> Item:
    """Says that cases wait in the hour of those above."""
    return {**_item(f"B#{BRAND}#BUCKETS#support#waiting", "2026-03-02T11"), "touched_at": DUE}


def a_draft(case_id: str = "case-1") -> Item:
    """The draft of such a case."""
    body = {
        "id": "draft-1", "text": "We are sorry. Please send us a photo.", "lang": "en", "origin": "offline",
        "sources": ["saved reply: sorry"], "checks": [{"name": "length", "passed": True, "passage": ""}],
        "note": "made offline", "conversation_version": 1, "rules_version": "2026-02-23", "made_at": NOW,
    }  # fmt: skip
    return {**_item(f"B#{BRAND}#CASE#{case_id}", "DRAFT#draft-1"), "body": json.dumps(body)}


def an_event(case_id: str = "case-1") -> Item:
    """The first event of such a case."""
    body = {
        "case_id": case_id, "version": 1, "at": NOW, "who": "triage", "what": "found", "from_state": None,
        "to_state": "found", "why": "a post was heard", "facts": {},
    }  # fmt: skip
    return {
        **_item(f"B#{BRAND}#CASE#{case_id}", "EVENT#00000001"),
        "body": json.dumps(body),
        "made_by": "f" * 64,
    }


def a_post(number: str = "1001") -> Item:
    """A post that owes its triage."""
    body: dict[str, Any] = {
        "network": "x", "id": number, "author": AUTHOR, "text": TEXT, "created_at": NOW, "lang": "en",
        "conversation_id": number, "in_reply_to": None, "mentions": ["tarnhollowhelp"], "quotes_handle": None,
        "edit_id": number, "found_by": None,
    }  # fmt: skip
    return {
        **_item(f"B#{BRAND}#POST#x:{number}", "POST"), "body": json.dumps(body), "page": "mentions:0",
        "work_pk": f"B#{BRAND}#WORK#triage#1", "work_sk": f"2026-03-02T09:00:00.000000+00:00#x%3A{number}",
    }  # fmt: skip


def an_author() -> Item:
    """Points the author at the case."""
    return {
        **_item(f"B#{BRAND}#AUTHOR#x:9001", "CASE"),
        "case_id": "case-1",
        "at": "2026-03-02T09:00:00.000000+00:00",
    }


def a_purse(name: str = "reads", remaining: int = 40) -> Item:
    """What is left of an allowance which it does not tell."""
    return {**_item(f"B#{BRAND}#PURSE#{name}", "PURSE"), "remaining": remaining}


def a_search(name: str = "mentions") -> Item:
    """A search that nobody leases, without `heard_since`."""
    body: dict[str, Any] = {
        "search": name, "cursor": "1000", "cursor_time": NOW, "heard_until": NOW, "run": None, "again": None,
        "pages": 7, "stored": 12, "next_run_at": "2026-03-02T09:01:00Z", "wait_until": None, "gaps": [],
        "problem": "",
    }  # fmt: skip
    return {
        **_item(f"B#{BRAND}#SEARCH#{name}", "STATE"),
        "body": json.dumps(body),
        "saved_by": "an older worker",
    }


def everything() -> list[Item]:
    """One of each kind."""
    return [
        a_case(), an_hour(), a_draft(), an_event(), a_post(), an_author(), a_purse(), a_search(),
    ]  # fmt: skip


def put(client: Any, table_name: str, items: list[Item]) -> None:
    """Write them into the table as they are."""
    for item in items:
        client.put_item(TableName=table_name, Item=to_wire(item))


def _item(pk: str, sk: str) -> Item:
    return {"pk": pk, "sk": sk, "schema_version": 1}
