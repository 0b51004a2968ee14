"""What can go wrong while packaging, told to the person at the keyboard."""


class PackagingError(Exception):
    """Says what happened and what to do."""
