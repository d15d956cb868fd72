"""The table of topics that metrics, plots and reports consume."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._optional import import_optional
from ._display import table_html, table_text, topic_text


@dataclass(frozen=True)
class RepresentativeDocument:
    """A document in which a topic has one of its highest shares.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    share : float
        Share of the topic in the document, in [0, 1].
    excerpt : str, default=None
        First words of the document; None if the corpus was not raw text.
    """

    index: int
    share: float
    excerpt: str | None = None


@dataclass(frozen=True)
class TopicAuthor:
    """An author who is typical of a topic.

    Parameters
    ----------
    name : str or int
        Name of the author; a number if the model knows no names.
    share : float
        Share of the topic in what the author writes, in [0, 1].
    """

    name: str | int
    share: float


@dataclass(frozen=True, repr=False)
class Topic:
    """One row of a `TopicTable`.

    Parameters
    ----------
    index : int
        Row of the topic in the model's `components_`.
    label : str
        Name of the topic; its first three terms if nobody has named it.
    size : float or None
        Share of the corpus in [0, 1]; None if unknown.
    terms : tuple of str
        Top terms, best first.
    weights : tuple of float
        p(term | topic) of the top terms.
    documents : tuple of RepresentativeDocument, default=()
        Documents with the highest share of the topic, highest first.
    authors : tuple of TopicAuthor, default=()
        Most typical authors, best first; none if the model has no authors.
    """

    index: int
    label: str
    size: float | None
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    documents: tuple[RepresentativeDocument, ...] = ()
    authors: tuple[TopicAuthor, ...] = ()

    def __post_init__(self):
        for name in ("terms", "weights", "documents", "authors"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if len(self.terms) != len(self.weights):
            raise ValueError(
                f"A topic has a weight for each of its terms; got {len(self.terms)} "
                f"terms and {len(self.weights)} weights."
            )

    def __repr__(self):
        return topic_text(self)


@dataclass(frozen=True, repr=False)
class TopicTable(Sequence):
    """An immutable table of topics: sizes, top terms, typical documents and authors.

    A sequence of `Topic` rows: ``len(table)``, ``table[0]`` and iteration give
    topics, ``table[:5]`` is a table again. Equal tables have equal rows. A table
    with other rows is made from them: ``TopicTable(dataclasses.replace(topic,
    label=...) for topic in table)``. Usually made by `topic_table`.

    Parameters
    ----------
    topics : iterable of Topic
        The rows.

    See Also
    --------
    topic_table : Make a table from a fitted model or Pipeline.

    Examples
    --------
    >>> from sktopics.topics import Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, "sea", 0.7, ("sea", "ship", "harbour"), (0.3, 0.2, 0.1)),
    ...     Topic(1, "money", 0.3, ("tax", "budget", "debt"), (0.4, 0.2, 0.1)),
    ... ])
    >>> table
    TopicTable: 2 topics
    topic   size  label  top terms
        0  70.0%  sea    sea, ship, harbour
        1  30.0%  money  tax, budget, debt
    >>> table.top_words[1]
    ['tax', 'budget', 'debt']
    """

    topics: tuple[Topic, ...]

    def __post_init__(self):
        topics = tuple(self.topics)
        for topic in topics:
            if not isinstance(topic, Topic):
                raise TypeError(
                    f"A TopicTable holds Topic rows, got {type(topic).__name__}."
                )
        object.__setattr__(self, "topics", topics)

    def __len__(self):
        return len(self.topics)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicTable(self.topics[key])
        return self.topics[key]

    def __iter__(self):
        return iter(self.topics)

    @property
    def top_words(self):
        """Top terms of each topic, a list of lists of str: what metrics take."""
        return [list(topic.terms) for topic in self]

    @property
    def weights(self):
        """p(term | topic) of the top terms, a list of lists of float."""
        return [list(topic.weights) for topic in self]

    @property
    def labels(self):
        """Names of the topics, a list of str."""
        return [topic.label for topic in self]

    @property
    def sizes(self):
        """Shares of the corpus, ndarray of shape (n_topics,); NaN if unknown."""
        return np.array([t.size for t in self], dtype=np.float64)

    def to_frame(self):
        """Return the table as a pandas data frame.

        Returns
        -------
        frame : pandas.DataFrame of shape (n_topics, 7) or (n_topics, 9)
            Indexed by topic, with the columns ``label``, ``size``, and, as lists,
            ``terms``, ``weights``, ``documents`` (rows of the corpus),
            ``document_shares`` and ``excerpts``, and, where a topic has authors,
            ``authors`` and ``author_shares``.
            ``frame.explode(["terms", "weights"])`` has a row per term.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        pandas = import_optional("pandas", "pandas")
        columns = {
            "label": self.labels,
            "size": self.sizes,
            "terms": self.top_words,
            "weights": self.weights,
            "documents": [[d.index for d in t.documents] for t in self],
            "document_shares": [[d.share for d in t.documents] for t in self],
            "excerpts": [[d.excerpt for d in t.documents] for t in self],
        }
        if any(t.authors for t in self):
            columns["authors"] = [[a.name for a in t.authors] for t in self]
            columns["author_shares"] = [[a.share for a in t.authors] for t in self]
        index = pandas.Index([t.index for t in self], name="topic")
        return pandas.DataFrame(columns, index=index)

    def __repr__(self):
        return table_text(self.topics)

    def _repr_html_(self):
        return table_html(self.topics)
