"""Plain text that fits a screen, for tables and trees of other rooms."""

from ._display import clip, percentage, printable

__all__ = ["clip", "percentage", "printable"]
