"""How drafts would change: sample posts drafted offline with the prompts as they are and as they would be."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.draft import Draft
from chalicelib.domain.verdict import Intent
from chalicelib.draft.compose import Label, compose
from chalicelib.draft.prompts import ANY_DESK, Example, Prompts
from chalicelib.ports import DraftRequest
from chalicelib.triage.conclude import conclude
from chalicelib.triage.language import language_of
from chalicelib.triage.pasted import pasted
from chalicelib.triage.route import Found, found_for
from chalicelib.voice.catalogue import Item, Kind

MOST = 5
# For a brand that has no examples of its own.
BUILT_IN = (
    ("late", Intent.COMPLAINT, "my order is a week late and nobody tells me anything"),
    ("broken", Intent.COMPLAINT, "second time I used it and it broke. Not what I paid for"),
    ("how", Intent.QUESTION, "can somebody tell me how to return something I bought last week?"),
    ("buying", Intent.PURCHASE_INTENT, "thinking of buying one, which size would you take?"),
    ("thanks", Intent.PRAISE, "just wanted to say: great service, thank you"),
)


class Pair(NamedTuple):
    """A post, and what is drafted for it before and after the change."""

    sample: Example
    before: Draft
    after: Draft


def preview(before: Prompts, after: Prompts, item: Item, now: datetime) -> tuple[Pair, ...]:
    """Up to five posts that the document has to do with. Nothing is kept, and no model is asked."""
    return tuple(
        Pair(sample, _drafted(sample, before, item, now), _drafted(sample, after, item, now))
        for sample in samples(after, item)
    )


def samples(prompts: Prompts, item: Item) -> tuple[Example, ...]:
    """The brand's examples for the document's desk or language, else a few that are built in."""
    order = {language: place for place, language in enumerate(prompts.brand.languages)}
    fitting = [one for one in prompts.examples if _fits(one, item)]
    fitting.sort(key=lambda one: order.get(one.language, len(order)))
    return tuple(fitting[:MOST]) or tuple(
        Example(id=id, desk=ANY_DESK, language="en", intent=intent, post=post, reply="-")
        for id, intent, post in BUILT_IN
    )


def _fits(example: Example, item: Item) -> bool:
    if item.kind is Kind.VOICE:
        return example.desk in (*item.desks, ANY_DESK)
    return item.kind is not Kind.REPLIES or example.language == item.about


def _drafted(sample: Example, prompts: Prompts, item: Item, now: datetime) -> Draft:
    brand, post = prompts.brand, pasted(sample.post, 1, now)
    own = item.desks or tuple(brand.desks)
    desk = own[0] if sample.desk == ANY_DESK else sample.desk
    verdict = conclude(brand, post, Found(found_for(brand, post)))
    # The example says what its post is; triage is not what is looked at here.
    told = {"intent": sample.intent, "lang": sample.language, "desk": desk}
    request = DraftRequest(
        brand=brand,
        desk=desk,
        account=brand.desks[desk].accounts[0],
        posts=(post,),
        verdict=verdict.model_copy(update=told),
    )
    return compose(request, None, prompts, Label(sample.id, 1, "none", now), language_of)
