"""Whether the topics of documents can be told from the topics' words."""

from numbers import Integral

import numpy as np
import scipy.sparse as sp

from .._reading import distinct_terms, is_model, read_term_lists
from .._sklearn import Interval, validate_params
from ._coherence_texts import read_texts
from ._coherence_warnings import check_some_known
from ._labels_of_topics import check_topic_shares
from ._numbered_texts import number_texts


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "analyzer": [callable, None],
    },
    prefer_skip_nested_validation=True,
)
def told_apart_score(
    topics,
    texts,
    labels=None,
    *,
    mixtures=None,
    n_top_words=10,
    analyzer=None,
    feature_names=None,
) -> float:
    r"""Measure how well the topics of documents can be told from the topics' words.

    Somebody who sees nothing but the top words of each topic is given documents, and
    says of each which topic it is of: the one of whose words it holds most. The score
    is how much oftener this is right than by chance. Give documents that the topics
    were not learned from, with the topics that the model predicts for them.

    With :math:`c_{dk}` the credit that document d gives topic k (1 if it holds more
    different words of k than of any other topic; where several are first, the credit is
    shared equally; 0 for all topics if it holds none of their words), :math:`k_d` the
    topic of the document, and N the number of documents, the score is Cohen's kappa
    [1]_:

    .. math:: \kappa = \frac{A - E}{1 - E}, \quad
              A = \frac{1}{N} \sum_d c_{d k_d}, \quad
              E = \sum_k \frac{n_k}{N} \cdot \frac{1}{N} \sum_d c_{dk}

    where :math:`n_k` is the number of documents of topic k: E is what a guesser would
    reach that names topics as often, of documents at random.

    With `mixtures`, a document is of several topics: :math:`\theta_{dk}` is the share
    of topic k in document d, and a topic that is told is right to that share:

    .. math:: A = \frac{1}{N} \sum_{d, k} \theta_{dk} c_{dk}, \quad
              E = \sum_k \frac{1}{N} \sum_d \theta_{dk}
                         \cdot \frac{1}{N} \sum_d c_{dk}

    This is the score above where each document is of one topic.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them, as in
        `coherence_score`. A term counts once in a topic.
    texts : iterable of str or of token lists, TokenSequences, counts or DataFrame
        The documents, or whatever a Pipeline in `topics` takes, as in
        `coherence_score`; counts are of shape (n_documents, n_features). They hold the
        terms that occur in them; n-grams too, if the analyzer gives n-grams.
    labels : array-like of (n_documents,) or (n_documents, n_topics), default=None
        The number of each document's topic, 0 for the first of `topics`. Documents of
        -1 (outliers) are left out. Of a document-topic matrix, the largest entry of
        each row is taken; a row without any above 0 is left out.
    mixtures : array-like of shape (n_documents, n_topics), default=None
        The shares of topics in documents, in place of `labels`, such as `transform`
        of a model gives. Rows are divided by their sums; rows of 0 are left out.
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    analyzer : callable, default=None
        Makes a raw text a list of tokens. By default that of the vectorizer in
        `topics`, if that is a Pipeline, else that of a `CountVectorizer()`.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model and counts that know no names.

    Returns
    -------
    score : float
        1 if all documents are told right, 0 for words that tell nothing, below 0 for
        words that mislead; never NaN. It is 0 where all documents are of one topic,
        since there is nothing to tell. With `mixtures`, 1 is reached only if each
        document is of one topic.

    Raises
    ------
    TypeError, ValueError
        If there are no topics or no texts, if they are not of the kinds above, if the
        texts hold none of the terms, if labels or mixtures are not one for each
        document or name other topics, if both or neither of them are given, or if no
        document has a topic.

    See Also
    --------
    told_apart_scorer : The same for a search, of the documents of a fold.
    topic_coverage : How many documents hold words of their topic at all.
    coherence_score : Whether the words of a topic occur together.
    topic_diversity : Whether topics have words of their own.

    Notes
    -----
    Coherence prefers frequent words, which go together with most others and may be
    those of many topics. This measure prefers words that tell topics apart. Words that
    are good for people are good by both.

    The score falls with the number of topics. It depends on the length of documents,
    too: short ones hold few of the words, and long ones those of several topics.
    Compare words of equal topics, or models of about as many topics on the same
    documents.

    References
    ----------
    .. [1] J. Cohen, "A coefficient of agreement for nominal scales", Educational and
       Psychological Measurement 1960.

    Examples
    --------
    >>> from sktopics.metrics import told_apart_score
    >>> topics = [["ship", "harbour"], ["rain", "snow"]]
    >>> texts = ["a ship in rain and snow", "rain", "the ship", "the harbour"]
    >>> told_apart_score(topics, texts, [1, 1, 0, 0])
    1.0

    The words of the first topic below are held by documents of both:

    >>> told_apart_score([["the", "ship"], ["rain"]], texts, [1, 1, 0, 0])
    0.75

    The second document below is about both topics, and its word tells one of them:

    >>> shares = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    >>> texts = ["ship", "harbour", "snow"]
    >>> round(told_apart_score(topics, texts, mixtures=shares), 2)
    0.67
    """
    model = topics if is_model(topics) else None
    topics = read_term_lists(topics, n_top_words, feature_names)
    texts = read_texts(
        texts, model=model, analyzer=analyzer, feature_names=feature_names
    )
    terms = distinct_terms(topics)
    number = {term: i for i, term in enumerate(terms)}
    held = incidence_of_terms(number_texts(texts, number), len(terms))
    unknown = [] if held.nnz else terms
    check_some_known(terms, unknown, texts)
    shares = check_topic_shares(labels, mixtures, held.shape[0], len(topics))
    rows = np.flatnonzero(np.diff(shares.indptr))
    lists = [[number[term] for term in topic] for topic in topics]
    return _kappa(_credits(held[rows], lists), shares[rows])


def incidence_of_terms(numbered, n_terms):
    """Return which terms documents hold, a csr_array of 0 and 1."""
    n_documents = len(numbered.offsets) - 1
    rows = np.repeat(np.arange(n_documents), np.diff(numbered.offsets))
    known = numbered.ids >= 0
    cells = np.unique(rows[known] * n_terms + numbered.ids[known])
    place = np.divmod(cells, max(n_terms, 1))
    return sp.csr_array((np.ones(len(cells)), place), shape=(n_documents, n_terms))


def _credits(held, topics):
    """Return what documents give topics, a csr_array of shape (n_documents, n_topics).

    Parameters
    ----------
    held : csr_array of shape (n_documents, n_terms)
    topics : list of lists of columns
    """
    columns = np.repeat(np.arange(len(topics)), list(map(len, topics)))
    terms = np.array([term for topic in topics for term in topic], dtype=np.int64)
    shape = held.shape[1], len(topics)
    n_words = held @ sp.csr_array((np.ones(len(terms)), (terms, columns)), shape=shape)
    rows = np.repeat(np.arange(n_words.shape[0]), np.diff(n_words.indptr))
    most = np.zeros(n_words.shape[0])
    np.maximum.at(most, rows, n_words.data)
    first = n_words.data == most[rows]
    n_first = np.bincount(rows[first], minlength=len(most))
    cells = 1 / n_first[rows[first]], (rows[first], n_words.indices[first])
    return sp.csr_array(cells, shape=n_words.shape)


def _kappa(credit, shares):
    """Return Cohen's kappa of credits and shares, of shape (n_documents, n_topics)."""
    n_documents = credit.shape[0]
    right = credit.multiply(shares).sum() / n_documents
    told = credit.sum(axis=0) / n_documents
    are = shares.sum(axis=0) / n_documents
    if are.max() == 1:  # nothing to tell
        return 0.0
    chance = float(told @ are)
    return float((right - chance) / (1 - chance))
