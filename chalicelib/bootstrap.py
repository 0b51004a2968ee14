"""The composition root: settings in, everything that the entry points need out.

A room's step is imported when the room is asked for, and so is what reads the cost's files: a function runs
one step, and should not load the others at its start.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb.circuits import DynamoCircuits
from chalicelib.adapters.dynamodb.client import dynamodb_client, sqs_client
from chalicelib.adapters.dynamodb.controls import DynamoControls
from chalicelib.adapters.dynamodb.documents import DynamoDocuments
from chalicelib.adapters.dynamodb.messages import SqsMessages
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.current_prompts import CurrentPrompts
from chalicelib.adapters.files.prompt_source import Folder
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.adapters.secrets.keyring import Keyring
from chalicelib.adapters.secrets.manager import SecretsManager
from chalicelib.adapters.secrets.memory import MemorySecrets
from chalicelib.adapters.x.credentials import AccountKeys, CredentialsSource, XCredentials
from chalicelib.console.services import ConsoleServices, ConsoleSettings
from chalicelib.control.room import ControlRoom
from chalicelib.domain.brand import Brand
from chalicelib.domain.credentials import AccountSecret
from chalicelib.domain.errors import EarshotError
from chalicelib.domain.verdict import Stage
from chalicelib.late import LateMapping, late
from chalicelib.policy.engine import Rules
from chalicelib.ports import (
    TOPICS,
    Changer,
    Circuits,
    Clock,
    Controls,
    Drafter,
    Messages,
    Network,
    ProvenAccounts,
    SecondOpinion,
    Secrets,
    Store,
    Translator,
)
from chalicelib.review.room import ReviewRoom
from chalicelib.settings import Settings

if TYPE_CHECKING:
    from chalicelib.adapters.openai.asking import Safeguards
    from chalicelib.cost.known import Known
    from chalicelib.cost.room import CostRoom
    from chalicelib.draft.compose import PriceOf
    from chalicelib.draft.prompts import Prompts
    from chalicelib.draft.run import DraftRoom
    from chalicelib.draft.wording import WordingRoom
    from chalicelib.follow_up.recognise import FollowUpRoom
    from chalicelib.listen.room import ListenRoom
    from chalicelib.measure.health import HealthRoom
    from chalicelib.publish.room import PublishRoom
    from chalicelib.triage.run import TriageRoom
    from chalicelib.voice.room import VoiceRoom

SecondsLeft = Callable[[], float]

# A batch of ten posts has two minutes, whatever becomes of the model.
LONGEST_OPINION_SECONDS = 8
# A page has 29 seconds at API Gateway, the first one also for importing the SDK.
LONGEST_CHANGE_SECONDS = 18


class Services(NamedTuple):
    """Everything built from the settings. Steps get only the room that they need."""

    settings: Settings
    brands: dict[str, Brand]
    prompts: CurrentPrompts
    rules: Rules
    store: Store
    controls: Controls
    circuits: Circuits
    messages: Messages
    network: Network
    keyring: Keyring
    clock: Clock

    def listening(self, seconds_left: SecondsLeft) -> "ListenRoom":
        """The room of listen."""
        from chalicelib.listen.room import ListenRoom

        return ListenRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            network=self.network,
            clock=self.clock,
            look_back=self.settings.look_back,
            overlap=self.settings.overlap,
            seconds_left=seconds_left,
        )

    def triage(self) -> "TriageRoom":
        """The room of triage."""
        from chalicelib.triage.run import TriageRoom

        return TriageRoom(
            store=self.store,
            messages=self.messages,
            clock=self.clock,
            brands=self.brands,
            rule_on=self.rules.rule_on,
            second=cache(self._second_opinion),
            stages=self.settings.triage_stages,
        )

    def _second_opinion(self) -> SecondOpinion | None:
        from chalicelib.triage.ask import PatientOpinion

        asked = build_second_opinion(self.keyring, self.settings, self.safeguards)
        return asked and PatientOpinion(asked)

    def safeguards(self, seconds_left: SecondsLeft = lambda: float("inf")) -> "Safeguards":
        """What a model's calls are kept within. Imports the SDK: ask only where a model is connected."""
        from chalicelib.adapters.openai.asking import Safeguards
        from chalicelib.allowances import Meter

        return Safeguards(
            meter=Meter(self.store, self.controls, self.clock),
            circuits=self.circuits,
            clock=self.clock,
            seconds_left=seconds_left,
        )

    def drafting(self, seconds_left: SecondsLeft = lambda: float("inf")) -> "DraftRoom":
        """The room of draft."""
        from chalicelib.draft.run import DraftRoom
        from chalicelib.triage.language import language_of

        return DraftRoom(
            store=self.store,
            controls=self.controls,
            clock=self.clock,
            brands=self.brands,
            prompts=self.prompts,
            drafter=build_drafter(
                self.keyring, self.settings, self.prompts, lambda: self.safeguards(seconds_left)
            ),
            rules_version=self.rules.label,
            language_of=language_of,
            price_of=lambda model, usage: price_of_models(self.settings.aws_region)(model, usage),
        )

    def reviewing(self) -> ReviewRoom:
        """The room of review."""
        return ReviewRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            clock=self.clock,
            brands=self.brands,
            rules=self.rules,
            site=self.settings.x_site,
        )

    def publishing(self, seconds_left: SecondsLeft) -> "PublishRoom":
        """The room of publish."""
        from chalicelib.publish.room import PublishRoom

        return PublishRoom(
            store=self.store,
            controls=self.controls,
            messages=self.messages,
            network=self.network,
            clock=self.clock,
            brands=self.brands,
            rules=self.rules,
            seconds_left=seconds_left,
        )

    def following_up(self) -> "FollowUpRoom":
        """The room of follow_up."""
        from chalicelib.follow_up.recognise import FollowUpRoom

        return FollowUpRoom(store=self.store, messages=self.messages, network=self.network, clock=self.clock)

    def measuring(self) -> "HealthRoom":
        """The room of measure."""
        from chalicelib.measure.health import HealthRoom

        return HealthRoom(store=self.store, controls=self.controls, clock=self.clock, brands=self.brands)

    def control(self, seconds_left: SecondsLeft = lambda: float("inf")) -> ControlRoom:
        """The room of control."""
        return ControlRoom(
            store=self.store,
            controls=self.controls,
            network=self.network,
            clock=self.clock,
            brands=self.brands,
            table_region=self.settings.aws_region,
            model=self.model,
            seconds_left=seconds_left,
        )

    def voicing(self) -> "VoiceRoom":
        """The room of what the brands say and how."""
        from chalicelib.voice.room import VoiceRoom

        return VoiceRoom(
            documents=self.prompts.documents, prompting=self.prompts, brands=self.brands, clock=self.clock
        )

    def costing(self) -> "CostRoom":
        """The room of cost."""
        from chalicelib.adapters.files.cost_files import read_limits
        from chalicelib.cost.room import CostRoom

        return CostRoom(
            store=self.store,
            controls=self.controls,
            clock=self.clock,
            brands=self.brands,
            known=known_costs(self.settings, self.keyring),
            limits=read_limits(),
        )

    def wording(self) -> "WordingRoom":
        """The room for whoever works on the words of a draft. A model's SDK is imported when one is asked."""
        from chalicelib.draft.wording import WordingRoom

        return WordingRoom(
            clock=self.clock,
            brands=self.brands,
            prompts=self.prompts,
            changer=partial(build_changer, self.keyring, self.settings, self.prompts, self.safeguards),
            translator=partial(build_translator, self.keyring, self.settings, self.prompts, self.safeguards),
            language_of=_language_of,
        )

    def model(self) -> str:
        """The connected model and where it runs, in words."""
        try:
            model = self.keyring.model()
        except EarshotError as error:
            return f"not known ({error})"
        return f"{model.name} in {model.region or 'a region that nobody named'}" if model else "none"

    def console(self, people: Mapping[str, str] | None = None) -> ConsoleServices:
        """What the pages need; `people` gives names to ids. Raises BadInputError without a session secret."""
        keys = self.keyring.console()
        return ConsoleServices(
            review=self.reviewing(),
            control=self.control(),
            cost=self.costing,
            voice=self.voicing,
            wording=self.wording,
            settings=ConsoleSettings(
                secret=keys.signature,
                admin_token=keys.admin_token,
                sign_in_path=self.settings.sign_in_path,
                assets_dir=self.settings.assets_dir,
                secure_cookies=self.settings.secure_cookies,
            ),
            people=people or {},
        )


def build_costing(
    settings: Settings,
    clock: Clock,
    prices: tuple[Path, ...] = (),
    assumptions: Path | None = None,
    model: str | None = None,
) -> "CostRoom":
    """The room of cost alone, for where nothing else is set yet. What is given takes the place of what is
    shipped and connected.

    Raises BadInputError for a file that is wrong.
    """
    from chalicelib.adapters.files.cost_files import read_limits
    from chalicelib.cost.room import CostRoom

    client = late(lambda: dynamodb_client(settings.aws_region, settings.aws_endpoint))
    return CostRoom(
        store=DynamoStore(settings.table, client, clock),
        controls=DynamoControls(settings.table, client, clock),
        clock=clock,
        brands=read_brands(settings.brand_files),
        known=known_costs(settings, build_keyring(settings), prices, assumptions, model),
        limits=read_limits(),
    )


def known_costs(
    settings: Settings,
    keyring: Keyring,
    prices: tuple[Path, ...] = (),
    assumptions: Path | None = None,
    model: str | None = None,
) -> "Known":
    """What costs are worked out from. A model that cannot be named now is forecast as none."""
    from chalicelib.adapters.files.cost_files import read_assumptions, read_measured, read_prices
    from chalicelib.cost.known import Known

    return Known(
        prices=read_prices(settings.aws_region, prices),
        measured=read_measured(),
        assumptions=read_assumptions(assumptions),
        overlap=settings.overlap,
        model=model or _model_name(keyring),
    )


@cache
def price_of_models(region: str) -> "PriceOf":
    """Tells what a model's tokens cost, by the price lists that ship."""
    from chalicelib.adapters.files.cost_files import read_prices
    from chalicelib.cost.of_usage import cost_of_usage

    return partial(cost_of_usage, read_prices(region, ()).models)


def _model_name(keyring: Keyring) -> str | None:
    try:
        model = keyring.model()
    except EarshotError:
        return None
    return model.name if model else None


def build(settings: Settings, clock: Clock = utc_now) -> Services:
    """Services on the real adapters. Raises BadInputError for a setting or a file that is wrong."""
    brands = read_brands(settings.brand_files)
    deployed = partial(read_all_prompts, settings.prompts_dir, brands)
    table_client = late(lambda: dynamodb_client(settings.aws_region, settings.aws_endpoint))
    store, keyring = DynamoStore(settings.table, table_client, clock), build_keyring(settings)
    return Services(
        settings=settings,
        brands=brands,
        prompts=CurrentPrompts(
            # A deployment's were read when it was packaged; only the function that drafts reads them again.
            LateMapping(deployed) if settings.secrets else deployed(),
            Folder(settings.prompts_dir),
            brands,
            DynamoDocuments(settings.table, table_client, clock),
        ),
        rules=read_rules(),
        store=store,
        controls=DynamoControls(settings.table, table_client, clock),
        circuits=DynamoCircuits(settings.table, table_client, clock),
        messages=_messages(settings),
        network=late(lambda: _network(settings, keyring, store, clock)),
        keyring=keyring,
        clock=clock,
    )


def _network(settings: Settings, keyring: Keyring, proven: ProvenAccounts, clock: Clock) -> Network:
    """X. Its SDK is imported here: most functions never ask X anything."""
    from chalicelib.adapters.x.network import XNetwork

    return XNetwork(_credentials(keyring), settings.x_api, clock=clock, proven=proven)


def read_all_prompts(folder: Path, brands: Mapping[str, Brand]) -> "Mapping[str, Prompts]":
    """Each brand's prompts. Raises BadInputError for a file that is wrong."""
    from chalicelib.adapters.files.prompt_files import read_prompts

    return {brand_id: read_prompts(folder, brand) for brand_id, brand in brands.items()}


def _messages(settings: Settings) -> Messages:
    client = late(lambda: sqs_client(settings.aws_region, settings.aws_endpoint))
    return SqsMessages(client, {topic: settings.queue_url(topic) for topic in TOPICS})


def build_keyring(settings: Settings) -> Keyring:
    """The deployment's keys or, without EARSHOT_SECRETS, those of the settings. Nothing is read yet."""
    return Keyring(build_secrets(settings))


def build_secrets(settings: Settings) -> Secrets:
    """Where the deployment's keys are kept or, without EARSHOT_SECRETS, what the settings hold of them."""
    if settings.secrets is None:
        return MemorySecrets(settings.own_secrets, "the settings")
    return SecretsManager(settings.secrets, settings.aws_region, settings.aws_endpoint)


def _credentials(keyring: Keyring) -> CredentialsSource:
    def credentials(*, anew: bool = False) -> XCredentials:
        secret = keyring.x(anew=anew)
        accounts = {handle: _account_keys(keys) for handle, keys in secret.accounts.items()}
        return XCredentials(accounts, secret.bearer.get_secret_value() if secret.bearer else None)

    return credentials


def _account_keys(secret: AccountSecret) -> AccountKeys:
    return AccountKeys(
        consumer_key=secret.consumer_key.get_secret_value(),
        consumer_secret=secret.consumer_secret.get_secret_value(),
        access_token=secret.access_token.get_secret_value(),
        access_token_secret=secret.access_token_secret.get_secret_value(),
    )


def build_drafter(
    keyring: Keyring,
    settings: Settings,
    prompts: "Mapping[str, Prompts]",
    safeguards: "Callable[[], Safeguards] | None" = None,
) -> Drafter | None:
    """The drafter that asks a model, where one is connected. The SDK is imported only then: it takes long.

    Without safeguards nobody's tokens are counted.
    """
    with suppress(EarshotError):  # a key that cannot be read is told in each draft
        if keyring.model() is None:
            return None
    from chalicelib.adapters.openai.drafter import OpenAIDrafter

    return OpenAIDrafter(
        keyring.model,
        timeout=settings.model_timeout_seconds,
        prompts_of=lambda brand: prompts[brand.brand],
        safeguards=safeguards() if safeguards else None,
    )


def build_changer(
    keyring: Keyring,
    settings: Settings,
    prompts: "Mapping[str, Prompts]",
    safeguards: "Callable[[], Safeguards]",
) -> Changer | None:
    """What rewords texts, where a model is connected. The SDK is imported only then: it takes long."""
    if not _has_model(keyring):
        return None
    from chalicelib.adapters.openai.changer import OpenAIChanger

    timeout = min(settings.model_timeout_seconds, LONGEST_CHANGE_SECONDS)
    return OpenAIChanger(
        keyring.model,
        timeout=timeout,
        prompts_of=lambda brand: prompts[brand.brand],
        safeguards=safeguards(),
    )


def build_translator(
    keyring: Keyring,
    settings: Settings,
    prompts: "Mapping[str, Prompts]",
    safeguards: "Callable[[], Safeguards]",
) -> Translator | None:
    """What translates for reviewers, where a model is connected. The SDK is imported only then."""
    if not _has_model(keyring):
        return None
    from chalicelib.adapters.openai.translator import OpenAITranslator

    timeout = min(settings.model_timeout_seconds, LONGEST_CHANGE_SECONDS)
    return OpenAITranslator(
        keyring.model,
        timeout=timeout,
        prompts_of=lambda brand: prompts[brand.brand],
        safeguards=safeguards(),
    )


def _language_of(text: str) -> str:
    """A text's language, by triage; imported when a text is checked."""
    from chalicelib.triage.language import language_of

    return language_of(text)


def _has_model(keyring: Keyring) -> bool:
    with suppress(EarshotError):  # whoever asks it is told that the key cannot be read
        return keyring.model() is not None
    return True


def build_second_opinion(
    keyring: Keyring, settings: Settings, safeguards: "Callable[[], Safeguards] | None" = None
) -> SecondOpinion | None:
    """The second opinion of triage, where a model is connected and that stage is not switched off.

    Raises as the keyring does. The SDK is imported only then: it takes long.
    """
    if Stage.LANGUAGE_MODEL not in settings.triage_stages or keyring.model() is None:
        return None
    from chalicelib.adapters.openai.opinion import OpenAISecondOpinion

    timeout = min(settings.model_timeout_seconds, LONGEST_OPINION_SECONDS)
    within = safeguards() if safeguards else None
    return OpenAISecondOpinion(keyring.model, timeout=timeout, safeguards=within)
