"""Publish: send exactly what was approved, at most once, and find out what became of it."""
