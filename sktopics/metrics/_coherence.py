"""Coherence: how well the top terms of a topic go together in texts."""

from dataclasses import dataclass
from itertools import islice
from numbers import Integral

import numpy as np

from .._reading import (
    distinct_terms,
    is_model,
    known_empty,
    read_term_lists,
    vector_lookup,
)
from .._sklearn import Interval, StrOptions, validate_params
from ._coherence_measures import MEASURES, measure_topics
from ._coherence_texts import CountMatrix, read_texts, read_vectors
from ._coherence_warnings import (
    check_some_known,
    some_terms,
    warn_of_empty,
    warn_of_unknown,
    warn_of_whole_documents,
)
from ._cooccurrence import CooccurrenceCounts, count_windows

# Counts of all pairs of so many terms take 32 MB. Topics with more terms than
# that are counted in several goes.
_MAX_TERMS = 2048


@dataclass(frozen=True, eq=False)
class TopicCoherences:
    """Coherence of each topic, and what it rests on.

    Attributes
    ----------
    measure : str
    values : ndarray of shape (n_topics,)
        Coherence of each topic; never NaN.
    std : ndarray of shape (n_topics,)
        Standard deviation of the confirmations, of which a topic's value is the
        mean.
    support : ndarray of int of shape (n_topics,)
        Number of confirmations; 0 for a topic of which fewer than two terms are
        known.
    unknown : tuple of n_topics tuples
        The terms of each topic that are out of vocabulary and were left out.
    is_empty : ndarray of bool of shape (n_topics,)
        Whether a topic of a model or a table is one that no word of the training
        documents is about. The mean leaves it out.
    """

    measure: str
    values: np.ndarray
    std: np.ndarray
    support: np.ndarray
    unknown: tuple
    is_empty: np.ndarray

    @property
    def mean(self) -> float:
        """Mean over the topics that have terms, a float."""
        judged = self.values if self.is_empty.all() else self.values[~self.is_empty]
        return float(judged.mean())


_CONSTRAINTS = {
    "measure": [StrOptions(set(MEASURES))],
    "n_top_words": [Interval(Integral, 1, None, closed="left")],
    "window": [
        StrOptions({"exact", "gensim", "document"}),
        Interval(Integral, 1, None, closed="left"),
    ],
    "analyzer": [callable, None],
    "n_jobs": [Integral, None],
}


@validate_params(
    {**_CONSTRAINTS, "average": ["boolean"]}, prefer_skip_nested_validation=True
)
def coherence_score(
    topics,
    texts=None,
    *,
    measure="c_v",
    n_top_words=10,
    window: int | str = "exact",
    average: bool = True,
    word_vectors=None,
    analyzer=None,
    feature_names=None,
    n_jobs=None,
) -> float | np.ndarray:
    """Measure how well the top terms of topics go together in texts.

    The measures are those of Röder et al. [1]_. Terms that do not occur in `texts`
    are left out, with a `CoherenceWarning` that names them. A topic of which fewer
    than two terms are left gets the value of unrelated terms: log(1e-12) for u_mass
    and c_uci, -1 for c_npmi, 0 for all others. The score is never NaN. Texts that hold
    none of the terms are refused, unless they hold no token at all.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them. A model has them
        in a table of its own (`topics_`, as BERTopic) or in `components_`, where a
        term of weight 0 is not in the topic. A term counts once in a topic.
    texts : iterable of str, iterable of token lists, TokenSequences, \
            {ndarray, sparse matrix, DataFrame} of shape (n_documents, n_features), \
            CooccurrenceCounts, or whatever a Pipeline in `topics` takes
        The texts that judge the topics.

        - Raw texts (str or bytes) are made tokens by `analyzer`.
        - What a Pipeline takes (frames, records, paths) goes through its steps, and
          the analyzer of its vectorizer makes tokens. Some Pipelines have no single
          vectorizer that can be asked: they join the terms of two columns, or count
          by a class without `build_analyzer`. Then the counts that reach the model
          judge it, with a warning.
        - Counts (documents x terms) do not know the order of tokens: for all
          measures, the window is then the whole document.
        - `CooccurrenceCounts` are taken once for many sets of topics.

        Not needed for c_w2v.
    measure : {"c_v", "c_npmi", "c_npmi_positive", "c_uci", "u_mass", "c_w2v"}, \
            default="c_v"
        With P(w) the share of windows that hold w, P(w, v) that hold both, and
        epsilon = 1e-12:

        - "u_mass": mean over terms w after v in a topic of
          log((P(w, v) + epsilon) / P(v)); the window is the document.
        - "c_uci": mean over pairs of log((P(w, v) + epsilon) / (P(w) P(v)));
          windows of 10 tokens.
        - "c_npmi": the same, each divided by -log(P(w, v) + epsilon); from -1 to 1.
        - "c_npmi_positive": the same, where pairs below 0 count as 0; from 0 to 1.
        - "c_v": NPMI with each term of the topic, in windows of 110 tokens, is the
          vector of a term; mean cosine of the vectors of the terms with their sum.
        - "c_w2v": mean cosine of the terms' `word_vectors` with their sum.
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    window : {"exact", "gensim", "document"} or int, default="exact"
        "exact" counts the windows that hold a term. "gensim" gives the values of
        gensim's `CoherenceModel`, whose sliding window loses words that it holds
        twice when the first of them leaves it. A number is the length of windows
        other than the measure's own, counted exactly; "document" makes each
        document one window.
    average : bool, default=True
        Whether to return the mean over topics, or the value of each topic.
    word_vectors : fitted Doc2Vec or Pipeline that ends in one, gensim KeyedVectors, \
            dict of vectors, or (terms, array), default=None
        The vectors of terms, for c_w2v.
    analyzer : callable, default=None
        Makes a raw text a list of tokens. By default that of the vectorizer in
        `topics`, if that is a Pipeline, else that of a `CountVectorizer()`. N-grams
        have their places in the text if a vectorizer of scikit-learn built the
        analyzer, see the notes. Else tokens are in the order that it gives.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model and counts that know no names.
    n_jobs : int, default=None
        Number of threads that share the documents. The score does not depend on it.

    Returns
    -------
    score : float, or ndarray of shape (n_topics,) if `average` is False
        Higher is better.

    Raises
    ------
    TypeError, ValueError
        If there are no topics or no texts, if they are not of the kinds above, if
        the texts (or the vectors) know none of the terms, if the model knows no names
        of terms that the texts could hold, or if `CooccurrenceCounts` are of other
        terms or windows than needed.

    Warns
    -----
    CoherenceWarning
        If terms do not occur in `texts`, or have no vector.
    UserWarning
        If the measure is counted in whole documents, because a Pipeline cannot be
        asked for the tokens of texts.

    See Also
    --------
    topic_coherences : The same with standard deviation, support and unknown terms.
    count_cooccurrences : Take the counts once for many sets of topics.

    Notes
    -----
    A document of n tokens has max(1, n - window + 1) windows. Where tokens were
    removed before (stop words, rare words), windows reach further in the text.

    With n-grams of words, windows still slide over the words, so that scores for
    different `ngram_range` are of the same windows. A window holds an n-gram that
    lies wholly in it: the terms of a window are the terms that the analyzer finds in
    the words of the window alone. A window holds no n-gram that is longer than it. With
    ``analyzer="char"`` windows slide over characters, with "char_wb" over the
    characters of the words, each with its two spaces. With ``window="gensim"`` an
    n-gram is lost when its first word leaves. Each token of a list or of
    `TokenSequences` takes one place, an n-gram too: give raw texts instead.

    References
    ----------
    .. [1] M. Röder, A. Both, A. Hinneburg, "Exploring the space of topic coherence
       measures", WSDM 2015.

    Examples
    --------
    >>> from sktopics.metrics import coherence_score
    >>> texts = ["the ship left the harbour", "rain and snow", "snow on the ship"]
    >>> topics = [["ship", "harbour"], ["rain", "ship"]]
    >>> coherence_score(topics, texts, measure="c_npmi", average=False).round(2)
    array([ 0.37, -0.95])
    """
    result = topic_coherences(
        topics,
        texts,
        measure=measure,
        n_top_words=n_top_words,
        window=window,
        word_vectors=word_vectors,
        analyzer=analyzer,
        feature_names=feature_names,
        n_jobs=n_jobs,
    )
    warn_of_unknown(result)
    warn_of_empty(result)
    return result.mean if average else result.values


@validate_params(_CONSTRAINTS, prefer_skip_nested_validation=True)
def topic_coherences(
    topics,
    texts=None,
    *,
    measure="c_v",
    n_top_words=10,
    window: int | str = "exact",
    word_vectors=None,
    analyzer=None,
    feature_names=None,
    n_jobs=None,
) -> TopicCoherences:
    """Measure the coherence of each topic, and tell what it rests on.

    Parameters are those of `coherence_score`. There is no warning of unknown
    terms, which are in the result.

    Returns
    -------
    result : TopicCoherences
        With the attributes `values`, `std`, `support`, `unknown` and `mean`.

    See Also
    --------
    coherence_score : The mean, and the meaning of the parameters.

    Examples
    --------
    >>> from sktopics.metrics import topic_coherences
    >>> texts = [["ship", "harbour"], ["ship", "rain"], ["snow", "rain"]]
    >>> result = topic_coherences([["ship", "harbour", "gull"]], texts)
    >>> result.unknown
    (('gull',),)
    >>> result.support
    array([2])
    """
    terms = read_term_lists(topics, n_top_words, feature_names)
    return coherences_of(
        terms,
        texts,
        empty=known_empty(topics, len(terms)),
        model=topics if is_model(topics) else None,
        measure=measure,
        window=window,
        word_vectors=word_vectors,
        analyzer=analyzer,
        feature_names=feature_names,
        n_jobs=n_jobs,
    )


def coherences_of(
    topics, texts, *, empty, model, measure, window, word_vectors, **reading
):
    """`topic_coherences` of lists of terms, which are those of `model`, if any.

    A model knows the analyzer for raw texts, and the names of the columns of counts.
    """
    terms = distinct_terms(topics)
    if measure == "c_w2v":
        known, vectors = read_vectors(word_vectors, terms)
        parts = [_judge(measure, topics, known, vectors)]
        evidence = islice(vector_lookup(word_vectors)[0], 10)
    elif isinstance(texts, CooccurrenceCounts):
        _check_same_windows(texts, measure, window)
        _check_counted(texts, topics)
        parts = [_judge_by_counts(measure, topics, texts)]
        evidence = texts.terms[texts.occurrences > 0].tolist()
    else:
        evidence, parts = _judge_by_texts(
            topics, texts, model=model, measure=measure, window=window, **reading
        )
    values, std, support, unknown = zip(*parts, strict=True)
    unknown = tuple(terms for part in unknown for terms in part)
    check_some_known(terms, distinct_terms(unknown), evidence)
    return TopicCoherences(
        measure,
        np.concatenate(values),
        np.concatenate(std),
        np.concatenate(support),
        unknown,
        empty,
    )


def _judge_by_texts(
    topics,
    texts,
    *,
    model,
    measure,
    window,
    analyzer,
    feature_names,
    n_jobs=None,
    asker=None,
):
    """Texts as they were read, and what `_judge` makes of each group of topics."""
    texts = read_texts(
        texts, model=model, analyzer=analyzer, feature_names=feature_names
    )
    how = _windows_of(measure, window, texts)
    if how[0] != window and how[0] != MEASURES[measure].window:
        warn_of_whole_documents(measure, texts, asker)
    groups = [(group, distinct_terms(group)) for group in _groups(topics)]
    return texts, [
        _judge_by_counts(measure, group, count_windows(texts, terms, *how, n_jobs))
        for group, terms in groups
    ]


def _judge_by_counts(measure, topics, counts):
    seen = np.flatnonzero(counts.occurrences)
    known = dict(zip(counts.terms[seen].tolist(), seen.tolist(), strict=True))
    return _judge(measure, topics, known, counts)


def _judge(measure, topics, known, evidence):
    """Values, std, support and unknown terms; `known` gives rows of `evidence`."""
    rows = [[known[term] for term in topic if term in known] for topic in topics]
    unknown = [tuple(t for t in topic if t not in known) for topic in topics]
    return *measure_topics(MEASURES[measure], rows, evidence), unknown


def _groups(topics):
    """Cut topics into runs of together at most _MAX_TERMS terms."""
    groups, terms = [[]], set()
    for topic in topics:
        terms.update(topic)
        if groups[-1] and len(terms) > _MAX_TERMS:
            groups.append([])
            terms = set(topic)
        groups[-1].append(topic)
    return groups


def _windows_of(measure, window, texts):
    """Length of the windows, and how they are counted."""
    if window not in ("exact", "gensim"):
        return window, "exact"
    if window == "exact" and isinstance(texts, CountMatrix):
        return "document", "exact"
    return MEASURES[measure].window, window


def _check_same_windows(counts, measure, window):
    needed, counting = _windows_of(measure, window, counts)
    same_counting = (
        window not in ("exact", "gensim")
        or needed == "document"
        or counts.counting == counting
    )
    if counts.window != needed or not same_counting:
        raise ValueError(
            f"measure={measure!r} with window={window!r} needs counts of "
            f"window={needed!r}, counting={counting!r}, got {counts!r}. To use other "
            "windows than the measure's own, give their length as window."
        )


def _check_counted(counts, topics):
    missing = set().union(*topics).difference(counts.terms.tolist())
    if missing:
        raise ValueError(
            f"{some_terms(sorted(missing, key=str))} of the topics were not counted: "
            "give count_cooccurrences the terms of all topics that its counts are for."
        )
