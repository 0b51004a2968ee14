"""Price lists: dated data with their source, one file each, any of which can be replaced."""

from datetime import date
from typing import Literal

from pydantic import Field

from chalicelib.domain.money import Price
from chalicelib.domain.value import Value


class PriceList(Value):
    """What every list says of itself. `as_of` is the day on which its source said so."""

    schema_: Literal[1] = Field(alias="schema")
    as_of: date
    source: str
    note: str = ""


class XPrices(PriceList):
    """X, pay per use.

    `author_read` is billed with a post where X bills the expansion that tells its author; whether it does is
    not known. `summoned_reply` answers somebody who addressed the account; whether X bills it so, or as any
    post (`create`), is told by its first bill.
    """

    list_: Literal["x"] = Field(alias="list")
    post_read: Price
    author_read: Price
    owned_read: Price
    create: Price
    create_with_url: Price
    summoned_reply: Price


class AwsPrices(PriceList):
    """AWS in one region, without the free tier."""

    list_: Literal["aws"] = Field(alias="list")
    region: str
    table_write: Price
    table_read: Price
    table_storage: Price
    table_backup: Price
    function_request: Price
    function_compute: Price
    queue_request: Price
    page_request: Price
    secret: Price
    secret_read: Price
    key_request: Price
    alarm: Price
    metric: Price
    dashboard: Price
    log_ingested: Price
    log_stored: Price
    transfer_out: Price


class ModelPrice(Value):
    """What a model's provider asks for the tokens that it is given, and for those that it gives."""

    prompt: Price
    completion: Price


class ModelPrices(PriceList):
    """Language models by the name that the deployment calls them by."""

    list_: Literal["models"] = Field(alias="list")
    models: dict[str, ModelPrice]


class Prices(Value):
    """One list of each kind. A model without a price is known by its absence."""

    x: XPrices
    aws: AwsPrices
    models: ModelPrices

    def with_list(self, given: XPrices | AwsPrices | ModelPrices) -> "Prices":
        """These prices with one list replaced; of models, only those that the list names."""
        if isinstance(given, ModelPrices):
            models = self.models.models | given.models
            given = given.model_copy(update={"models": models})
        return self.model_copy(update={given.list_: given})
