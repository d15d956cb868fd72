"""From a fitted model to a table of its topics."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import TYPE_CHECKING, overload

import numpy as np

from .._frozen import thawed
from .._optional import import_optional
from .._sklearn import Interval, StrOptions, validate_params
from ._display import aspect_names, table_html, table_text
from ._model_rows import rows_of_model
from ._spreadsheet_cells import shown_as_text_in_cells
from ._topic import Topic

if TYPE_CHECKING:
    import pandas as pd


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "relevance": [Interval(Real, 0, 1, closed="both")],
        "sort_by": [StrOptions({"model", "size"})],
        "labels": ["array-like", None],
        "n_representative": [Interval(Integral, 0, None, closed="left")],
        "n_authors": [Interval(Integral, 0, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def topic_table(
    model,
    n_top_words=10,
    feature_names=None,
    X=None,
    *,
    relevance=1.0,
    sort_by="model",
    labels=None,
    n_representative=3,
    n_authors=3,
    columns=None,
) -> "TopicTable":
    """Make a table of the topics of a fitted model.

    A model may have a table of its own, `topics_`, as BERTopic has. Its words, names,
    aspects, authors, sizes and documents come first then, see Notes.

    Parameters
    ----------
    model : estimator
        A fitted model with `components_` of shape (n_components, n_terms),
        non-negative (of sktopics, `LatentDirichletAllocation` and `NMF` of
        scikit-learn, ...), a Pipeline that ends in one (nested Pipelines and
        raw text too), or a fitted search over one.
    n_top_words : int, default=10
        Number of terms per topic. A topic has fewer where fewer have a positive
        weight: a term of weight 0 is not in the topic. Terms of equal weight are
        in the order of the columns.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms. By default those that the Pipeline or the model knows,
        else column numbers ("0", "1", ...).
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus: what `model.transform` takes, that is raw documents for a
        Pipeline from text, counts for a bare model on counts. It gives sizes and
        representative documents.
    relevance : float in [0, 1], default=1.0
        Lambda of Sievert and Shirley [1]_: terms are ranked by
        ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))``, with
        p(w) the p(w|t) of all topics weighted by their sizes (equally, where
        sizes are unknown). 1 is by weight, 0 by lift alone.
    sort_by : {"model", "size"}, default="model"
        Order of the rows: that of `components_`, or largest first.
    labels : array-like of shape (n_components,), default=None
        Names of the topics, in the order of `components_`; by default their
        first three terms.
    n_representative : int, default=3
        Number of representative documents per topic, if `X` is given: those with
        the highest share of the topic, ties in the order of `X`. Documents
        without terms represent nothing.
    n_authors : int, default=3
        Number of the most typical authors per topic, if the model has authors; see
        `topic_authors`.
    columns : str, slice, array-like of int or bool, default=None
        Terms that the table is about, by default all; a str is the name of a modality
        of the model (see :class:`~sktopics.artm.ARTM`). Their p(term | topic) sum to
        1, and sizes are of their tokens; documents without them represent nothing.

    Returns
    -------
    table : TopicTable
        With a row per topic. `weights` are p(term | topic), also when terms are
        ranked by relevance.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.
    ValueError
        If `components_` has negative values or NaN, if names or labels are too
        many or too few, if `sort_by="size"` and sizes are unknown, or if `columns`
        are empty, go too far or repeat themselves.

    Notes
    -----
    Of a model with a table of its own, a topic whose words a representation chose has
    those words, with their weights, in their order and no more of them, whatever
    `n_top_words` and `relevance` are; of `columns`, those that are among them. Words of
    the other topics are taken from `components_`. `labels` replace the names of the
    table, `feature_names` the names of terms in it, and `X` gives other sizes and
    documents.

    The size of a topic is the share of the corpus' tokens that it explains: with
    `X`, the mean of the documents' topic shares weighted by their numbers of
    tokens, ``sum_d n_d p(t|d) / sum_d n_d``; the plain mean over documents if
    the model is not given counts. Without `X`, sizes are known for models that
    have `topic_word_counts_`, the expected numbers of tokens (as `ARTM`), or whose
    `components_` are pseudo-counts, these numbers plus the `topic_word_prior_`.
    Otherwise they are unknown (NaN in `TopicTable.sizes`).

    Shares of a factorisation (a model with `inverse_transform`, as NMF: X ≈ W H)
    are what a topic explains of a document, W_dt sum_w H_tw, over all topics.

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.topics import topic_table
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> table = topic_table(pipeline, n_top_words=2, X=documents, sort_by="size")
    >>> table
    TopicTable: 2 topics
    topic   size  top terms
        1  54.3%  sea, ship
        0  45.7%  tax, debt
    >>> table[0].documents[0].excerpt
    'sea ship sea harbour'
    """
    return TopicTable(
        rows_of_model(
            model,
            n_top_words,
            feature_names,
            X,
            relevance=relevance,
            sort_by=sort_by,
            labels=labels,
            n_representative=n_representative,
            n_authors=n_authors,
            columns=columns,
        )
    )


@dataclass(frozen=True, repr=False, init=False)
class TopicTable(Sequence[Topic]):
    """An immutable table of topics: sizes, top terms, typical documents and authors.

    A sequence of `Topic` rows: ``len(table)``, ``table[0]`` and iteration give
    topics, ``table[:5]`` is a table again. ``table.topic(number)`` is the topic of a
    number, such as `predict` gives. Equal tables have equal rows. A table
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

    def __init__(self, topics: Iterable[Topic]):
        topics = tuple(topics)
        for topic in topics:
            if not isinstance(topic, Topic):
                raise TypeError(
                    f"A TopicTable holds Topic rows, got {type(topic).__name__}."
                )
        object.__setattr__(self, "topics", topics)

    def __len__(self) -> int:
        return len(self.topics)

    @overload
    def __getitem__(self, key: int) -> Topic: ...

    @overload
    def __getitem__(self, key: slice) -> "TopicTable": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicTable(self.topics[key])
        return self.topics[key]

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def topic(self, number) -> Topic:
        """Return the topic of a number: the row whose `index` it is.

        Rows may be in another order than topics, and -1 is the number of documents
        without a topic, where ``table[-1]`` is the last row.

        Parameters
        ----------
        number : int
            As in `labels_`, and as from `predict`.

        Returns
        -------
        topic : Topic

        Raises
        ------
        IndexError
            If there is no such topic, as for -1.
        TypeError
            If the number is none.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> rows = [Topic(1, "sea", 0.7, (), ()), Topic(0, "money", 0.3, (), ())]
        >>> TopicTable(rows).topic(0).label
        'money'
        """
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise TypeError(f"The number of a topic is an int, got {number!r:.100}.")
        for topic in self:
            if topic.index == number:
                return topic
        if number == -1:
            raise IndexError(
                "There is no topic -1: documents without a topic have no row."
            )
        numbers = sorted(topic.index for topic in self)
        known = f"{numbers[0]} to {numbers[-1]}" if numbers else "none"
        raise IndexError(
            f"There is no topic {number} in the table of {len(self)} topics "
            f"(numbers: {known})."
        )

    @property
    def top_words(self) -> list[list[str]]:
        """Top terms of each topic, a list of lists of str: what metrics take."""
        return [list(topic.terms) for topic in self]

    @property
    def weights(self) -> list[list[float]]:
        """p(term | topic) of the top terms, a list of lists of float."""
        return [list(topic.weights) for topic in self]

    @property
    def labels(self) -> list[str]:
        """Names of the topics, a list of str."""
        return [topic.label for topic in self]

    @property
    def sizes(self) -> np.ndarray:
        """Shares of the corpus, ndarray of shape (n_topics,); NaN if unknown."""
        return np.array([t.size for t in self], dtype=np.float64)

    def to_frame(self, *, safe_for_spreadsheets=False) -> "pd.DataFrame":
        """Return the table as a pandas data frame.

        Parameters
        ----------
        safe_for_spreadsheets : bool, default=False
            Whether to put an apostrophe before texts that a spreadsheet would take for
            formulas: texts that start with ``=``, ``+``, ``-`` or ``@``, also after
            spaces, or with a tab or a line break. For frames that are written to CSV or
            Excel files, if somebody else wrote the documents.

        Returns
        -------
        frame : pandas.DataFrame of shape (n_topics, 7 or more)
            Indexed by topic, with the columns ``label``, ``size``, and, as lists,
            ``terms``, ``weights``, ``documents`` (rows of the corpus),
            ``document_shares`` and ``excerpts``, and, where a topic has authors,
            ``authors`` and ``author_shares``. Each aspect has a column of its own
            name, in which topics without it have a missing value; an aspect with the
            name of another column is called ``"aspect <name>"``.
            ``frame.explode(["terms", "weights"])`` has a row per term.

        Raises
        ------
        ImportError
            If pandas is not installed.

        Examples
        --------
        >>> from sktopics.topics import Topic, TopicTable
        >>> table = TopicTable([Topic(0, "=1+1", 0.7, ("sea", "@ship"), (0.3, 0.2))])
        >>> frame = table.to_frame(safe_for_spreadsheets=True)
        >>> frame.loc[0, "label"], frame.loc[0, "terms"]
        ("'=1+1", ['sea', "'@ship"])
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
        for name in aspect_names(self):
            column = f"aspect {name}" if name in columns else name
            columns[column] = [thawed(topic.aspects.get(name)) for topic in self]
        index = pandas.Index([t.index for t in self], name="topic")
        frame = pandas.DataFrame(columns, index=index)
        return shown_as_text_in_cells(frame) if safe_for_spreadsheets else frame

    def __repr__(self):
        return table_text(self.topics)

    def _repr_html_(self):
        return table_html(self.topics)
