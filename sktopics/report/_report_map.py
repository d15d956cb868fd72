"""Places of documents and topics on the map of a report."""

from typing import NamedTuple

import numpy as np

from .._reading import read_kept_vectors
from ..analysis import document_layout, topic_layout
from ._corpus_blocks import n_rows_of, some_documents

# Places are whole numbers from 0 to this.
FARTHEST = 65535
_BY_WORDS = (
    "Topics near each other have similar words. Large distances and the axes mean "
    "nothing."
)


class ReportMap(NamedTuple):
    """Places on the map.

    Attributes
    ----------
    kind : {"given", "embeddings", "shares"}
    text : str
        What nearness means.
    documents : ndarray of shape (n_inside, 2), uint16, or None
    topics : list of ([x, y] or None)
    """

    kind: str
    text: str
    documents: np.ndarray | None
    topics: list


def report_map(model, X, inside, options):
    """Return the map of the documents inside a report.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
    inside : Inside
    options : ReportOptions
    """
    embeddings, coordinates = options.embeddings, options.coordinates
    if embeddings is None:
        embeddings = read_kept_vectors(model, X)
    vectors = None if embeddings is None else some_documents(embeddings, inside.rows)
    places = None if coordinates is None else some_documents(coordinates, inside.rows)
    layout = document_layout(
        inside.topics if inside.are_clusters else inside.found,
        embeddings=vectors,
        coordinates=places,
        topic_coordinates=topic_layout(model, random_state=options.random_state),
        random_state=options.random_state,
    )
    documents, topics = _whole_numbers(layout.coordinates, layout.topic_coordinates)
    return ReportMap(layout.kind, layout.meaning, documents, topics)


def map_of_topics(model, random_state):
    """Return a map of topics alone, where there are no documents."""
    places = topic_layout(model, random_state=random_state)
    _, topics = _whole_numbers(np.empty((0, 2)), places)
    return ReportMap("shares", _BY_WORDS, None, topics)


def check_map_places(coordinates, n_documents):
    """Refuse places that are not one for each document of the corpus."""
    if coordinates is None:
        return
    shape = getattr(coordinates, "shape", None) or (n_rows_of(coordinates),)
    if shape[0] != n_documents:
        raise ValueError(
            f"coordinates must have a row for each of the {n_documents} documents of "
            f"the corpus, and has {shape[0]}."
        )


def _whole_numbers(documents, topics):
    """Return places of documents and topics on one square of whole numbers."""
    known = np.vstack([documents, topics[np.isfinite(topics).all(axis=1)]])
    low = known.min(axis=0) if len(known) else np.zeros(2)
    extent = max(float(np.ptp(known, axis=0).max()) if len(known) else 0.0, 1e-12)

    def scaled(places):
        shares = (places - (low + np.ptp(known, axis=0) / 2)) / extent + 0.5
        return np.rint(np.clip(shares, 0, 1) * FARTHEST)

    if not len(known):
        return documents.astype(np.uint16), [None] * len(topics)
    listed = [
        [int(place[0]), int(place[1])] if np.isfinite(place).all() else None
        for place in scaled(topics)
    ]
    return scaled(documents).astype(np.uint16), listed
