"""Mixtures of topics in single documents, by windows of words."""

import warnings
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import offsets_of
from .._reading import has_topics, is_model, names_in_own_table
from .._sklearn import Interval, validate_params
from .._validation import levels_to_caller
from ..topics import topic_table
from ._sparse_rows import scaled_rows
from ._token_table import TokenRecords
from ._topic_mixtures import TopicMixtures
from ._window_embeddings import EmbeddingSimilarity
from ._window_similarity import WordSimilarity, windows_of
from ._window_terms import texts_in_order


class _Options(NamedTuple):
    """How windows are laid and what is kept of them."""

    window: int
    stride: int
    padding: bool
    least: float
    n_jobs: int | None


@validate_params(
    {
        "window": [Interval(Integral, 1, None, closed="left")],
        "stride": [Interval(Integral, 1, None, closed="left")],
        "min_similarity": [Interval(Real, 0, 1, closed="both")],
        "padding": ["boolean"],
        "use_embeddings": ["boolean"],
        "calculate_tokens": ["boolean"],
        "n_jobs": [None, Integral],
    },
    prefer_skip_nested_validation=True,
)
def approximate_distribution(
    model,
    X,
    *,
    window=4,
    stride=1,
    min_similarity=0.1,
    padding=False,
    use_embeddings=False,
    encoder=None,
    calculate_tokens=False,
    n_jobs=None,
) -> TopicMixtures:
    r"""Find the mixture of topics in each document, by windows of its words.

    A window of words slides over the document, and is compared with each topic. What
    is similar enough is summed up: the sums, scaled to 1, are the mixture.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search. The
        order of words has to be known: it reads texts, or is a model on
        `TokenSequences`.
    X : documents
        What `model.transform` takes; they need not be the training documents.
    window : int, default=4
        Number of words in a window, stop words and unknown words included. A shorter
        document is one window.
    stride : int, default=1
        How many words further the next window begins.
    min_similarity : float, default=0.1
        Smaller similarities count as 0. The larger it is, the fewer topics a document
        has.
    padding : bool, default=False
        Whether windows also begin before the document and end after it. Without it the
        first and the last words are in fewer windows than the others, and with a
        `stride` above 1 the last ones may be in none.
    use_embeddings : bool, default=False
        Whether to encode the windows and compare them with the mean embeddings of the
        topics, rather than with their words. It takes much longer.
    encoder : object, default=None
        What encodes, as :func:`~sktopics.embedding.as_encoder` takes it; by default
        the encoder of the model.
    calculate_tokens : bool, default=False
        Whether to find the topics of each word as well, see `TopicMixtures.tokens`.
    n_jobs : int, default=None
        Number of threads that compare windows; None is 1.

    Returns
    -------
    mixtures : TopicMixtures
        With `shares`, a csr_array of shape (n_documents, n_topics), and a row per
        document.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model is no model of topics, or if the order of words is not known.
    ValueError
        If there are no documents, or if there is no encoder to use.

    Warns
    -----
    UserWarning
        If documents have no topic: their rows are zeros.

    See Also
    --------
    aggregate : Joins the shares of parts of documents, such as sentences.

    Notes
    -----
    How similar a window is to a topic depends on the model.

    - Where words are weighed by a
      :class:`~sktopics.text.ClassTfidfTransformer`, it is the cosine of the weights of
      words in the window with those in the topic, as in BERTopic [1]_.
    - For any other model it is a mean over the known words w of the window,

      .. math:: s_k = \frac{\sum_w u_w \, p_{kw}}{\sum_w u_w}, \qquad
                p_{kw} = \frac{\phi_{kw}}{\sum_j \phi_{jw}},

      where :math:`\phi_{kw}` is the weight of the word in the topic. In a model of
      mixtures it is the probability of the word, and :math:`u_w` is 1 less the entropy
      of :math:`p_{\cdot w}` over the logarithm of the number of topics: 0 for a word
      that all topics share alike. Where weights are scores, as those of a
      :class:`~sktopics.text.KeynessTransformer`, u is the largest score of the word.

    The second was chosen on documents that were put together from segments of three
    others, of known labels: it places more of their words in the right topic than
    cosines do, and leaves fewer documents without any.

    The result is that of BERTopic 0.17.4, but where that one is inconsistent: there,
    mixtures of padded documents change when tokens are asked for, words in no window
    are an error, an empty document has a token, and its embedding has a topic.

    References
    ----------
    .. [1] M. Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF
       procedure", 2022, arXiv:2203.05794.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import approximate_distribution
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> mixtures = approximate_distribution(
    ...     pipeline, ["Tax and debt, and a ship at sea", "sea"], calculate_tokens=True
    ... )
    >>> mixtures
    TopicMixtures: 2 documents, 2 topics
    document  topics
           0  0.53 sea, ship, harbour; 0.47 tax, debt, cut
           1  0.86 sea, ship, harbour; 0.14 tax, debt, cut

    The words of the first document, where they stand in it, and their topics:

    >>> mixtures.tokens(0)
    TokenTable: 7 tokens of document 0
    token       span  word              topic  share  label
        0        0:3  tax                   0   0.85  tax, debt, cut
        1        4:7  and                   0   0.64  tax, debt, cut
        2       8:12  debt                  0   0.57  tax, debt, cut
        3      14:17  and                   1   0.53  sea, ship, harbour
        4      20:24  ship                  1   0.66  sea, ship, harbour
        5      25:27  at                    1   0.70  sea, ship, harbour
        6      28:31  sea                   1   0.84  sea, ship, harbour
    """
    if not is_model(model):
        raise TypeError(
            "model must be a fitted model of topics, whose words windows are compared "
            f"with, and is of type {type(model).__name__}: shares or labels alone do "
            "not say what topics are about."
        )
    if encoder is not None and not use_embeddings:
        raise ValueError("An encoder= is only used with use_embeddings=True.")
    has_topics(model)  # says what is not fitted, or no model of topics
    texts = texts_in_order(model, X)
    if use_embeddings:
        similarity = EmbeddingSimilarity(model, X, encoder)
    else:
        similarity = WordSimilarity(model, texts.counts_once)
    options = _Options(window, stride, padding, min_similarity, n_jobs)
    read = [
        _read_batch(texts, batch, similarity, options, calculate_tokens)
        for batch in texts.batches()
    ]
    shares, has_words, records = zip(*read, strict=True)
    labels = names_in_own_table(model)
    if labels is None:
        table = topic_table(model, n_top_words=3, n_authors=0)
        labels = [topic.label for topic in table]
    mixtures = TopicMixtures(
        sp.vstack(shares, format="csr"),
        tuple(labels),
        np.arange(len(texts)),
        TokenRecords.joined(records) if calculate_tokens else None,
    )
    _warn_of_none(mixtures.without_topic, np.concatenate(has_words), min_similarity)
    return mixtures


def _read_batch(texts, batch, similarity, options, calculate_tokens):
    """Return shares of topics, which documents have known words, and their tokens."""
    start, stop = batch
    located = None
    if calculate_tokens or isinstance(similarity, EmbeddingSimilarity):
        located = [texts.located(document) for document in range(start, stop)]
    if isinstance(similarity, EmbeddingSimilarity):
        places = offsets_of([len(each.words) for each in located])
        windows = windows_of(places, options.window, options.stride, options.padding)
        words = [word for each in located for word in each.as_written()]
        similarities = similarity(words, windows, options.least)
        has_words = np.diff(places) > 0
    else:
        terms = texts.terms(start, stop, located)
        places = terms.places
        windows = windows_of(places, options.window, options.stride, options.padding)
        similarities = similarity(
            terms, windows, options.least, options.n_jobs, by_window=calculate_tokens
        )
        has_words = np.diff(np.searchsorted(terms.lasts, places)) > 0
    of_documents = similarities
    if calculate_tokens or isinstance(similarity, EmbeddingSimilarity):
        indicator = _ranges(windows.offsets, windows.offsets[:-1], windows.offsets[1:])
        of_documents = _sums(indicator, similarities)
    records = None
    if calculate_tokens:
        records = TokenRecords(
            [word for each in located for word in each.words],
            np.concatenate([np.empty((0, 2), np.int64), *(e.spans for e in located)]),
            _sums(_windows_of_places(windows, places[-1]), similarities),
            places,
        )
    return scaled_rows(of_documents), has_words, records


def _windows_of_places(windows, n_places):
    """Return the matrix of 1 where a window (column) holds a place (row)."""
    place = np.arange(n_places)
    first = np.searchsorted(windows.stops, place, side="right")
    after = np.searchsorted(windows.starts, place, side="right")
    after = np.maximum(first, after)  # between two windows a place is in none
    return _ranges(windows.offsets, first, after)


def _ranges(offsets, first, after):
    """Return the matrix of 1 in the columns from `first` to before `after`."""
    counts = after - first
    indptr = offsets_of(counts)
    columns = np.arange(indptr[-1]) - np.repeat(indptr[:-1] - first, counts)
    shape = len(counts), int(offsets[-1])
    return sp.csr_array((np.ones(len(columns)), columns, indptr), shape=shape)


def _sums(indicator, similarities):
    """Sum up the rows of windows; columns are sorted."""
    sums = indicator @ similarities
    sums.sort_indices()
    return sums


def _warn_of_none(without_topic, has_words, min_similarity):
    """Warn of documents that are not similar to any topic."""
    n, n_blank = int(without_topic.sum()), int((without_topic & ~has_words).sum())
    if not n:
        return
    why = []
    if n_blank:
        why.append(f"{n_blank} of them have no word that the model knows")
    if n > n_blank:
        why.append(
            f"{n - n_blank} of them have no window that is similar to a topic by "
            f"min_similarity={min_similarity:g}: lower it to give them topics"
        )
    warnings.warn(
        f"{n} of {len(without_topic)} documents have no topic, and zeros for shares; "
        f"without_topic says which. {'; '.join(why)}.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )
