"""Page tokens travel through the browser, so they are signed for the one list that they continue."""

from itsdangerous import BadSignature, URLSafeSerializer

from chalicelib.domain.errors import BadInputError


def seal(token: str, secret: str, *scope: str) -> str:
    """A token that is only good for this scope (brand, desk, state)."""
    return _serializer(secret, scope).dumps(token)


def unseal(sealed: str, secret: str, *scope: str) -> str:
    """The store's own token. Raises BadInputError for one that we did not give out for this list."""
    try:
        token = _serializer(secret, scope).loads(sealed)
    except BadSignature:
        raise BadInputError("this page of the list does not exist: begin again at the first page") from None
    return str(token)


def _serializer(secret: str, scope: tuple[str, ...]) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="\n".join(("earshot.page", *scope)))
