"""What can go wrong on the sandbox network, apart from the answers that X itself would give."""

from chalicelib.domain.errors import TerminalError


class SandboxNetworkError(TerminalError):
    """Base of the sandbox network's own errors; its text is one line for the person at the terminal."""


class BadPosts(SandboxNetworkError):  # noqa: N818 (named for what it says)
    """A file of posts cannot be loaded: names the file, the line, what is wrong and what to do."""


class StorageFailed(SandboxNetworkError):  # noqa: N818 (named for what it says)
    """The sandbox's own database cannot be opened or written (disk full, no permission, damaged)."""


class NoFreePort(SandboxNetworkError):  # noqa: N818 (named for what it says)
    """Neither the port asked for nor the ones after it can be bound on loopback."""
