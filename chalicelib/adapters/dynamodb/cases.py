"""Reading cases by id, consistently."""

from collections.abc import Iterable

from chalicelib.adapters.dynamodb import keys, posts
from chalicelib.adapters.dynamodb.access import Table
from chalicelib.adapters.dynamodb.items import V, body
from chalicelib.adapters.dynamodb.wire import Item
from chalicelib.adapters.store_rules import assemble
from chalicelib.domain.approval import Approval
from chalicelib.domain.attempt import Attempt, Reply
from chalicelib.domain.case import Case
from chalicelib.domain.draft import Draft, Edit
from chalicelib.domain.errors import NotFoundError
from chalicelib.domain.event import Event
from chalicelib.domain.post import Post
from chalicelib.ports import Dossier


def get(table: Table, brand: str, case_id: str) -> Case:
    """The case as it is now. Raises NotFoundError."""
    item = table.get(keys.case(brand, case_id))
    if item is None:
        raise NotFoundError(f"no case {case_id} in brand {brand}")
    return body(Case, item)


def dossier(table: Table, brand: str, case_id: str) -> Dossier:
    """The case with everything kept about it. Raises NotFoundError."""
    items = list(table.query("pk = :pk", {":pk": keys.case(brand, case_id).pk}))
    cases = _parts(Case, keys.CASE, items)
    if not cases:
        raise NotFoundError(f"no case {case_id} in brand {brand}")
    return assemble(
        cases[0],
        posts=posts.get_many(table, brand, cases[0].posts),
        drafts=_parts(Draft, "DRAFT", items),
        edit=next(iter(_parts(Edit, keys.EDIT, items)), None),
        approvals=_parts(Approval, "APPROVAL", items),
        attempts=_parts(Attempt, "ATTEMPT", items),
        replies=_parts(Reply, "REPLY", items),
        events=_parts(Event, "EVENT", items),
    )


def _parts(kind: type[V], name: str, items: Iterable[Item]) -> list[V]:
    return [body(kind, item) for item in items if str(item["sk"]).split("#", 1)[0] == name]


def members(table: Table, brand: str, post: Post) -> tuple[str | None, str | None]:
    """The ids of the cases of (this author in this conversation, this author)."""
    talk = keys.talk(brand, post.network, post.conversation_id, post.author.id)
    author = keys.author(brand, post.network, post.author.id)
    pointers = {item["pk"]: str(item["case_id"]) for item in table.get_many([talk, author])}
    return pointers.get(talk.pk), pointers.get(author.pk)
