"""Places of documents in the plane."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._sklearn import validate_params
from ._given_places import given_places, places_of_reducer
from ._layout_input import read_layout_input
from ._vector_places import places_of_documents

_MEANINGS = {
    "given": (
        "The places were given: what nearness means depends on how they were made."
    ),
    "embeddings": (
        "Documents near each other have similar embeddings, and so similar meanings. "
        "Large distances and the axes mean nothing."
    ),
    "shares": (
        "Documents near each other have similar shares of topics. Large distances and "
        "the axes mean nothing."
    ),
    "topics": (
        "Documents stand around the place of their topic. Where they stand around it "
        "means nothing."
    ),
}


@dataclass(frozen=True, eq=False, repr=False)
class DocumentLayout(ColumnsMixin, FrozenArrays):
    """Places of documents and topics in the plane, made by `document_layout`.

    Parameters
    ----------
    coordinates : ndarray of shape (n_documents, 2), float32
        Never NaN.
    topic_coordinates : ndarray of shape (n_topics, 2), float32
        Where topics are among their documents. NaN for topics that no document has.
    labels : ndarray of shape (n_documents,), int64
        Main topic of each document, -1 for none.
    kind : {"given", "embeddings", "shares"}
        What the places were made from.
    meaning : str
        What nearness means, in a sentence.
    """

    coordinates: np.ndarray
    topic_coordinates: np.ndarray
    labels: np.ndarray
    kind: str
    meaning: str

    def __len__(self):
        return len(self.labels)

    def _columns(self):
        x, y = self.coordinates.T
        return {"topic": self.labels, "x": x, "y": y}

    def __repr__(self):
        n_topics = len(self.topic_coordinates)
        n_without = int((self.labels < 0).sum())
        return (
            f"DocumentLayout: {len(self)} document{'' if len(self) == 1 else 's'}, "
            f"{n_topics} topic{'' if n_topics == 1 else 's'}, by {self.kind}; "
            f"{n_without} without a topic"
        )


@validate_params({"random_state": ["random_state"]}, prefer_skip_nested_validation=True)
def document_layout(
    model,
    X=None,
    *,
    embeddings=None,
    coordinates=None,
    topic_coordinates=None,
    reducer: Any = None,
    random_state: Any = 0,
    **beside,
) -> DocumentLayout:
    """Place documents in the plane so that similar documents are near each other.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model of topics, a Pipeline that ends in one, or a fitted search; or
        the labels of documents, of shape (n_documents,), -1 for none; or their shares
        of topics, of shape (n_documents, n_topics).
    X : object, default=None
        What `model.transform` takes. None stands for the training documents of a model
        that keeps their topics: a model of clusters, or one with ``doc_topic_``. For
        labels and shares, texts or counts of words, by which topics are compared.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents. By default the vectors that the model keeps of its
        training documents; without any, shares of topics.
    coordinates : array-like of shape (n_documents, 2), default=None
        Places that you have already.
    topic_coordinates : array-like of shape (n_topics, 2), default=None
        Places of topics between which documents start, such as the `topic_layout` of
        another corpus or of the model that labels or shares come from. By default the
        `topic_layout` of what is given. NaN for topics that have none.
    reducer : transformer with two components, default=None
        Makes places of the embeddings, or of the shares where there are none, such as
        ``UMAP()`` or ``PCA(2)``. A fitted one is only asked to transform. One that is
        not fitted is cloned and fitted on the documents of which anything is known.
    random_state : int, RandomState instance or None, default=0
        Draws where documents start, and which ones are landmarks. A reducer whose
        ``random_state`` is None gets a number from it.
    **beside : dict
        What `transform` of the model takes beside `X`, such as ``authors=``.

    Returns
    -------
    layout : DocumentLayout
        Documents without a topic whose vector is zero or unknown are on a ring around
        the others.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If `X` is missing, or both `coordinates` and `reducer` are given.
    ValueError
        If there are not as many embeddings or coordinates as documents, if there are
        fewer `topic_coordinates` than topics, or if the
        reducer does not return two numbers for each document.

    See Also
    --------
    topic_layout : Places of topics.

    Notes
    -----
    Documents are compared by the angle between their embeddings, or between the square
    roots of their shares, as in Hellinger's distance. At most 3,000 documents, spread
    evenly over the topics, are landmarks. They start between the topics that they are
    similar to, where `topic_layout` places these, and are then moved by the forces of
    t-SNE [1]_: each document is pulled to its 15 nearest neighbours, three times as
    hard by documents of its own topic, and pushed by all others. Any other document is
    placed among the five landmarks nearest to it. Places depend on the order of rows
    up to rounding; documents with equal vectors are spread over a small disc. The time
    grows linearly with the number of documents.

    Documents that have a topic each and no vectors fill a disc around the place of
    their topic.

    References
    ----------
    .. [1] L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9,
       2008.

    Examples
    --------
    >>> from sktopics.analysis import document_layout
    >>> shares = [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.0, 0.0]]
    >>> layout = document_layout(shares)
    >>> layout
    DocumentLayout: 4 documents, 2 topics, by shares; 1 without a topic
    >>> layout.labels
    array([ 0,  0,  1, -1])
    >>> layout.coordinates.shape, layout.topic_coordinates.shape
    ((4, 2), (2, 2))
    >>> layout.meaning[:55]
    'Documents near each other have similar shares of topics'
    """
    if coordinates is not None and reducer is not None:
        raise TypeError(
            "coordinates are places already, and reducer makes some: give one of the "
            "two."
        )
    read = read_layout_input(
        model, X, embeddings, topic_coordinates, beside, random_state
    )
    kind = read.kind
    meaning = "topics" if read.vectors is None else kind
    if coordinates is not None:
        places = given_places(coordinates, len(read.labels))
        kind = meaning = "given"
    elif reducer is not None:
        places = places_of_reducer(read, reducer, random_state)
    else:
        places = places_of_documents(read, random_state)
    topics = read.places_among(places)
    return DocumentLayout(places, topics, read.labels, kind, _MEANINGS[meaning])
