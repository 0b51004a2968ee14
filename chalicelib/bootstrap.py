"""The composition root: settings in, everything that the entry points need out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.adapters.clock import utc_now
from chalicelib.adapters.dynamodb.client import dynamodb_client, sqs_client
from chalicelib.adapters.dynamodb.controls import DynamoControls
from chalicelib.adapters.dynamodb.messages import SqsMessages
from chalicelib.adapters.dynamodb.store import DynamoStore
from chalicelib.adapters.files.brand_file import read_brands
from chalicelib.adapters.files.prompt_files import read_prompts
from chalicelib.adapters.files.rule_file import read_rules
from chalicelib.adapters.x.credentials import AccountKeys, XCredentials
from chalicelib.adapters.x.network import XNetwork
from chalicelib.console.services import ConsoleServices, ConsoleSettings
from chalicelib.control.room import ControlRoom
from chalicelib.domain.brand import Brand
from chalicelib.domain.errors import BadInputError
from chalicelib.draft.prompts import Prompts
from chalicelib.draft.run import DraftRoom
from chalicelib.follow_up.recognise import FollowUpRoom
from chalicelib.listen.room import ListenRoom
from chalicelib.policy.engine import Rules
from chalicelib.ports import TOPICS, Clock, Controls, Drafter, Messages, Network, Store
from chalicelib.publish.room import PublishRoom
from chalicelib.review.room import ReviewRoom
from chalicelib.settings import Settings
from chalicelib.triage.language import language_of
from chalicelib.triage.run import TriageRoom

SecondsLeft = Callable[[], float]


@dataclass(frozen=True)
class Services:
    """Everything built from the settings. Steps get only the room that they need."""

    settings: Settings
    brands: dict[str, Brand]
    prompts: dict[str, Prompts]
    rules: Rules
    store: Store
    controls: Controls
    messages: Messages
    network: Network
    drafter: Drafter | None
    clock: Clock

    def listening(self, seconds_left: SecondsLeft) -> ListenRoom:
        """The room of listen."""
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

    def triage(self) -> TriageRoom:
        """The room of triage."""
        return TriageRoom(
            store=self.store,
            messages=self.messages,
            clock=self.clock,
            brands=self.brands,
            rule_on=self.rules.rule_on,
        )

    def drafting(self) -> DraftRoom:
        """The room of draft."""
        return DraftRoom(
            store=self.store,
            controls=self.controls,
            clock=self.clock,
            brands=self.brands,
            prompts=self.prompts,
            drafter=self.drafter,
            rules_version=self.rules.label,
            language_of=language_of,
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

    def publishing(self, seconds_left: SecondsLeft) -> PublishRoom:
        """The room of publish."""
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

    def following_up(self) -> FollowUpRoom:
        """The room of follow_up."""
        return FollowUpRoom(store=self.store, messages=self.messages, network=self.network, clock=self.clock)

    def control(self, seconds_left: SecondsLeft = lambda: float("inf")) -> ControlRoom:
        """The room of control."""
        return ControlRoom(
            store=self.store,
            controls=self.controls,
            network=self.network,
            clock=self.clock,
            brands=self.brands,
            table_region=self.settings.aws_region,
            model=self.settings.model_name,
            model_region=self.settings.model_region,
            seconds_left=seconds_left,
        )

    def console(self, people: Mapping[str, str] | None = None) -> ConsoleServices:
        """What the pages need; `people` gives names to ids. Raises BadInputError without a session secret."""
        secret = self.settings.session_secret
        if secret is None:
            raise BadInputError("EARSHOT_SESSION_SECRET: the console needs a secret to sign sessions with")
        return ConsoleServices(
            review=self.reviewing(),
            control=self.control(),
            settings=ConsoleSettings(
                secret=secret.get_secret_value(),
                sign_in_path=self.settings.sign_in_path,
                assets_dir=self.settings.assets_dir,
                secure_cookies=self.settings.secure_cookies,
            ),
            people=people or {},
        )


def build(settings: Settings, clock: Clock = utc_now) -> Services:
    """Services on the real adapters. Raises BadInputError for a setting or a file that is wrong."""
    brands = read_brands(settings.brand_files)
    prompts = {brand_id: read_prompts(settings.prompts_dir, brand) for brand_id, brand in brands.items()}
    table_client = dynamodb_client(settings.aws_region, settings.aws_endpoint)
    return Services(
        settings=settings,
        brands=brands,
        prompts=prompts,
        rules=read_rules(),
        store=DynamoStore(settings.table, table_client, clock),
        controls=DynamoControls(settings.table, table_client, clock),
        messages=_messages(settings),
        network=XNetwork(_credentials(settings), settings.x_api, clock=clock),
        drafter=build_drafter(settings, prompts),
        clock=clock,
    )


def _messages(settings: Settings) -> Messages:
    client = sqs_client(settings.aws_region, settings.aws_endpoint)
    return SqsMessages(client, {topic: settings.queue_url(topic) for topic in TOPICS})


def _credentials(settings: Settings) -> XCredentials:
    accounts = {
        handle: AccountKeys(
            consumer_key=keys.consumer_key.get_secret_value(),
            consumer_secret=keys.consumer_secret.get_secret_value(),
            access_token=keys.access_token.get_secret_value(),
            access_token_secret=keys.access_token_secret.get_secret_value(),
        )
        for handle, keys in settings.x_accounts.items()
    }
    return XCredentials(accounts, settings.x_bearer.get_secret_value() if settings.x_bearer else None)


def build_drafter(settings: Settings, prompts: Mapping[str, Prompts]) -> Drafter | None:
    """The drafter that asks a model, where one is set. The SDK is imported only then: it takes long."""
    if settings.model_name is None or settings.model_key is None:
        return None
    from chalicelib.adapters.openai.drafter import OpenAIDrafter

    return OpenAIDrafter(
        base_url=settings.model_url,
        api_key=settings.model_key,
        model=settings.model_name,
        timeout=settings.model_timeout_seconds,
        prompts_of=lambda brand: prompts[brand.brand],
    )
