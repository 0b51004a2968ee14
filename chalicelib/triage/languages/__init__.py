"""The witnesses to a post's language: the network's tag, the letters, little words, and a library."""
