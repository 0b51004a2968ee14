"""X's search language: grammar, and whether a post matches.

Words next to each other must all be there, OR binds weaker, `-` negates, brackets group. Source of the
operators and of their rules: X's documentation of building a query, and its error messages.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput, VisitError

from sandbox.network import operators
from sandbox.network.operators import BadQuery, Match
from sandbox.network.posts import Post

__all__ = ["BadQuery", "Query", "parse"]

_GRAMMAR = r"""
    start: either
    either: all_of (_OR all_of)*
    all_of: maybe_not+
    ?maybe_not: NOT atom -> negated
              | atom
    ?atom: "(" either ")"
         | PHRASE   -> phrase
         | OPERATOR -> operator
         | HANDLE   -> handle
         | HASHTAG  -> hashtag
         | WORD     -> word

    _OR.3: /OR(?=[\s()]|$)/
    NOT: /-(?=[^\s)-])/
    PHRASE: /"[^"]*"/
    OPERATOR.2: /[A-Za-z_]+:("[^"]*"|[^\s()"]+)/
    HANDLE.2: /@[A-Za-z0-9_]{1,15}(?![A-Za-z0-9_])/
    HASHTAG.2: /#[^\s()":]+/
    WORD: /[^\s()":-][^\s()":]*/
    %ignore /\s+/
"""


@dataclass(frozen=True)
class Query:
    """A parsed query; `matches` says whether a post is found by it."""

    text: str
    matches: Callable[[Post], bool]


@dataclass(frozen=True)
class _Clause:
    match: Match
    standalone: bool
    """Whether the clause may be the whole query: at least one word, phrase, handle or account."""


@v_args(inline=True)
class _Compile(Transformer[Token, _Clause]):
    def start(self, clause: _Clause) -> _Clause:
        return clause

    def either(self, *clauses: _Clause) -> _Clause:
        if len(clauses) == 1:
            return clauses[0]
        return _Clause(
            lambda post: any(clause.match(post) for clause in clauses),
            all(clause.standalone for clause in clauses),
        )

    def all_of(self, *clauses: _Clause) -> _Clause:
        if len(clauses) == 1:
            return clauses[0]
        return _Clause(
            lambda post: all(clause.match(post) for clause in clauses),
            any(clause.standalone for clause in clauses),
        )

    def negated(self, _minus: Token, clause: _Clause) -> _Clause:
        return _Clause(lambda post: not clause.match(post), False)

    def phrase(self, token: Token) -> _Clause:
        return _Clause(operators.keyword(token[1:-1]), True)

    def word(self, token: Token) -> _Clause:
        if token.lower() in ("and", "or"):
            raise BadQuery(
                f"Ambiguous use of {token.lower()} as a keyword. Use a space to logically join two clauses, "
                f'or "{token.lower()}" to find occurrences of {token.lower()} in text'
            )
        return _Clause(operators.keyword(token), True)

    def handle(self, token: Token) -> _Clause:
        return _Clause(operators.mentions(token[1:]), True)

    def hashtag(self, token: Token) -> _Clause:
        return _Clause(operators.hashtag(token[1:]), True)

    def operator(self, token: Token) -> _Clause:
        name, value = token.split(":", 1)
        return _Clause(operators.named(name.lower(), value.strip('"')), name.lower() in operators.STANDALONE)


_PARSER = Lark(_GRAMMAR, parser="lalr", maybe_placeholders=False)


def parse(text: str) -> Query:
    """The query as a test on posts. Raises BadQuery with the reason that X would give."""
    try:
        clause = _Compile().transform(_PARSER.parse(text))
    except UnexpectedInput as error:
        place = f" (at position {error.column})" if error.column and error.column > 0 else ""
        raise BadQuery(f"no viable alternative at input '{text[:60]}'{place}") from error
    except VisitError as error:
        if isinstance(error.orig_exc, BadQuery):
            raise error.orig_exc from None
        raise
    if not clause.standalone:
        raise BadQuery("Rules must contain at least one positive, non-stopword clause")
    return Query(text, clause.match)
