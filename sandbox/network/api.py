"""X's API v2, as far as Earshot needs it."""

from collections.abc import Callable, Iterator
from itertools import islice

from flask import Blueprint, Response, request

from sandbox.network import counts, fields, parameters, prices, problems, publishing, query
from sandbox.network.gate import Answer, Call, Gate, Handler, not_found
from sandbox.network.network import Network
from sandbox.network.parameters import FIELDS, PAGING, SPAN, Args
from sandbox.network.posts import Post, User
from sandbox.network.problems import Json
from sandbox.network.query import Query
from sandbox.network.reading import Span
from sandbox.network.shapes import Shaper

_USER_PARAMETERS = frozenset({"user.fields", "tweet.fields", "post.fields", "expansions"})
_SEARCH = FIELDS | SPAN | PAGING | {"query", "next_token", "sort_order"}
_COUNTS = SPAN | {"query", "granularity", "next_token", "pagination_token", "search_count.fields"}

Read = Callable[[Span], Iterator[Post]]
Timeline = Callable[[str, Span], Iterator[Post]]


class Api:
    """The handlers, one an endpoint."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._reading = network.reading

    def search(self, call: Call) -> Answer:
        parameters.only(call.args, _SEARCH)
        size = parameters.number(call.args, "max_results", 10, 100, 10)
        found = self._query(call.args)
        span = self._search_span(call.args)
        token = call.args.get("next_token") or call.args.get("pagination_token")
        return self._page(call.args, lambda page: self._reading.search(found, page), span, token, size)

    def counts(self, call: Call) -> Answer:
        parameters.only(call.args, _COUNTS)
        found, span = self._query(call.args), self._search_span(call.args)
        body = counts.counted(self._reading.search(found, span), call.args, self._network.clock())
        return Answer(body, cost=prices.COUNTS)

    def mentions(self, call: Call, user_id: str) -> Answer:
        parameters.only(call.args, FIELDS | SPAN | PAGING)
        return self._timeline(call, user_id, self._reading.mentions)

    def user_posts(self, call: Call, user_id: str) -> Answer:
        parameters.only(call.args, FIELDS | SPAN | PAGING | {"exclude"})
        left_out = set(call.args.get("exclude", "").split(","))

        def own(handle: str, span: Span) -> Iterator[Post]:
            posts = self._reading.posts_of(handle, span)
            return (post for post in posts if not (post.in_reply_to and "replies" in left_out))

        return self._timeline(call, user_id, own)

    def lookup(self, call: Call) -> Answer:
        parameters.only(call.args, FIELDS | {"ids"})
        ids = list(dict.fromkeys(filter(None, call.args.get("ids", "").split(","))))
        if not 1 <= len(ids) <= 100:
            message = f"The number of values in the `ids` list [{len(ids)}] is not between 1 and 100"
            raise problems.invalid("ids", call.args.get("ids", ""), message)
        return self._looked_up(call, ids, "ids")

    def lookup_one(self, call: Call, post_id: str) -> Answer:
        parameters.only(call.args, FIELDS)
        answer = self._looked_up(call, [post_id], "id")
        found = answer.body.get("data")
        one = {"data": found[0]} if isinstance(found, list) else {}
        return Answer(answer.body | one, cost=answer.cost)

    def me(self, call: Call) -> Answer:
        parameters.only(call.args, _USER_PARAMETERS)
        return Answer({"data": self._shaper(call.args).user(call.caller)}, cost=prices.OWNED_READ)

    def user_by_username(self, call: Call, username: str) -> Answer:
        parameters.only(call.args, _USER_PARAMETERS)
        user = self._reading.user(username)
        if user is None:
            return Answer({"errors": [problems.missing("username", username, "user")]})
        return Answer({"data": self._shaper(call.args).user(user)}, cost=prices.USER_READ)

    def create(self, call: Call) -> Answer:
        return publishing.created(self._network, call.caller, request.get_json(force=True, silent=True))

    def delete(self, call: Call, post_id: str) -> Answer:
        return publishing.deleted(self._network, call.caller, parameters.post_id(post_id, "id"))

    def _shaper(self, args: Args) -> Shaper:
        site = request.host_url.rstrip("/")
        return Shaper(self._reading, fields.wanted(args), self._network.settings.naming, site)

    def _query(self, args: Args) -> Query:
        text, longest = args.get("query", ""), self._network.settings.max_query_length
        if not 1 <= len(text) <= longest:
            message = f"The `query` query parameter size [{len(text)}] is not between 1 and {longest}"
            raise problems.invalid("query", text[:100], message)
        try:
            return query.parse(text)
        except query.BadQuery as error:
            message = f"There were errors processing your request: {error}"
            raise problems.invalid("query", text, message) from error

    def _search_span(self, args: Args) -> Span:
        return parameters.search_span(args, self._network.clock(), self._network.settings.search_lag)

    def _timeline(self, call: Call, user_id: str, read: Timeline) -> Answer:
        user = self._reading.user_by_id(parameters.post_id(user_id, "id"))
        size = parameters.number(call.args, "max_results", 5, 100, 10)
        span = parameters.timeline_span(call.args, self._network.clock())
        if user is None:
            return Answer({"errors": [problems.missing("id", user_id, "user")]})
        price = prices.OWNED_READ if user.id == call.caller.id else prices.POST_READ
        token = call.args.get("pagination_token")
        handle = user.handle
        return self._page(call.args, lambda page: read(handle, page), span, token, size, price)

    def _page(
        self, args: Args, read: Read, span: Span, token: str | None, size: int,
        price: int = prices.POST_READ,
    ) -> Answer:  # fmt: skip
        """One page of posts, newest first, with `meta`."""
        shaper = self._shaper(args)
        if token is not None:
            span = Span(span.after, min(span.before, parameters.token_bound(token, args)))
        found = list(islice(read(span), size + 1))
        posts = found[:size]
        meta: Json = {"result_count": len(posts)}
        if posts:
            meta |= {"newest_id": str(posts[0].id), "oldest_id": str(posts[-1].id)}
        if len(found) > size:
            meta["next_token"] = parameters.next_token(posts[-1].id, args)
        return Answer(shaper.envelope(posts) | {"meta": meta}, cost=price * len(posts))

    def _looked_up(self, call: Call, ids: list[str], parameter: str) -> Answer:
        wanted = [parameters.post_id(post_id, parameter) for post_id in ids]
        found = self._reading.posts(wanted)
        posts = [found[post_id] for post_id in wanted if post_id in found]
        body = self._shaper(call.args).envelope(posts)
        gone = [str(post_id) for post_id in wanted if post_id not in found]
        errors = [problems.missing(parameter, post_id, "tweet") for post_id in gone]
        if errors:
            earlier = body.get("errors")
            body["errors"] = errors + (earlier if isinstance(earlier, list) else [])
        return Answer(body, cost=sum(self._price(post, call.caller) for post in posts))

    @staticmethod
    def _price(post: Post, reader: User) -> int:
        return prices.OWNED_READ if post.author.lower() == reader.handle.lower() else prices.POST_READ


def blueprint(network: Network) -> Blueprint:
    """The routes under /2."""
    routes = Blueprint("api", __name__, url_prefix="/2")
    api, gate = Api(network), Gate(network)

    def add(rule: str, endpoint: str, method: str = "GET") -> None:
        handler = getattr(api, endpoint)

        def serve(**path: str) -> Response:
            bound: Handler = lambda call: handler(call, **path)  # noqa: E731 (a name for its type)
            return gate.serve(endpoint, bound)

        routes.add_url_rule(rule, endpoint, serve, methods=[method])

    add("/tweets/search/recent", "search")
    add("/tweets/counts/recent", "counts")
    add("/tweets", "lookup")
    add("/tweets", "create", "POST")
    add("/tweets/<post_id>", "lookup_one")
    add("/tweets/<post_id>", "delete", "DELETE")
    add("/users/<user_id>/mentions", "mentions")
    add("/users/<user_id>/tweets", "user_posts")
    add("/users/me", "me")
    add("/users/by/username/<username>", "user_by_username")
    routes.add_url_rule("/<path:unknown>", "unknown", lambda unknown: not_found())
    return routes
