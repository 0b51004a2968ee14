"""Chalice's own test client, for several threads at once.

Chalice's puts a copy in the place of `os.environ` for the time of each request: of two at once, one can leave
its copy there, and no process that is started later sees what is set from then on.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from chalice.app import Chalice
from chalice.config import Config
from chalice.test import Client as ChaliceClient
from chalice.test import TestHTTPClient


class Client(ChaliceClient):
    """Asks an app for pages, in the environment of this process."""

    def __init__(self, app: Chalice) -> None:
        super().__init__(app)
        self._asking = _InThisEnvironment(app, Config())

    @property
    def http(self) -> TestHTTPClient:
        """What asks for pages."""
        return self._asking


class _InThisEnvironment(TestHTTPClient):
    @contextmanager
    def _patched_env_vars(self, environment_variables: Mapping[str, str]) -> Iterator[None]:
        yield
        os.environ.pop("AWS_EXECUTION_ENV", None)  # to which each app adds its name
