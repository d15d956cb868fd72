"""Coherence of the kernels of topics."""

from numbers import Integral, Real

import numpy as np

from .._reading import known_empty, read_topics
from .._sklearn import Interval, StrOptions, validate_params
from ._coherence import TopicCoherences, coherences_of
from ._coherence_measures import MEASURES
from ._topic_kernels import topic_kernels


@validate_params(
    {
        "threshold": [Interval(Real, 0, 1, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left"), None],
        "measure": [StrOptions(set(MEASURES) - {"c_w2v"})],
    },
    prefer_skip_nested_validation=True,
)
def kernel_coherence(
    model,
    texts,
    *,
    threshold=0.25,
    n_top_words: int | None = 100,
    measure="c_npmi",
    window: int | str = "exact",
    analyzer=None,
    feature_names=None,
    n_jobs=None,
) -> TopicCoherences:
    """Measure how well the terms go together that point to a topic.

    The top terms of a topic may be common ones, which go with everything. Its kernel
    has the terms that are in the topic more often than not elsewhere, see
    `topic_kernels`; their coherence says whether these are about one thing.

    Parameters
    ----------
    model : estimator or Pipeline
        A fitted model with `components_`, or a Pipeline that ends in one.
    texts : object
        The texts that judge the topics, as for `coherence_score`.
    threshold : float in [0, 1), default=0.25
        What p(t|w) must exceed for the term w to be in the kernel of topic t.
    n_top_words : int or None, default=100
        Most terms of a kernel to use, those of the largest p(w|t). None: all of them;
        time and memory grow with the square of their number.
    measure : {"c_v", "c_npmi", "c_npmi_positive", "c_uci", "u_mass"}, \
            default="c_npmi"
    window : {"exact", "gensim", "document"} or int, default="exact"
    analyzer : callable, default=None
    feature_names : array-like of shape (n_terms,), default=None
    n_jobs : int, default=None
        As for `coherence_score`.

    Returns
    -------
    result : TopicCoherences
        A topic with fewer than two known terms in its kernel has the value of unrelated
        terms, and a `support` of 0.

    Raises
    ------
    ValueError
        If the kernels of all topics are empty.

    See Also
    --------
    coherence_score : Of the top terms, and the meaning of the parameters.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import PLSA
    >>> from sktopics.metrics import kernel_coherence
    >>> texts = ["the sea and the ship", "tax and debt", "ship at sea", "the debt tax"]
    >>> pipeline = make_pipeline(CountVectorizer(), PLSA(2, random_state=0)).fit(texts)
    >>> found = kernel_coherence(pipeline, texts, threshold=0.9, window="document")
    >>> found.values.round(2)
    array([1.  , 0.67])
    """
    members = topic_kernels(model, threshold=threshold).members
    read = read_topics(model, feature_names)
    topics = []
    for weights, inside in zip(read.weights, members, strict=True):
        kernel = np.flatnonzero(inside)
        order = np.argsort(-weights[kernel], kind="stable")[:n_top_words]
        topics.append(read.names[kernel[order]].tolist())
    if not any(topics):
        raise ValueError(
            f"No topic has a kernel: there is no term of which p(topic | term) exceeds "
            f"threshold={threshold!r}. Give a smaller one."
        )
    return coherences_of(
        topics,
        texts,
        empty=known_empty(model, len(topics)),
        model=model,
        measure=measure,
        window=window,
        word_vectors=None,
        analyzer=analyzer,
        feature_names=feature_names,
        n_jobs=n_jobs,
    )
