"""The function that makes a hierarchy of the topics of any model."""

from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np

from .._reading import is_model, own_table
from .._sklearn import Interval, StrOptions, validate_params
from ..topics import Topic, TopicTable, name_topics, topic_table
from ._given_topics import topic_sums
from ._merged_words import group_words, words_of_links
from ._topic_hierarchy import TopicHierarchy
from ._topic_merges import TopicMerge, topic_name, words_name
from .topic_linkage import LINKAGES, link_topics, topic_distances, what_is_near

DISTANCES = {"auto", "cosine", "euclidean", "hellinger"}
WAYS = {"auto", "embeddings", "words"}


@validate_params(
    {
        "on": [StrOptions(WAYS)],
        "linkage": [StrOptions(LINKAGES), callable],
        "distance": [StrOptions(DISTANCES), callable],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def hierarchical_topics(
    model,
    X=None,
    *,
    on="auto",
    linkage: Any = "average",
    distance: Any = "auto",
    n_top_words=10,
    labels=None,
    embeddings=None,
    columns=None,
    feature_names=None,
    **beside,
) -> TopicHierarchy:
    """Merge the two nearest topics, again and again, until there is one.

    Nothing is fitted, and no representation is asked: what was counted in the documents
    of topics is added up.

    Parameters
    ----------
    model : estimator or array-like
        A fitted model of topics, a Pipeline that ends in one, or a fitted search; or
        the labels of documents, of shape (n_documents,), -1 for none; or their shares,
        of shape (n_documents, n_topics).
    X : object, default=None
        What `model.transform` takes. It is needed for `embeddings`, for labels and
        shares without a model (texts, or counts of words), and for the sizes of topics
        where the model does not know them, as scikit-learn's NMF.
    on : {"auto", "embeddings", "words"}, default="auto"
        What topics are compared by. "embeddings" are the means of the vectors of their
        documents, which models of clusters have. Of another model they are the means of
        the `embeddings` of `X`, by the shares of topics in documents. "words" are the
        weights of words in topics, `components_`. "auto" takes embeddings where the
        model has them or you give them, and else words.
    linkage : str or callable, default="average"
        How far apart two groups of topics are: "average", "complete", "single", "ward",
        "weighted", "centroid" or "median", see :func:`scipy.cluster.hierarchy.linkage`;
        or a function of the distances of all pairs that returns links as that function
        does. With "centroid" and "median" a group may be made at a smaller distance
        than one of its parts, see :attr:`TopicHierarchy.is_monotone`.
    distance : str or callable, default="auto"
        "cosine", "euclidean" or "hellinger", or a function of the vectors of topics
        that returns a matrix of distances. "auto" is "hellinger" for distributions of
        words (LDA, ARTM), and "cosine" for embeddings and for scores of words.
    n_top_words : int, default=10
        How many words a group of topics has. The first five are its name.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents `X`. A model of clusters needs none.
    columns : str, slice, array-like of int or bool, default=None
        Terms that this is about, by default all; a str is the name of a modality of the
        model, see :class:`~sktopics.artm.ARTM`.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms, where the model does not know them.
    **beside : dict
        What `transform` takes beside `X`, such as ``authors=``.

    Returns
    -------
    hierarchy : TopicHierarchy
        Topics without documents, or without words, are left out.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If something is missing that the topics are to be compared by; the message says
        what.
    ValueError
        If `linkage` or `distance` return something else than links or distances.

    See Also
    --------
    merged_table : The table of topics after some were merged.
    topic_taxonomy : A tree with so many nodes on each level.

    Notes
    -----
    The words of a group are the words of its topics together. Models of clusters add
    the counts of words, and weigh the sums as they weigh the words of topics. Other
    models take the mean of p(word | topic), weighted by the sizes of topics. Topics at
    equal distances are merged in their order.

    With ``on="words", linkage="ward", distance="cosine"`` merges are those of
    `hierarchical_topics` of the package BERTopic on the same weights. With average
    linkage of cosine distances, a cut into n topics is what
    :meth:`~sktopics.clustering.BERTopic.reduce_topics` merges.

    References
    ----------
    .. [1] D. Müllner, "Modern hierarchical, agglomerative clustering algorithms",
       arXiv:1109.2378, 2011.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import hierarchical_topics
    >>> documents = ["sea ship harbour", "tax debt law", "ship wind sea", "law court"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(3, random_state=0)
    ... ).fit(documents * 5)
    >>> print(hierarchical_topics(pipeline).tree())
    sea, ship, law, harbour, wind (0.73)
    ├─ topic 2: sea, ship, harbour, wind, law
    └─ law, debt, tax, court, wind (0.54)
       ├─ topic 0: law, court, wind, harbour, sea
       └─ topic 1: debt, tax, law, harbour, wind
    """
    given = {"columns": columns, "feature_names": feature_names}
    sums = topic_sums(model, X, embeddings=embeddings, **given, **beside)
    table = leaves_of(model, sums, n_top_words, labels, **given)
    vectors, distance = what_is_near(sums, on, distance)
    leaves = np.array([topic.index for topic in table], dtype=np.int64)
    links = link_topics(topic_distances(vectors[leaves], distance), linkage)
    return TopicHierarchy(
        _merges(sums, table, links, n_top_words), table, sums.n_topics
    )


def leaves_of(
    model, sums, n_top_words, labels=None, *, columns=None, feature_names=None
):
    """Return the table of the topics that have documents, as the model has it."""
    has_documents = sums.has_documents
    if not is_model(model):
        # Labels may have a name for what is in no topic, which is no leaf.
        outliers = Topic(-1, None, None, (), ()) if np.ndim(model) == 1 else None
        n_topics = sums.n_topics
        words = group_words(sums, np.arange(n_topics), n_topics, n_top_words)
        every = TopicTable(
            (
                Topic(i, None if terms else f"topic {i}", float(size), terms, weights)
                for i, (size, (terms, weights)) in enumerate(
                    zip(sums.sizes, words, strict=True)
                )
            ),
            outliers,
        )
    else:
        every = own_table(model)
        if every is None or columns is not None or feature_names is not None:
            every = topic_table(
                model, n_top_words, feature_names, n_authors=0, columns=columns
            )
    if labels is not None:
        every = name_topics(every, labels)
    rows = {topic.index: topic for topic in every}
    sizes = [None] * sums.n_topics if sums.sizes is None else sums.sizes.tolist()
    kept = (rows[index] for index in np.flatnonzero(has_documents).tolist())
    return TopicTable(
        (_sized(topic, sizes[topic.index]) for topic in kept),
        every.outliers if is_model(model) else None,
    )


def _sized(topic, size):
    """Return a topic with a size that a corpus told."""
    return topic if topic.size is not None else replace(topic, size=size)


def _merges(sums, table, links, n_top_words):
    """Return the rows of a hierarchy."""
    leaves = [topic.index for topic in table]
    shift = sums.n_topics - len(leaves)
    words = words_of_links(sums, np.array(leaves, dtype=np.int64), links, n_top_words)
    labels = [topic_name(topic) for topic in table]
    sizes = [topic.size for topic in table]
    groups = [(topic,) for topic in leaves]
    numbers = list(leaves)
    merges = []
    for link, (terms, weights) in zip(links.tolist(), words, strict=True):
        left, right = int(link[0]), int(link[1])
        groups.append(tuple(sorted(groups[left] + groups[right])))
        labels.append(words_name(terms, groups[-1]))
        known = sizes[left] is not None and sizes[right] is not None
        sizes.append(sizes[left] + sizes[right] if known else None)
        numbers.append(len(numbers) + shift)
        merges.append(
            TopicMerge(
                numbers[-1],
                labels[-1],
                groups[-1],
                numbers[left],
                numbers[right],
                labels[left],
                labels[right],
                max(link[2], 0.0),
                sizes[-1],
                terms,
                weights,
            )
        )
    return tuple(merges)
