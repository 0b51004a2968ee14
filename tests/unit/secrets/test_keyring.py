"""What a process remembers of the keys, and when it reads them again."""

from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from chalicelib.adapters.secrets.keyring import REMEMBERED_SECONDS, Keyring
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.domain.credentials import ConsoleSecret, ModelSecret, XSecret
from chalicelib.domain.errors import BadInputError, StoreUnavailableError
from chalicelib.ports import KeptSecret


@dataclass
class Watched(MemorySecrets):
    """Counts what is read, and can be out of reach."""

    texts: dict[str, SecretStr]
    reads: list[str] = field(default_factory=list)
    reachable: bool = True

    def __post_init__(self) -> None:
        super().__init__(self.texts)

    def get(self, name: str) -> KeptSecret | None:
        """The secret, where it can be reached."""
        self.reads.append(name)
        if not self.reachable:
            raise StoreUnavailableError(f"reading {name}: no answer")
        return super().get(name)


@dataclass
class Seconds:
    """Time, moved by hand."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def a_model(key: str = "key-1") -> SecretStr:
    return ModelSecret(key=SecretStr(key), name="some-model").written()


@pytest.fixture
def secrets() -> Watched:
    console = ConsoleSecret(session_secret=SecretStr("s" * 20), admin_token=SecretStr("t" * 20))
    return Watched({"x": XSecret().written(), "model": a_model(), "console": console.written()})


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def keyring(secrets: Watched, seconds: Seconds) -> Keyring:
    return Keyring(secrets, seconds)


def key_of(keyring: Keyring, *, anew: bool = False) -> str:
    model = keyring.model(anew=anew)
    assert model is not None
    return model.key.get_secret_value()


def test_a_secret_of_one_model_is_read_and_written_as_ever() -> None:
    text = '{"key":"key-1","name":"some-model","url":null,"region":"eu-north-1"}'
    model = ModelSecret.read(SecretStr(text), "model")
    assert (model.triage, model.fallbacks, model.dialect) == (None, (), None)
    assert model.for_drafts == model.for_triage == (model.main,)
    # So that a release which knows no other models reads what this one wrote.
    assert model.written().get_secret_value() == text


def test_only_what_is_needed_is_read_and_only_when(keyring: Keyring, secrets: Watched) -> None:
    assert secrets.reads == []
    keyring.model()
    assert secrets.reads == ["model"]
    keyring.console()
    assert secrets.reads == ["model", "console"]


def test_a_key_is_remembered_for_a_time_and_no_longer(
    keyring: Keyring, secrets: Watched, seconds: Seconds
) -> None:
    assert key_of(keyring) == "key-1"
    secrets.put("model", a_model("key-2"))
    seconds.now = REMEMBERED_SECONDS - 0.1
    assert key_of(keyring) == "key-1"
    seconds.now = REMEMBERED_SECONDS
    assert key_of(keyring) == "key-2"
    assert secrets.reads == ["model"] * 2


def test_a_refused_key_is_read_anew_at_once(keyring: Keyring, secrets: Watched) -> None:
    key_of(keyring)
    secrets.put("model", a_model("key-2"))
    assert key_of(keyring, anew=True) == "key-2"
    assert key_of(keyring) == "key-2"


def test_while_secrets_are_out_of_reach_the_known_ones_serve(
    keyring: Keyring, secrets: Watched, seconds: Seconds
) -> None:
    key_of(keyring)
    secrets.reachable = False
    seconds.now = 10 * REMEMBERED_SECONDS
    assert key_of(keyring) == "key-1"
    with pytest.raises(StoreUnavailableError):
        keyring.x()
    secrets.reachable = True
    secrets.put("model", a_model("key-2"))
    assert key_of(keyring) == "key-2"


@pytest.mark.parametrize("text", ["", "{}", " {} \n"])
def test_an_empty_secret_is_none(text: str) -> None:
    empty = SecretStr(text)
    keyring = Keyring(MemorySecrets({"x": empty, "model": empty, "console": empty}))
    assert keyring.model() is None
    assert keyring.x() == XSecret()
    with pytest.raises(BadInputError, match="earshot/memory/console"):
        keyring.console()


def test_a_missing_secret_is_none() -> None:
    assert Keyring(MemorySecrets({})).model() is None
    assert Keyring(MemorySecrets({})).x().accounts == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"key": "hush-1"}', "earshot/memory/model: name: "),
        ('{"key": "hush-1 ", "name": "m"}', "earshot/memory/model: key: "),
        ('{"key": "hush-1", "name": "m", "url": "ftp://host"}', "earshot/memory/model: url: "),
        ('{"key": "hush-1", "name": "m", "url": "https://me:hush-2@host"}', "url: is not a web address"),
        ('{"key": "hush-1", "name": "m", "hush-2": 1}', "there is no such field"),
        ('{"key": "hush-1", "name": ', "Invalid JSON"),
        ('["hush-1"]', "Input should be an object"),
    ],
)
def test_a_malformed_secret_is_named_with_its_field(text: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told) as refused:
        Keyring(MemorySecrets({"model": SecretStr(text)})).model()
    assert "hush" not in f"{refused.value!r} {refused.value.__context__!r} {refused.value.__cause__!r}"


def test_a_malformed_account_is_named_by_its_handle() -> None:
    text = SecretStr('{"accounts": {"tarnhollow": {"consumer_key": "hush"}}}')
    with pytest.raises(BadInputError, match=r"earshot/memory/x: accounts.tarnhollow.consumer_secret"):
        Keyring(MemorySecrets({"x": text})).x()


@pytest.mark.parametrize("field", ["session_secret", "admin_token"])
def test_a_short_token_is_refused(field: str) -> None:
    whole = {"session_secret": "s" * 16, "admin_token": "t" * 16}
    whole[field] = whole[field][1:]
    text = SecretStr(str(whole).replace("'", '"'))
    with pytest.raises(BadInputError, match=f"console: {field}: has fewer than 16"):
        Keyring(MemorySecrets({"console": text})).console()
