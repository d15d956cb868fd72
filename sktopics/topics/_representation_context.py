"""What representations of topics look at, and how they are applied to a table."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .._validation import levels_to_caller
from ._representatives import RepresentativeDocument
from ._topic_table import TopicTable

# What a representation may say that it needs: attributes of the context that may be
# None, and how a user gives them.
_WAYS = {
    "documents": "pass the training documents as X",
    "shares": "pass the training documents as X",
    "embeddings": "fit the model, or pass embeddings",
    "topic_embeddings": "use a model that has embeddings",
    "encoder": "give the model an encoder",
}


@dataclass(frozen=True, eq=False)
class RepresentationContext:
    """What a representation may look at to name topics and choose their words.

    All of it speaks of the same documents: row i of `documents`, `shares` and
    `embeddings` is document i, which is also the `index` of a representative
    document. What is not at hand is None, and never something else: a model that has
    learned from a batch does not pass the batch for the whole corpus.

    Parameters
    ----------
    table : TopicTable
        All topics by their own words, before any representation. The table that a
        representation is given may hold fewer: the topics that have changed.
    components : csr_array or ndarray of shape (n_topics, n_terms)
        Weights of terms.
    terms : ndarray of shape (n_terms,)
        Names of the columns.
    documents : list of str or None
        The training documents.
    shares : csr_array of shape (n_documents, n_topics) or None
        Shares of topics in documents; of clusters, 1 for the topic of a document.
    embeddings : ndarray of shape (n_documents, n_dimensions) or None
        Vectors of the documents.
    topic_embeddings : ndarray of shape (n_topics, n_dimensions) or None
        Vectors of the topics.
    encoder : transformer or None
        Makes vectors of texts.
    texts : mapping from int to str, default={}
        Full texts of representative documents, by row. They are kept by the model, so
        that they are there where `documents` are not.

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
    texts: Mapping[int, str] = field(default_factory=dict)

    @property
    def labels(self) -> np.ndarray | None:
        """Topic with the largest share in each document, -1 where there is none."""
        if self.shares is None:
            return None
        if not self.shares.shape[1]:
            return np.full(self.shares.shape[0], -1)
        labels = np.asarray(self.shares.argmax(axis=1)).ravel()
        has_topic = np.asarray(self.shares.sum(axis=1)).ravel() > 0
        return np.where(has_topic, labels, -1)

    def text(self, document: RepresentativeDocument) -> str | None:
        """Return the full text of a representative document.

        Its excerpt where the text is not at hand.
        """
        if document.index in self.texts:
            return self.texts[document.index]
        if self.documents is not None:
            return self.documents[document.index]
        return document.excerpt


def refine_table(table, representation, context, *, errors="warn") -> TopicTable:
    """Let representations choose the words and names of topics.

    Parameters
    ----------
    table : TopicTable
        The topics to describe.
    representation : callable, object with `refine`, list of such, or None
        Called in turn as ``refine(table, context)``, to return the table with other
        words, names or aspects. A representation that has an attribute `needs`, names
        of attributes of the context such as ``("documents", "encoder")``, is passed
        over with a warning where one of them is None.
    context : RepresentationContext
    errors : {"warn", "raise"}, default="warn"
        What an error in a representation does. With "warn", topics keep the words that
        they had before it, and a warning says what went wrong.

    Returns
    -------
    table : TopicTable
        Topics in the order of `table`. A topic with other words is called by the
        first of them, if nothing else has named it.

    Raises
    ------
    TypeError
        If a representation is not callable and has no `refine`; if it returns something
        other than a `TopicTable` and ``errors="raise"``.
    ValueError
        If a representation needs something unknown; if it returns other topics, or
        topics in another order, or needs something that is not there, and
        ``errors="raise"``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> import numpy as np
    >>> from sktopics.topics import (
    ...     RepresentationContext, Topic, TopicTable, refine_table
    ... )
    >>> table = TopicTable([Topic(0, None, 1.0, ("sea", "ship"), (0.6, 0.4))])
    >>> context = RepresentationContext(
    ...     table, np.array([[0.6, 0.4]]), np.array(["sea", "ship"])
    ... )
    >>> def shout(table, context):
    ...     return TopicTable(replace(t, label=t.terms[0].upper()) for t in table)
    >>> refine_table(table, shout, context).labels
    ['SEA']
    """
    for step in check_representation(representation):
        missing = [name for name in _needs(step) if getattr(context, name) is None]
        if missing:
            message = (
                f"{_name(step)} needs {' and '.join(missing)}, which are not at hand "
                f"here: {'; '.join(dict.fromkeys(_WAYS[name] for name in missing))}."
            )
            if errors == "raise":
                raise ValueError(message)
            _warn(f"{message} Topics are described without it.")
            continue
        try:
            table = _renamed(_refined(step, table, context), table)
        except Exception as error:
            if errors == "raise":
                raise
            _warn(
                f"{_name(step)} failed ({type(error).__name__}: {error}). Topics are "
                "described without it; update_topics tries again."
            )
    return table


def check_representation(representation) -> list:
    """Return the single representations that one, or a list of them, stands for.

    Parameters
    ----------
    representation : callable, object with `refine`, list of such, or None

    Returns
    -------
    steps : list of callables and objects with `refine`

    Raises
    ------
    TypeError
        If one is not callable and has no `refine`.
    ValueError
        If one needs something that no context has.

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
        if not callable(getattr(step, "refine", step)):
            raise TypeError(
                "A representation must be callable or have a method refine, got "
                f"{step!r}."
            )
        for name in _needs(step):
            if name not in _WAYS:
                raise ValueError(
                    f"{_name(step)} needs {name!r}, and a context has only "
                    f"{', '.join(_WAYS)}."
                )
    return list(representation)


def _needs(step):
    needs = getattr(step, "needs", ())
    return (needs,) if isinstance(needs, str) else tuple(needs)


def _name(step):
    return f"The representation {getattr(step, '__name__', type(step).__name__)}"


def _warn(message):
    warnings.warn(message, UserWarning, stacklevel=levels_to_caller())


def _refined(step, table, context):
    """What a representation makes of a table, checked to be of the same topics."""
    refined = getattr(step, "refine", step)(table, context)
    if not isinstance(refined, TopicTable):
        raise TypeError(
            f"A representation must return a TopicTable, and returned "
            f"{type(refined).__name__}"
        )
    given, got = ([topic.index for topic in each] for each in (table, refined))
    if given != got:
        raise ValueError(
            f"A representation must return the topics {_shown(given)} in their order, "
            f"and returned {_shown(got)}"
        )
    return refined


def _shown(numbers):
    shown = ", ".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown}, … ({len(numbers)})"


def _renamed(refined, table):
    """Call topics by their first words that have other words now, and the old name."""
    return TopicTable(
        replace(new, label=None) if new.label == old.label and not old.is_named else new
        for new, old in zip(refined, table, strict=True)
    )
