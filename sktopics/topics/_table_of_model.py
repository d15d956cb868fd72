"""From a fitted model to a table of its topics."""

from collections.abc import Mapping
from numbers import Integral, Real

from .._reading import model_of_level
from .._sklearn import Interval, StrOptions, validate_params
from ._model_rows import rows_of_model
from ._topic_table import TopicTable


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "relevance": [Interval(Real, 0, 1, closed="both")],
        "sort_by": [StrOptions({"model", "size"})],
        "labels": ["array-like", Mapping, None],
        "n_representative": [Interval(Integral, 0, None, closed="left")],
        "n_authors": [Interval(Integral, 0, None, closed="left")],
        "level": [Integral, None],
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
    level=None,
) -> TopicTable:
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
    labels : dict from int to str, array-like of str, or TopicTable, default=None
        Names of some topics by their numbers, or of all in the order of `components_`,
        or the labels of a table; by default their first three terms.
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
    level : int, default=None
        The level of a :class:`~sktopics.artm.HierarchicalARTM` that the table is about:
        0 is the top, -1 (as by default) the last one.

    Returns
    -------
    table : TopicTable
        With a row per topic. `weights` are p(term | topic), also when terms are
        ranked by relevance. Of a model of clusters it has the `outliers`, whose words
        are ranked by weight.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`, or `level` is given and it has no levels.
    ValueError
        If `components_` has negative values or NaN, if names or labels are too
        many or too few, if `sort_by="size"` and sizes are unknown, or if `columns`
        are empty, go too far or repeat themselves, or if there is no such `level`.

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

    Beside it, `share_of_documents` of a topic says in how many documents it is. With
    `X` it is the mean share of the topic in a document, whatever its length, over all
    documents in which the model finds anything; with a model of clusters, the number of
    documents of `X` whose topic it is, over that of all. Without `X` it is known for
    models of clusters, from their training documents.

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
    if level is not None:
        model = model_of_level(model, level)
    rows, outliers = rows_of_model(
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
    return TopicTable(rows, outliers)
