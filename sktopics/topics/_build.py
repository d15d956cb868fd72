"""From a fitted model to a table of its topics."""

from numbers import Integral, Real

import numpy as np

from .._pipelines import final_model
from .._sklearn import Interval, StrOptions, validate_params
from ._authors import has_authors, typical_authors
from ._corpus import (
    corpus_sizes,
    excerpts,
    materialized,
    representative_rows,
    topic_shares,
)
from ._display import default_label
from ._selection import check_columns
from ._table import RepresentativeDocument, Topic, TopicTable
from ._weights import normalized_rows, rank_terms, read_topics, topic_masses


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
                label=default_label(terms) if labels is None else str(labels[index]),
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
