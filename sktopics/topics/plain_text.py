"""Plain text for a screen or a file, for tables and trees of other rooms."""

from ._display import clip, percentage, printable
from ._written_table import csv_text

__all__ = ["clip", "csv_text", "percentage", "printable"]
