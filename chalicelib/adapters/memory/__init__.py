"""Twins of the real adapters that keep everything in memory and can be told to fail."""

from chalicelib.adapters.memory.controls import MemoryControls
from chalicelib.adapters.memory.documents import MemoryDocuments
from chalicelib.adapters.memory.faults import Faults
from chalicelib.adapters.memory.messages import MemoryMessages
from chalicelib.adapters.memory.store import MemoryStore

__all__ = ["Faults", "MemoryControls", "MemoryDocuments", "MemoryMessages", "MemoryStore"]
