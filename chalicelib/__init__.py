"""Earshot's product code: the domain in the middle, SDKs at the edge."""
