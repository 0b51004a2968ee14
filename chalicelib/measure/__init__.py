"""Measure: what became of everything that was heard."""
