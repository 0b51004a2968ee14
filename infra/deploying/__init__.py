"""Puts a packaged stage onto AWS, takes it back to the version before, and takes it away.

Deciding is apart from doing: `situation` reads the account, `plan` decides what there is to do and touches
nothing, `execute` does it.
"""
