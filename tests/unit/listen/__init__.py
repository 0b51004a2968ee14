"""Listening, without a network."""
