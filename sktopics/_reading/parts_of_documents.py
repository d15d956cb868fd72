"""Topics of the parts of documents: sentences, paragraphs or so many words."""

from typing import NamedTuple

import narwhals as nw
import numpy as np
import scipy.sparse as sp

from .._arrays import offsets_of
from .._columns import items_of
from .._part_spans import part_spans
from .document_shares import document_shares
from .forms import frame_columns, listed


class TopicsOfParts(NamedTuple):
    """Parts of documents and their topics.

    Attributes
    ----------
    spans : ndarray of shape (n_parts, 2), int64
        Start and stop of each part in its document, in characters.
    offsets : ndarray of shape (n_documents + 1,), int64
        Document d has the parts ``offsets[d]:offsets[d + 1]``.
    shares : csr_array of shape (n_parts, n_topics)
        Shares of topics; of clusters, 1 for the topic of a part.
    """

    spans: np.ndarray
    offsets: np.ndarray
    shares: sp.csr_array

    def in_characters(self, runs):
        """Return runs of parts as rows of document, start and stop in characters."""
        first = self.offsets[runs[:, 0]]
        starts = self.spans[first + runs[:, 1], 0]
        stops = self.spans[first + runs[:, 2] - 1, 1]
        return np.column_stack((runs[:, 0], starts, stops))


def topics_of_parts(
    model, documents, by="sentence", *, table=None, embeddings=None, **beside
):
    """Return the topics that a model gives to the parts of documents.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted; it takes texts, or a table.
    documents : list of str
    by : {"paragraph", "sentence"} or int, default="sentence"
        What parts are, as in :func:`~sktopics.text.split_documents`.
    table : data frame, default=None
        What the model takes, if it is no texts: it has a column with the documents.
    embeddings : array-like of shape (n_parts, n_dimensions), default=None
        Vectors of the parts.
    **beside : dict
        What `transform` takes beside documents, one for each document: parts have that
        of their document.

    Returns
    -------
    found : TopicsOfParts
    """
    spans = [part_spans(text, by) for text in documents]
    offsets = offsets_of([len(found) for found in spans])
    owners = np.repeat(np.arange(len(documents)), np.diff(offsets))
    flat = [span for found in spans for span in found]
    parts = [
        documents[d][start:stop] for d, (start, stop) in zip(owners, flat, strict=True)
    ]
    given = {name: _of_owners(name, v, owners, offsets) for name, v in beside.items()}
    if embeddings is not None:
        if len(embeddings) != len(parts):
            raise ValueError(
                f"embeddings must be vectors of the {len(parts)} parts of the "
                f"documents, as split_documents(documents, by={by!r}) makes them, and "
                f"have {len(embeddings)} rows."
            )
        given["embeddings"] = embeddings
    if parts:
        X = parts if table is None else _rows_of_parts(table, documents, owners, parts)
        shares = document_shares(model, X, **given).shares
    else:
        shares = sp.csr_array((0, 0))
    spans = np.array(flat, dtype=np.int64).reshape(-1, 2)
    return TopicsOfParts(spans, offsets, sp.csr_array(shares))


def _of_owners(name, values, owners, offsets):
    """Return what documents have, for each of their parts."""
    values = list(items_of(values))
    if len(values) != len(offsets) - 1:
        raise ValueError(
            f"{name} must have one entry for each of the {len(offsets) - 1} documents, "
            f"and has {len(values)}."
        )
    return [values[owner] for owner in owners]


def _rows_of_parts(table, documents, owners, parts):
    """Return the rows of a table once for each part, with its text in their column."""
    names = frame_columns(table)
    frame = None if names is None else nw.from_native(table, eager_only=True)
    texts = [n for n in names or () if listed(frame[n].to_native()) == documents]
    if not texts:
        raise TypeError(
            f"X is a {type(table).__name__} that has no column of texts: give a data "
            "frame with one, or texts and a Pipeline that takes them."
        )
    backend = nw.get_native_namespace(frame)
    column = nw.new_series(texts[0], parts, backend=backend)
    return frame[owners.tolist()].with_columns(column).to_native()
