"""How well the phrases of topics match the texts of the topics, token by token."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np

from .._arrays import offsets_of, unit_rows
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import distinct_terms, is_model, materialized, read_term_lists
from .._sklearn import Interval, validate_params
from .._validation import check_documents
from ._labels_of_topics import check_topic_labels


@dataclass(frozen=True, eq=False)
class PhraseCoherences(ColumnsMixin, FrozenArrays):
    """How well the phrases of each topic match its texts, see `phrase_coherence`.

    Parameters
    ----------
    precision : ndarray of shape (n_topics,)
        How well tokens of phrases are matched by tokens of texts. NaN for a topic
        without texts or without phrases that have tokens; also below.
    recall : ndarray of shape (n_topics,)
        How well tokens of texts are matched by tokens of phrases.
    f1 : ndarray of shape (n_topics,)
        Mean of the harmonic means of both.
    """

    precision: np.ndarray
    recall: np.ndarray
    f1: np.ndarray

    @property
    def mean(self) -> dict[str, float]:
        """Means over the topics that have a value, by the names of the measures."""
        return {
            name: float(np.nanmean(values)) if np.isfinite(values).any() else np.nan
            for name, values in self._measures().items()
        }

    def _measures(self):
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}

    def _columns(self):
        return {"topic": np.arange(len(self.f1)), **self._measures()}


@validate_params(
    {"n_phrases": [Interval(Integral, 1, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def phrase_coherence(
    topics, texts, labels, encoder=None, *, n_phrases=10
) -> PhraseCoherences:
    r"""Measure how well topics' phrases match the texts of the topics, by BERTScore.

    Each token of a phrase is matched with the token of a text whose vector is the
    nearest, and each token of the text with the nearest one of the phrase [1]_. With
    :math:`x_i` the vectors of the tokens of a text and :math:`\hat x_j` the vectors of
    the tokens of a phrase, all of length 1,

    .. math:: P = \frac{1}{|\hat x|} \sum_j \max_i x_i^\top \hat x_j, \qquad
              R = \frac{1}{|x|} \sum_i \max_j x_i^\top \hat x_j, \qquad
              F_1 = \frac{2 P R}{P + R}.

    The value of a topic is the mean over all pairs of one of its phrases and one of its
    texts.

    Parameters
    ----------
    topics : list of lists of phrases, TopicTable, or fitted model or Pipeline
        The phrases (or words) of each topic, best first, or what has them. Or, without
        an `encoder`, for each topic a list of arrays of shape (n_tokens, n_dimensions),
        the vectors of the tokens of each phrase.
    texts : iterable of str
        Documents, or segments of documents. Or, without an `encoder`, for each an array
        of shape (n_tokens, n_dimensions).
    labels : array-like of shape (n_texts,) or (n_texts, n_topics)
        The number of each text's topic, 0 for the first of `topics`. Texts of -1 are
        left out. Of a matrix of shares, the largest entry of each row is taken.
    encoder : object with encode_tokens, default=None
        ``encode_tokens(texts)`` gives, for each text in its order, an object with
        `vectors`, or a pair of vectors and something else; a
        :class:`~sktopics.embedding.TokenEncoder` does. Texts are streamed: the vectors
        of one are kept at a time.
    n_phrases : int, default=10
        Number of phrases to use of each topic; of topics that have fewer, all.

    Returns
    -------
    coherences : PhraseCoherences
        Arrays `precision`, `recall` and `f1` with a value for each topic, and their
        `mean`. From -1 to 1; higher is better. A topic has NaN if none of its texts or
        none of its phrases has tokens.

    Raises
    ------
    TypeError
        If there is no encoder and no arrays, or the encoder has no `encode_tokens`.
    ValueError
        If labels are not one for each text or name other topics; if vectors are of
        other lengths or not finite, or the encoder gives them for another number of
        texts.

    See Also
    --------
    coherence_score : Whether words occur together.
    topic_information_gain : How much words tell about documents.

    Notes
    -----
    Angelov and Inkpen [2]_ propose BERTScore to judge how coherent topics are and how
    much they tell about their documents. This is the second: phrases are candidates,
    the texts of the topic are references. There are no weights of tokens by idf and no
    scaling by a baseline, which [1]_ has as options, so that values of different
    encoders cannot be compared; nor can they be compared with published ones.

    Recall falls with the length of texts, of which a short phrase can match only a
    part. Precision is what compares sets of phrases on long documents.

    References
    ----------
    .. [1] T. Zhang, V. Kishore, F. Wu, K. Weinberger, Y. Artzi, "BERTScore: Evaluating
       text generation with BERT", ICLR 2020, equations for R, P and F in section 3.
    .. [2] D. Angelov, D. Inkpen, "Topic modeling: Contextual token embeddings are all
       you need", Findings of EMNLP 2024.

    Examples
    --------
    An encoder that knows four words, of which two are nearly the same:

    >>> import numpy as np
    >>> from sktopics.metrics import phrase_coherence
    >>> vectors = {"ship": [1, 0], "boat": [0.8, 0.6], "tax": [0, 1], "debt": [0, 1]}
    >>> class Words:
    ...     def encode_tokens(self, texts):
    ...         for text in texts:
    ...             found = [vectors[word] for word in text.split()]
    ...             yield np.array(found, float).reshape(-1, 2), None
    >>> topics, texts = [["ship"], ["tax"]], ["boat ship", "boat", "debt"]
    >>> found = phrase_coherence(topics, texts, [0, 0, 1], Words())
    >>> found.precision
    array([0.9, 1. ])
    >>> found.recall
    array([0.85, 1.  ])
    >>> round(found.mean["f1"], 2)
    0.94
    """
    phrases = _vectors_of_phrases(topics, encoder, n_phrases)
    texts = list(materialized(texts))
    labels = check_topic_labels(labels, len(texts), len(phrases))
    kept = np.flatnonzero(labels >= 0)
    chosen = [texts[row] for row in kept]
    if encoder is not None:
        check_documents(texts, whom="phrase_coherence")
    sums, n_pairs = np.zeros((3, len(phrases))), np.zeros(len(phrases))
    for topic, vectors in zip(
        labels[kept], _streamed(chosen, encoder, "texts"), strict=True
    ):
        found = _matched(vectors, phrases[topic])
        sums[:, topic] += found.sum(axis=1)
        n_pairs[topic] += found.shape[1]
    means = np.full(sums.shape, np.nan)
    np.divide(sums, n_pairs, out=means, where=n_pairs > 0)
    return PhraseCoherences(*means)


def _vectors_of_phrases(topics, encoder, n_phrases):
    """Return, for each topic, unit vectors of the tokens of phrases, and offsets."""
    if encoder is None:
        if is_model(topics) or hasattr(topics, "top_words"):
            raise TypeError("encoder must be given, where phrases are no arrays.")
        lists = [list(topic)[:n_phrases] for topic in topics]
        if not lists:
            raise ValueError("topics must hold at least one topic, got none.")
        read = [list(_streamed(topic, None, "topics")) for topic in lists]
    else:
        lists = read_term_lists(topics, n_phrases)
        terms = distinct_terms(lists)
        vectors = dict(zip(terms, _streamed(terms, encoder, "topics"), strict=True))
        read = [[vectors[term] for term in topic] for topic in lists]
    joined = []
    for topic in read:
        topic = [vectors for vectors in topic if len(vectors)]
        stacked = np.concatenate(topic) if topic else np.empty((0, 0))
        joined.append((stacked, offsets_of([len(vectors) for vectors in topic])))
    return joined


def _streamed(texts, encoder, name):
    """Yield unit vectors of the tokens of each text."""
    if encoder is None:
        found = iter(texts)
    elif hasattr(encoder, "encode_tokens"):
        found = iter(encoder.encode_tokens(texts)) if texts else iter(())
    else:
        raise TypeError(
            f"encoder must have a method encode_tokens, and {encoder!r:.60} has none: "
            "give a TokenEncoder, what as_token_encoder makes of it, or the vectors of "
            "tokens as arrays in topics and texts."
        )
    n_dimensions = None
    for row in range(len(texts)):
        tokens = next(found, None)
        if tokens is None:
            raise ValueError(
                f"encode_tokens gave vectors of {row} texts, and there are "
                f"{len(texts)}."
            )
        if encoder is not None:
            tokens = tokens.vectors if hasattr(tokens, "vectors") else tokens[0]
        vectors = _checked(tokens, f"{name}, text {row}", n_dimensions)
        if len(vectors):
            n_dimensions = vectors.shape[1]
        yield unit_rows(vectors)
    if encoder is not None and next(found, None) is not None:
        raise ValueError(
            "encode_tokens gave vectors of more texts than there are: "
            f"{len(texts)} were given."
        )


def _checked(tokens, name, n_dimensions):
    """Return vectors of tokens as an array of floats."""
    if isinstance(tokens, str):
        raise TypeError(
            f"{name} is a str: give an encoder that makes vectors of its tokens."
        )
    vectors = np.asarray(tokens)
    if vectors.ndim == 1 and not len(vectors):
        vectors = vectors.reshape(0, 0)
    if vectors.ndim != 2 or vectors.dtype.kind not in "fiu":
        raise ValueError(
            f"{name}: vectors of tokens are an array of numbers of shape (n_tokens, "
            f"n_dimensions), got {vectors.dtype} of shape {vectors.shape}."
        )
    if len(vectors) and n_dimensions not in (None, vectors.shape[1]):
        raise ValueError(
            f"{name}: vectors have {vectors.shape[1]} dimensions, and those before it "
            f"{n_dimensions}."
        )
    if not np.isfinite(vectors).all():
        raise ValueError(f"{name}: vectors hold NaN or infinity.")
    return vectors if vectors.dtype.kind == "f" else vectors.astype(np.float64)


def _matched(text, phrases):
    """Return precision, recall and F1 of each phrase in a text, (3, n_phrases)."""
    vectors, offsets = phrases
    if not len(text) or not len(vectors):
        return np.empty((3, 0))
    if text.shape[1] != vectors.shape[1]:
        raise ValueError(
            f"Vectors of texts have {text.shape[1]} dimensions, and vectors of phrases "
            f"{vectors.shape[1]}."
        )
    cosines = np.asarray(text @ vectors.T, dtype=np.float64)
    starts = offsets[:-1]
    lengths = np.diff(offsets)
    precision = np.add.reduceat(cosines.max(axis=0), starts) / lengths
    recall = np.maximum.reduceat(cosines, starts, axis=1).mean(axis=0)
    total = precision + recall
    f1 = np.zeros_like(total)
    np.divide(2 * precision * recall, total, out=f1, where=total > 0)
    return np.stack((precision, recall, f1))
