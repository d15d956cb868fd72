"""Places of documents in the plane."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._frozen import FrozenArrays
from .._sklearn import validate_params
from ._island_places import island_places
from ._layout_input import read_layout_input
from ._reduced_places import given_places, reduced_places


@dataclass(frozen=True, eq=False, repr=False)
class DocumentLayout(FrozenArrays):
    """Places of documents and topics in the plane, made by `document_layout`.

    Parameters
    ----------
    coordinates : ndarray of shape (n_documents, 2), float32
    topic_coordinates : ndarray of shape (n_topics, 2), float32
        NaN for topics without documents.
    labels : ndarray of shape (n_documents,), int64
        Main topic, -1 for none.
    kind : {"given", "embeddings", "shares"}
    meaning : str
        What nearness means, a sentence.
    """

    coordinates: np.ndarray
    topic_coordinates: np.ndarray
    labels: np.ndarray
    kind: str
    meaning: str

    def __repr__(self):
        n_topics = int(np.isfinite(self.topic_coordinates[:, 0]).sum())
        return (
            f"DocumentLayout: {len(self.labels)} documents, {n_topics} topics, by "
            f"{self.kind}"
        )


@validate_params(
    {"random_state": ["random_state"]},
    prefer_skip_nested_validation=True,
)
def document_layout(
    model,
    X=None,
    *,
    embeddings=None,
    coordinates=None,
    reducer: Any = None,
    random_state: Any = 0,
    **beside,
) -> DocumentLayout:
    """Place documents and topics in the plane."""
    if coordinates is not None and reducer is not None:
        raise TypeError("Give coordinates or a reducer, not both.")
    read = read_layout_input(model, X, embeddings, beside)
    if coordinates is not None:
        places = given_places(coordinates, len(read.labels))
        kind, meaning = "given", _GIVEN
    elif reducer is not None:
        places = reduced_places(read, reducer, random_state)
        kind, meaning = read.kind, _MEANINGS[read.kind]
    else:
        places = island_places(read, random_state)
        kind, meaning = read.kind, _MEANINGS[read.kind]
    topics = read.topic_means(places)
    return DocumentLayout(places, topics, read.labels, kind, meaning)


_GIVEN = "The places were given: what nearness means depends on how they were made."
_MEANINGS = {
    "embeddings": (
        "Documents near each other have similar meanings (embeddings). Large "
        "distances and the axes mean nothing."
    ),
    "shares": (
        "Documents near each other have similar shares of topics. Large distances "
        "and the axes mean nothing."
    ),
}
