"""Columns of a table of topics, for data frames and for files."""

import numpy as np

from .._frozen import thawed
from ._display import (
    aspect_names,
    aspect_text,
    is_known,
    own_labels,
    percentage,
)


def frame_columns_of(topics, *, joined_terms):
    """Return columns of rows of topics by their names; see `TopicTable.to_frame`."""
    terms = [list(t.terms) for t in topics]
    columns = {
        "topic": [t.index for t in topics],
        "label": [t.label for t in topics],
        "size": _numbers(t.size for t in topics),
    }
    if any(is_known(t.share_of_documents) for t in topics):
        columns["share_of_documents"] = _numbers(t.share_of_documents for t in topics)
    if any(t.is_empty for t in topics):
        columns["is_empty"] = [t.is_empty for t in topics]
    columns |= {
        "terms": [", ".join(words) for words in terms] if joined_terms else terms,
        "weights": [list(t.weights) for t in topics],
        "documents": [[d.index for d in t.documents] for t in topics],
        "document_shares": [[d.share for d in t.documents] for t in topics],
        "excerpts": [[d.excerpt for d in t.documents] for t in topics],
    }
    if any(t.authors for t in topics):
        columns["authors"] = [[a.name for a in t.authors] for t in topics]
        columns["author_shares"] = [[a.share for a in t.authors] for t in topics]
    for name in aspect_names(topics):
        columns[_column_of(name, columns)] = [
            thawed(topic.aspects.get(name)) for topic in topics
        ]
    return columns


def file_columns(topics):
    """Return titles and rows of a table that a file holds, with numbers as they are."""
    columns = {
        "topic": [t.index for t in topics],
        "label": [t.label for t in topics],
        "size": [_number(t.size) for t in topics],
        "share_of_documents": [_number(t.share_of_documents) for t in topics],
        "terms": [", ".join(t.terms) for t in topics],
    }
    columns |= _described(topics, columns)
    return list(columns), [list(row) for row in zip(*columns.values(), strict=True)]


def shown_columns(topics):
    """Return titles, rows of str and which columns are numbers, of what is known.

    Terms are the last column.
    """
    columns = {"topic": [str(t.index) for t in topics]}
    for name in ("size", "share_of_documents"):
        values = [getattr(t, name) for t in topics]
        if any(map(is_known, values)):
            columns[name.replace("_", " ")] = list(map(percentage, values))
    numeric = len(columns)
    if own_labels(topics):
        columns["label"] = [t.label for t in topics]
    terms = {
        "top terms": ["(empty)" if t.is_empty else ", ".join(t.terms) for t in topics]
    }
    columns |= _described(topics, columns | terms) | terms
    titles = list(columns)
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return titles, rows, [i < numeric for i in range(len(titles))]


def _described(topics, columns):
    """Return columns of authors and of aspects, as texts, where some topic has them."""
    found = {}
    if any(t.authors for t in topics):
        found["authors"] = [
            ", ".join(f"{a.name} ({a.share:.2f})" for a in t.authors) for t in topics
        ]
    for name in aspect_names(topics):
        found[_column_of(name, {**columns, **found})] = [
            aspect_text(t.aspects[name]) if name in t.aspects else "" for t in topics
        ]
    return found


def _column_of(aspect, columns):
    """Return the name of the column of an aspect; others may have its own name."""
    return f"aspect {aspect}" if aspect in columns else aspect


def _numbers(values):
    """Return numbers as an array, NaN for what is unknown."""
    return np.array([np.nan if value is None else value for value in values], float)


def _number(value):
    return float(value) if is_known(value) else None
