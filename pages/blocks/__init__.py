"""The kit that page bodies are made of: one module a family, composed in ``streams``."""

from .streams import BodyBlock
from .text import PARAGRAPH_FEATURES, TEXT_FEATURES

__all__ = ["PARAGRAPH_FEATURES", "TEXT_FEATURES", "BodyBlock"]
