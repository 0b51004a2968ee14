"""Every key of the table, and nothing else.

A partition key begins with the brand and the entity: `B#<brand>#CASE#<id>`. Whatever stands between two `#`
is escaped, so no value, wherever it comes from, can spell another key.
"""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote
from zlib import crc32

from chalicelib.adapters.store_rules import escaped, hour_of, stamp
from chalicelib.domain.case import WorkKind
from chalicelib.domain.errors import BadInputError
from chalicelib.domain.state import State

QUEUE = "queue"
WORK = "work"
SHARDS = 4

CASE = "CASE"
EDIT = "EDIT"
POST = "POST"
STATE = "STATE"
PURSE = "PURSE"
CONTROL = "CONTROL"
ACCOUNT = "ACCOUNT"
CIRCUIT = "CIRCUIT"
PLACE = "PLACE"
EXEMPLARS = "EXEMPLARS"
LEARNT = "LEARNT"
GAP = "GAP"
HEADS = "HEADS"

# DynamoDB takes 2,048 bytes of partition key and 1,024 of sort key; no honest value comes near.
LONGEST_PART = 400


class Key(NamedTuple):
    """Where an item lies."""

    pk: str
    sk: str


def _part(*values: str) -> str:
    part = ":".join(escaped(value) for value in values)
    if len(part) > LONGEST_PART:
        raise BadInputError(f"{part[:60]}… is longer than a key may be; it cannot be a real id")
    return part


def case(brand: str, case_id: str) -> Key:
    """The case itself; its partition holds everything of the case but its posts."""
    return Key(f"B#{_part(brand)}#CASE#{_part(case_id)}", CASE)


def edit(brand: str, case_id: str) -> Key:
    """The wording that a person is working on."""
    return Key(case(brand, case_id).pk, EDIT)


def event(brand: str, case_id: str, version: int) -> Key:
    """The event that led to the case's version."""
    return Key(case(brand, case_id).pk, f"EVENT#{version:08d}")


def draft(brand: str, case_id: str, draft_id: str) -> Key:
    """One draft of a case."""
    return Key(case(brand, case_id).pk, f"DRAFT#{_part(draft_id)}")


def approval(brand: str, case_id: str, approval_id: str) -> Key:
    """One approval of a case."""
    return Key(case(brand, case_id).pk, f"APPROVAL#{_part(approval_id)}")


def attempt(brand: str, case_id: str, attempt_id: str) -> Key:
    """One attempt at publishing."""
    return Key(case(brand, case_id).pk, f"ATTEMPT#{_part(attempt_id)}")


def reply(brand: str, case_id: str, post_id: str) -> Key:
    """One reply that stands on the network."""
    return Key(case(brand, case_id).pk, f"REPLY#{_part(post_id)}")


def post(brand: str, ref: str) -> Key:
    """A post, by its ref (`x:123`)."""
    return Key(f"B#{_part(brand)}#POST#{_part(*ref.split(':', 1))}", POST)


def author(brand: str, network: str, author_id: str) -> Key:
    """Points an author at their case."""
    return Key(f"B#{_part(brand)}#AUTHOR#{_part(network, author_id)}", CASE)


def talk(brand: str, network: str, conversation_id: str, author_id: str) -> Key:
    """Points an author in one conversation at their case."""
    return Key(f"B#{_part(brand)}#TALK#{_part(network, conversation_id)}#{_part(author_id)}", CASE)


def mark(brand: str, month: str, place: str) -> Key:
    """A reviewer's mark, in the month of its place: that in which the post was written."""
    return Key(f"B#{_part(brand)}#MARKS#{month}", place)


def exemplars(brand: str) -> Key:
    """The posts chosen for the language model to go by: one item, so that there are never too many."""
    return Key(f"B#{_part(brand)}#EXEMPLARS", EXEMPLARS)


def documents(brand: str) -> Key:
    """The newest version of each document of `prompts/` that was changed in the console."""
    return Key(f"B#{_part(brand)}#VOICE", HEADS)


def document(brand: str, path: str, version: int) -> Key:
    """One version of one such document."""
    return Key(f"B#{_part(brand)}#VOICE#{_part(path)}", f"VERSION#{version:08d}")


def learnt(brand: str, desk: str, lang: str, place: str) -> Key:
    """A reply that a person approved, by when they did."""
    return Key(f"B#{_part(brand)}#LEARNT#{_part(desk)}#{_part(lang)}", place)


def reviewed(brand: str, month: str, place: str) -> Key:
    """A decision about a draft, in the month in which it was made."""
    return Key(f"B#{_part(brand)}#REVIEWED#{month}", place)


def gap(brand: str, place: str) -> Key:
    """Something that voice or knowledge lacked, by when it was found."""
    return Key(f"B#{_part(brand)}#GAPS", place)


def left_by(brand: str, ref: str, what: str, place: str) -> Key:
    """Points from a post to something that holds its words (`what`: `LEARNT` or `GAP`)."""
    return Key(post(brand, ref).pk, f"LEFT#{what}#{place}")


def search(brand: str, search_id: str) -> Key:
    """How far a search has listened."""
    return Key(f"B#{_part(brand)}#SEARCH#{_part(search_id)}", STATE)


def purse(brand: str, name: str) -> Key:
    """What remains of an allowance."""
    return Key(f"B#{_part(brand)}#PURSE#{_part(name)}", PURSE)


def switch() -> Key:
    """The one switch. It is the whole deployment's, so its partition names no brand."""
    return Key("D#SWITCH", CONTROL)


def account(handle: str) -> Key:
    """Whose keys an account's are. Keys are the whole deployment's, as the switch is."""
    return Key(f"D#ACCOUNT#{_part(handle.lower())}", ACCOUNT)


def circuit(endpoint: str) -> Key:
    """What is known of a model's endpoint that failed. The whole deployment asks the same ones."""
    return Key(f"D#CIRCUIT#{_part(endpoint)}", CIRCUIT)


def migration(schema: int) -> Key:
    """How far the walk that brings items to a schema has come."""
    return Key(f"D#MIGRATION#{schema}", PLACE)


def desk(brand: str, desk_id: str) -> Key:
    """Whether a desk is live, and on what grounds."""
    return Key(f"B#{_part(brand)}#DESK#{_part(desk_id)}", CONTROL)


def switch_event(version: int) -> Key:
    """The event that led to the switch's version."""
    return Key(switch().pk, f"EVENT#{version:08d}")


def desk_event(brand: str, desk_id: str, version: int) -> Key:
    """The event that led to the version of a desk's control."""
    return Key(desk(brand, desk_id).pk, f"EVENT#{version:08d}")


def bucket(brand: str, desk: str, state: State, hour: str) -> Key:
    """Says that the queue of this desk and state may hold cases due in this hour."""
    return Key(f"B#{_part(brand)}#BUCKETS#{_part(desk)}#{state}", hour)


def queue_partition(brand: str, desk: str, state: State, hour: str) -> str:
    """Index `queue`: the cases of a desk and state that are due within one hour."""
    return f"B#{_part(brand)}#Q#{_part(desk)}#{state}#{hour_of(hour)}"


def work_partition(brand: str, kind: WorkKind, shard: int) -> str:
    """Index `work`: a share of what a machine owes, by kind."""
    return f"B#{_part(brand)}#WORK#{kind}#{shard}"


def work_place(at: datetime, id: str) -> str:
    """Index `work`: by the moment from which the work is due."""
    return f"{stamp(at)}#{_part(id)}"


def work_up_to(now: datetime) -> str:
    """Greater than every place due by now, smaller than every later one (`$` follows `#`)."""
    return f"{stamp(now)}$"


def work_from(place: str) -> tuple[datetime, str]:
    """The moment and the id inside a place."""
    at, id = place.split("#", 1)
    return datetime.fromisoformat(at), unquote(id)


def shard_of(id: str) -> int:
    """The share of the work that this id belongs to."""
    return crc32(id.encode()) % SHARDS
