"""The StreamField blocks of page bodies, one module per group, combined in ``streams``."""

from .streams import BodyBlock
from .text import PARAGRAPH_FEATURES, TEXT_FEATURES

__all__ = ["PARAGRAPH_FEATURES", "TEXT_FEATURES", "BodyBlock"]
