"""From a fitted model to a table of its topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

from .._arrays import normalized_rows
from .._optional import import_optional
from .._reading import (
    check_columns,
    corpus_sizes,
    excerpts,
    final_model,
    materialized,
    read_topics,
    representative_rows,
    topic_masses,
    topic_shares,
)
from .._sklearn import Interval, StrOptions, validate_params
from ._display import table_html, table_text
from ._representatives import RepresentativeDocument
from ._top_terms import rank_terms
from ._topic import Topic
from ._topic_authors import has_authors, typical_authors


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
):
    """Make a table of the topics of a fitted model.

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
    components, names, _ = read_topics(model, feature_names)
    chosen = check_columns(model, columns, components.shape[1])
    n_topics = len(components)
    documents = [()] * n_topics
    if X is None:
        sizes = topic_masses(final_model(model), components, chosen)
    else:
        X = materialized(X)
        shares, lengths = topic_shares(model, X, components, chosen)
        sizes = corpus_sizes(shares, lengths)
        documents = _representatives(X, shares, lengths, n_representative)
    authors = [()] * n_topics
    if n_authors and has_authors(final_model(model)):
        authors = typical_authors(final_model(model), n_authors)
    if labels is not None and len(labels) != n_topics:
        raise ValueError(f"labels has {len(labels)} names for {n_topics} topics.")

    components, names = components[:, chosen], names[chosen]
    topic_word = normalized_rows(components)
    ranked = rank_terms(topic_word, n_top_words, relevance, sizes, components)
    topics = []
    for index in _order(sizes, n_topics, sort_by):
        best = ranked[index]
        terms = names[best].tolist()
        topics.append(
            Topic(
                index=index,
                label=None if labels is None else str(labels[index]),
                size=None if sizes is None else float(sizes[index]),
                terms=terms,
                weights=topic_word[index, best].tolist(),
                documents=documents[index],
                authors=authors[index],
            )
        )
    return TopicTable(topics)


def _order(sizes, n_topics, sort_by):
    if sort_by == "model":
        return range(n_topics)
    if sizes is None:
        raise ValueError(
            'sort_by="size" needs the sizes of topics, which components_ of this '
            "model does not tell: pass a corpus as X (one that is not empty)."
        )
    return np.argsort(-sizes, kind="stable").tolist()


def _representatives(X, shares, lengths, n):
    if n == 0:
        return [()] * shares.shape[1]
    rows = [best.tolist() for best in representative_rows(shares, lengths, n)]
    texts = excerpts(X, sorted({row for best in rows for row in best}))
    return [
        tuple(
            RepresentativeDocument(row, float(shares[row, topic]), texts.get(row))
            for row in best
        )
        for topic, best in enumerate(rows)
    ]


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
