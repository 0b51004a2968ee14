"""What any keeper of the console's documents does."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from chalicelib.adapters.dynamodb import DynamoDocuments
from chalicelib.adapters.dynamodb.client import dynamodb_client
from chalicelib.adapters.memory import MemoryDocuments
from chalicelib.domain.document import Document
from chalicelib.domain.errors import ConflictError, NotFoundError, StoreUnavailableError
from chalicelib.ports import Documents
from sandbox.emulator import REGION, Emulator
from tests.support.lossy import lossy_way
from tests.support.values import BRAND, NOW

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

VOICE, TASK = "voices/tarnhollow/support.yaml", "tasks/draft.md"


@pytest.fixture(params=["memory", "dynamodb"])
def documents(request: pytest.FixtureRequest) -> Documents:
    """Nothing changed yet: the twin, and the real one on the emulator."""
    if request.param == "memory":
        return MemoryDocuments()
    return DynamoDocuments(request.getfixturevalue("table_name"), request.getfixturevalue("dynamodb"))


def version(number: int, text: str = "", path: str = VOICE, brand: str = BRAND) -> Document:
    text = text or f"tone: number {number}\n"
    return Document(brand=brand, path=path, version=number, text=text, by="ana", at=NOW, note="a test")


def test_nothing_was_changed_at_first(documents: Documents) -> None:
    assert documents.heads(BRAND) == {}
    assert documents.document_history(BRAND, VOICE) == ()
    with pytest.raises(NotFoundError):
        documents.document(BRAND, VOICE, 1)


def test_every_version_is_kept_whole_and_told_newest_first(documents: Documents) -> None:
    greek = version(2, "tone: Ζεστά και απλά 🙂\n").model_copy(update={"replaces": "r", "file": "f"})
    for one in (version(1), greek, version(3), version(1, path=TASK)):
        documents.save_document(one)
    assert documents.heads(BRAND) == {VOICE: 3, TASK: 1}
    assert documents.document(BRAND, VOICE, 2) == greek
    assert documents.document_history(BRAND, VOICE) == (version(3), greek, version(1))
    assert documents.document_history(BRAND, VOICE, limit=1) == (version(3),)


def test_brands_are_apart(documents: Documents) -> None:
    documents.save_document(version(1))
    assert documents.heads("other") == {}
    documents.save_document(version(1, "tone: another\n", brand="other"))
    assert documents.document(BRAND, VOICE, 1) == version(1)


@pytest.mark.parametrize("number", [1, 3])
def test_a_version_that_does_not_follow_the_newest_changes_nothing(documents: Documents, number: int) -> None:
    documents.save_document(version(1))
    with pytest.raises(ConflictError):
        documents.save_document(version(number, "tone: mine\n"))
    assert documents.heads(BRAND) == {VOICE: 1}
    assert documents.document_history(BRAND, VOICE) == (version(1),)


def test_the_same_version_again_is_no_second_one_even_when_others_followed(documents: Documents) -> None:
    for one in (version(1), version(1), version(2), version(1)):
        documents.save_document(one)
    assert documents.heads(BRAND) == {VOICE: 2}
    assert documents.document_history(BRAND, VOICE) == (version(2), version(1))


def at_once(number: int, do: Callable[[int], None]) -> list[int]:
    """Who of so many threads came through."""
    first: list[int] = []

    def run(who: int) -> None:
        try:
            do(who)
        except ConflictError:
            return
        first.append(who)

    threads = [threading.Thread(target=run, args=(who,)) for who in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return first


def test_of_many_who_save_one_document_at_once_one_does(documents: Documents) -> None:
    (first,) = at_once(6, lambda who: documents.save_document(version(1, f"tone: of {who}\n")))
    assert documents.document(BRAND, VOICE, 1).text == f"tone: of {first}\n"


def test_two_who_save_two_documents_at_once_both_do(documents: Documents) -> None:
    paths = (VOICE, TASK)
    assert len(at_once(2, lambda who: documents.save_document(version(1, path=paths[who])))) == 2
    assert documents.heads(BRAND) == {VOICE: 1, TASK: 1}


def test_saving_whose_answer_was_lost_may_be_repeated() -> None:
    documents = MemoryDocuments()
    documents.faults.lose_answer("save_document")
    with pytest.raises(StoreUnavailableError):
        documents.save_document(version(1))
    documents.save_document(version(1))
    assert documents.heads(BRAND) == {VOICE: 1}


def test_on_the_table_a_lost_answer_is_no_second_version(
    emulator: Emulator, dynamodb: "DynamoDBClient", table_name: str
) -> None:
    with lossy_way(emulator.endpoint) as way:
        lossy = DynamoDocuments(table_name, dynamodb_client(REGION, way.url))
        assert lossy.heads(BRAND) == {}
        way.lose(2)  # the reading before it, and the writing
        lossy.save_document(version(1))
        assert way.arrived >= 4
    assert DynamoDocuments(table_name, dynamodb).document_history(BRAND, VOICE) == (version(1),)
