"""What became of a request that failed without an answer."""

import socket

import requests
from urllib3 import HTTPSConnectionPool
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, ProtocolError

from chalicelib.adapters.x.errors import read_error, reply_error
from chalicelib.domain.errors import NetworkUnavailableError, OutcomeUnknownError
from tests.support.values import NOW

HOST = "api.twitter.com"
POOL = HTTPSConnectionPool(HOST)
NO_SUCH_HOST = requests.ConnectionError(
    MaxRetryError(POOL, "/2/tweets", NameResolutionError(HOST, HTTPSConnection(HOST), socket.gaierror()))
)
BROKEN_OFF = requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError()))


def test_a_host_that_is_not_found_received_nothing() -> None:
    assert type(reply_error(NO_SUCH_HOST, NOW)) is NetworkUnavailableError


def test_a_connection_that_broke_off_may_have_carried_the_reply() -> None:
    assert type(reply_error(BROKEN_OFF, NOW)) is OutcomeUnknownError


def test_for_a_read_they_are_the_same() -> None:
    for failure in (NO_SUCH_HOST, BROKEN_OFF, requests.ReadTimeout(), requests.exceptions.SSLError()):
        assert type(read_error(failure, NOW)) is NetworkUnavailableError


def test_the_address_stays_out_of_the_message() -> None:
    assert HOST not in str(reply_error(NO_SUCH_HOST, NOW))
