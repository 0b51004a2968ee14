"""Creating and deleting posts through the API."""

import html

from sandbox.network import parameters, prices, problems, rules
from sandbox.network.gate import Answer
from sandbox.network.network import Network
from sandbox.network.posts import Post, User
from sandbox.network.problems import Problem

_KNOWN = frozenset(
    {"card_uri", "community_id", "direct_message_deep_link", "edit_options", "for_super_followers_only",
     "geo", "made_with_ai", "media", "nullcast", "paid_partnership", "poll", "quote_tweet_id", "reply",
     "reply_settings", "share_with_followers", "text"}
)  # fmt: skip


def created(network: Network, account: User, body: object) -> Answer:
    """Posts the body of `POST /2/tweets`. Raises Problem where X would refuse."""
    if not isinstance(body, dict):
        raise problems.invalid("body", "", "The request body is not a JSON object")
    for name in body:
        if name not in _KNOWN:
            raise problems.invalid(f"$.{name}", str(body[name]), f"$.{name}: is not defined in the schema")
    text = body.get("text", "")
    if not isinstance(text, str):
        raise problems.invalid("$.text", str(text), "$.text: must be a string")
    parent, quotes = _parent(body.get("reply")), _quoted(body.get("quote_tweet_id"))
    try:
        post = network.create_post(account.handle, text, parent, quotes, via="api")
    except rules.Refused as refusal:
        raise _problem(network, refusal) from refusal
    data = {"id": str(post.id), "text": html.escape(post.text, quote=False)}
    return Answer(
        {"data": data | {"edit_history_tweet_ids": [str(post.id)]}}, 201, _price(post), created=post
    )


def deleted(network: Network, account: User, post_id: int) -> Answer:
    """Deletes a post of the account's own. Raises Problem for others' posts and for those not there."""
    post = network.reading.post(post_id)
    if post is None:
        raise Problem(404, problems.missing("id", str(post_id), "tweet"))
    if post.author.lower() != account.handle.lower():
        raise problems.forbidden("You are not authorized to delete this Tweet.")
    network.delete_post(post_id)
    return Answer({"data": {"deleted": True}})


def _parent(reply: object) -> int | None:
    if reply is None:
        return None
    if not isinstance(reply, dict) or "in_reply_to_tweet_id" not in reply:
        message = "$.reply.in_reply_to_tweet_id: is missing but it is required"
        raise problems.invalid("$.reply", str(reply), message)
    return parameters.post_id(reply["in_reply_to_tweet_id"], "$.reply.in_reply_to_tweet_id")


def _quoted(quotes: object) -> int | None:
    return None if quotes is None else parameters.post_id(quotes, "$.quote_tweet_id")


def _problem(network: Network, refusal: rules.Refused) -> Problem:
    match refusal:
        case rules.ReplyNotAllowed():
            return problems.reply_not_allowed(network.settings.reply_rule)
        case rules.ParentGone():
            return problems.parent_gone()
        case rules.Duplicate():
            return problems.duplicate()
        case rules.TooLong():
            return problems.too_long()
    return problems.invalid("$.text", "", "$.text: must not be empty")


def _price(post: Post) -> int:
    if post.links:
        return prices.CREATE_WITH_URL
    return prices.SUMMONED_REPLY if post.in_reply_to else prices.CREATE
