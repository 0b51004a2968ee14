"""Posts to and about Tarnhollow, a brand that does not exist; people and matters are made up."""

from pathlib import Path

SAMPLE_POSTS = Path(__file__).parent / "posts.jsonl"
