"""Segments of sequences of vectors: borders, spans, runs and passages.

Rows of arrays are positions of a text: tokens, windows or sentences. What they are, and
where they stand in the text, is for the caller to know.
"""

from .borders import borders_of, peaks_of, root_shares
from .passages import Passage, best_passages, passages_in
from .runs import merge_runs, smoothed
from .segment_checks import check_allowed, check_numbers, check_spans
from .spans import means_of_rows, pieces_between, spans_between
from .topic_runs import TopicRuns, topic_runs

__all__ = [
    "Passage",
    "TopicRuns",
    "best_passages",
    "borders_of",
    "check_allowed",
    "check_numbers",
    "check_spans",
    "means_of_rows",
    "merge_runs",
    "passages_in",
    "peaks_of",
    "pieces_between",
    "root_shares",
    "smoothed",
    "spans_between",
    "topic_runs",
]
