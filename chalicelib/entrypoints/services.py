"""The services of this process, built when first asked for."""

from chalicelib.bootstrap import Services, build
from chalicelib.settings import read_settings

_installed: list[Services] = []


def install(services: Services) -> None:
    """Use these services from now on; the laptop does so, to bring its own clock."""
    _installed[:] = [services]


def services() -> Services:
    """The services of this process."""
    if not _installed:
        install(build(read_settings()))
    return _installed[0]
