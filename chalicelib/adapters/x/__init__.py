"""X, through tweepy. Importing this package imports tweepy (240 ms): only functions that talk to X should."""

from chalicelib.adapters.x.credentials import AccountKeys, XCredentials, sandbox_credentials
from chalicelib.adapters.x.network import XNetwork

__all__ = ["AccountKeys", "XCredentials", "XNetwork", "sandbox_credentials"]
