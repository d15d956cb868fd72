"""Names for topics, from what their words mean."""

from numbers import Integral

import numpy as np

from .._arrays import top_columns, unit_rows
from .._reading import is_model, vector_lookup
from .._sklearn import Interval, validate_params
from ._display import default_label
from ._table_of_model import topic_table
from ._topic_table import TopicTable


@validate_params(
    {
        "n_words": [Interval(Integral, 1, None, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "candidates": ["array-like", set, frozenset, None],
    },
    prefer_skip_nested_validation=True,
)
def label_topics(
    topics, word_vectors, *, n_words=3, n_top_words=10, candidates=None
) -> list[str]:
    """Name topics by the words whose vectors are nearest to what they are about.

    What a topic is about is the mean of the vectors of its top terms, weighted by
    their p(term | topic). The words nearest to it need not be in the topic.

    Parameters
    ----------
    topics : TopicTable, fitted model or Pipeline, or list of lists of terms
        The topics. Terms in lists have equal weights.
    word_vectors : fitted Doc2Vec or Pipeline that ends in one, gensim KeyedVectors, \
            dict of vectors, or (terms, array)
        The vectors of words.
    n_words : int, default=3
        Number of words in a label.
    n_top_words : int, default=10
        Number of top terms of each topic to use.
    candidates : array-like of str, default=None
        Words that may be in a label, such as the nouns, or the words of a subject
        catalogue. Those without a vector are left out. By default all that have one.

    Returns
    -------
    labels : list of str
        The label of each topic: words, nearest first, separated by commas. A topic
        that has no term with a vector gets its first three terms, as in
        `topic_table`.

    Raises
    ------
    TypeError, ValueError
        If `topics` or `word_vectors` are not of these kinds, or if none of the
        `candidates` has a vector.

    See Also
    --------
    topic_table : Takes such `labels`.

    Notes
    -----
    With v_w the vector of term w scaled to length 1 and p(w | t) its weight, the words
    are those whose vectors have the largest cosine with ::

        sum_w p(w | t) * v_w

    Examples
    --------
    >>> from sktopics.topics import label_topics
    >>> vectors = {
    ...     "sea": [1, 0.1], "ship": [1, 0], "ocean": [1, 0.04], "tax": [0, 1],
    ...     "debt": [0.2, 1], "money": [0.1, 1],
    ... }
    >>> label_topics([["sea", "ship"], ["tax", "debt"]], vectors, n_words=1)
    ['ocean', 'money']
    """
    topics = _terms_and_weights(topics, n_top_words)
    table, vectors = vector_lookup(word_vectors)
    names = np.array(list(table), dtype=object)
    if candidates is not None:
        allowed = {str(word) for word in candidates}
        names = names[[name in allowed for name in names]]
        if not len(names):
            raise ValueError("None of the candidates has a vector.")
    unit = _unit_vectors(table, vectors, names)
    everything = np.ones((1, len(names)), dtype=bool)
    labels = []
    for terms, weights in topics:
        known = {t: w for t, w in zip(terms, weights, strict=True) if t in table}
        if not any(known.values()):
            labels.append(default_label(terms))
            continue
        mean = np.array(list(known.values())) @ _unit_vectors(
            table, vectors, list(known)
        )
        cosines = unit @ mean.astype(unit.dtype)
        (best,) = top_columns(cosines[np.newaxis], n_words, possible=everything)
        labels.append(", ".join(map(str, names[best])))
    return labels


def _terms_and_weights(topics, n_top_words):
    """Return the top terms of each topic, and what each of them weighs."""
    if is_model(topics):
        topics = topic_table(topics, n_top_words, n_authors=0)
    if isinstance(topics, TopicTable):
        return [(t.terms[:n_top_words], t.weights[:n_top_words]) for t in topics]
    if isinstance(topics, (str, bytes, dict)) or not np.iterable(topics):
        raise TypeError(
            "topics must be a TopicTable, a fitted topic model or lists of terms, got "
            f"{type(topics).__name__}."
        )
    found = []
    for i, terms in enumerate(topics):
        if isinstance(terms, (str, bytes)) or not np.iterable(terms):
            raise TypeError(f"topics[{i}] must be a list of terms, got {terms!r}.")
        terms = list(terms)[:n_top_words]
        found.append((terms, np.ones(len(terms))))
    return found


def _unit_vectors(table, vectors, names):
    """Return the vectors of `names` scaled to length 1; one of zeros stays one."""
    keys = [table[name] for name in names]
    if isinstance(vectors, np.ndarray):
        rows = vectors[keys]
    else:
        rows = np.array([vectors[key] for key in keys])
    rows = rows.astype(np.result_type(rows.dtype, np.float32), copy=False)
    if not np.isfinite(rows).all():
        raise ValueError("word_vectors must be finite, and hold NaN or infinity.")
    return unit_rows(rows)
