"""What representations of topics look at, and what they may need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from .._reading import documents_in, main_topics
from .._sklearn import check_parameters
from ._kept_documents import KeptDocuments
from ._representatives import RepresentativeDocument
from ._topic_table import TopicTable

# What a representation may say that it needs: attributes of the context that may not be
# at hand, and how a user gives them.
WAYS = {
    "documents": "pass the training documents as X",
    "shares": "pass the training documents as X",
    "embeddings": "fit the model, or pass embeddings",
    "topic_embeddings": "use a model that has embeddings",
    "encoder": "give the model an encoder, or the representation one as encoder=",
}


@dataclass(frozen=True, eq=False)
class RepresentationContext:
    """What a representation may look at to name topics and choose their words.

    All of it speaks of the same documents: row i of `documents`, `shares` and
    `embeddings` is document i, which is also the `index` of a representative
    document. A model that has learned from a batch does not pass the batch for the
    whole corpus.

    Parameters
    ----------
    table : TopicTable
        All topics by their own words, before any representation. The table that a
        representation is given may hold fewer: the topics that have changed.
    components : csr_array or ndarray of shape (n_topics, n_terms)
        Weights of terms.
    terms : ndarray of shape (n_terms,)
        Names of the columns.
    documents : sequence of str or None
        The training documents. Where a model does not have all of them, the full texts
        of representative documents are in their rows, and the others raise a
        LookupError.
    shares : csr_array of shape (n_documents, n_topics) or None
        Shares of topics in documents; of clusters, 1 for the topic of a document.
    embeddings : ndarray of shape (n_documents, n_dimensions) or None
        Vectors of the documents, if all are at hand.
    topic_embeddings : ndarray of shape (n_topics, n_dimensions) or None
        Vectors of the topics.
    encoder : transformer or None
        Makes vectors of texts.
    analyzer : callable or None
        Makes terms of a text, as the vectorizer of the model does.
    in_fit : bool, default=False
        Whether a model is fitted or changed, perhaps as a candidate of a search, and
        nobody has asked for names. A representation that costs money is silent then.

    See Also
    --------
    refine_table : Applies representations to a table.
    """

    table: TopicTable
    components: object
    terms: np.ndarray
    documents: Sequence[str] | None = None
    shares: object = None
    embeddings: np.ndarray | None = None
    topic_embeddings: np.ndarray | None = None
    encoder: object = None
    analyzer: Callable | None = None
    in_fit: bool = False

    def __post_init__(self):
        if self.documents is not None and not isinstance(self.documents, Sequence):
            # A column of a frame is asked by its index, and not by row.
            object.__setattr__(self, "documents", documents_in(self.documents))

    @property
    def labels(self) -> np.ndarray | None:
        """Topic with the largest share in each document, -1 where there is none."""
        if self.shares is None:
            return None
        return main_topics(sp.csr_array(self.shares))

    @property
    def has_all_documents(self) -> bool:
        """Whether the texts of all documents are at hand."""
        partial = isinstance(self.documents, KeptDocuments)
        return self.documents is not None and not partial

    def text(self, document: RepresentativeDocument) -> str | None:
        """Return the full text of a representative document.

        Its excerpt where the context has no documents.
        """
        if self.documents is None:
            return document.excerpt
        return self.documents[document.index]

    def lacks(self, name) -> bool:
        """Return whether something that a representation needs is not at hand."""
        if name == "documents":
            return not self.has_all_documents
        return getattr(self, name) is None


def check_representation(representation) -> list:
    """Return the single representations that one, or a list of them, stands for.

    Parameters
    ----------
    representation : callable, object with `refine`, dict, list of such, or None
        A dict holds aspects: representations, or lists of them, by name.

    Returns
    -------
    steps : list of callables, objects with `refine` and dicts

    Raises
    ------
    InvalidParameterError
        If one is an estimator with an illegal parameter.
    TypeError
        If one is not callable and has no `refine`, or if the name of an aspect is no
        str.
    ValueError
        If one needs something that no context has, or if an aspect is called "Main".

    Examples
    --------
    >>> from sktopics.topics import check_representation
    >>> check_representation(None)
    []
    """
    if representation is None:
        return []
    if not isinstance(representation, (list, tuple)):
        representation = [representation]
    for step in representation:
        if isinstance(step, Mapping):
            _check_aspects(step)
        else:
            _check_step(step)
    return list(representation)


def _check_aspects(aspects):
    for name, steps in aspects.items():
        if not isinstance(name, str) or not name:
            raise TypeError(f"The name of an aspect must be a str, got {name!r:.100}.")
        if name == "Main":
            raise ValueError(
                'An aspect leaves the own words of topics as they are, also if "Main" '
                "is its name: put what is to choose these before the dict, in a list "
                'such as [representation, {"other words": ...}].'
            )
        for step in steps if isinstance(steps, (list, tuple)) else [steps]:
            if isinstance(step, Mapping):
                raise TypeError(
                    f"The aspect {name!r} must be a representation or a list of some, "
                    "and holds aspects again."
                )
        check_representation(steps)


def _check_step(step):
    if isinstance(step, type) or not callable(getattr(step, "refine", step)):
        raise TypeError(
            "A representation must be callable or have a method refine, or be a dict "
            f"of aspects, got {step!r:.100}."
        )
    if hasattr(step, "_parameter_constraints"):
        check_parameters(step)
    for name in needs_of(step):
        if name not in WAYS:
            raise ValueError(
                f"{name_of(step)} needs {name!r}, and a context has only "
                f"{', '.join(WAYS)}."
            )


def needs_of(step):
    """Return what a representation says that it needs."""
    needs = getattr(step, "needs", ())
    return (needs,) if isinstance(needs, str) else tuple(needs)


def name_of(step):
    """Return what messages call a representation."""
    return f"The representation {getattr(step, '__name__', type(step).__name__)}"
