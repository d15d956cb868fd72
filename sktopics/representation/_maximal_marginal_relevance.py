"""Maximal marginal relevance: words of a topic that differ from each other."""

from collections.abc import Callable
from dataclasses import replace
from numbers import Integral, Real
from typing import Any

import numpy as np

from .._arrays import unit_rows
from .._sklearn import Interval
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._candidate_words import candidate_words
from ._text_vectors import pick_encoder, rounded_cosines, vectors_of_texts


class MaximalMarginalRelevance(RepresentationStep):
    """Words of a topic that are about the topic and differ from each other [1]_.

    The first word is the one nearest to all words of the topic together. Each of the
    next is near to them, too, and far from the words that are chosen already.
    Read more in the :ref:`user guide <representations>`.

    Parameters
    ----------
    diversity : float in [0, 1], default=0.1
        How much it counts that a word differs from those already chosen: with 0 not at
        all, with 1 nothing else counts.
    n_top_words : int, default=10
        Number of words to choose.
    encoder : str, transformer, model or callable, default=None
        Makes vectors of words, see :func:`~sktopics.embedding.as_encoder`. It must be
        fitted, if it learns. By default the encoder of the model, or the one that
        `refine_topics` is given.
    n_candidates : int, default=30
        Number of words of a topic to choose from: its words in the table, then the
        heaviest terms of the model. If a representation before this one has changed
        the words, the candidates are these words: give that one a larger `n_top_words`.
    word_form : callable, default=None
        Returns the form of a word, its stem or what a dictionary calls it. Of words of
        one form the heaviest is taken. By default only words that differ in nothing but
        case have one form.

    See Also
    --------
    KeyBERTInspired : Words that mean what the documents of a topic mean.

    Notes
    -----
    With v_w the vector of a word, v_t the vector of the text of all candidates and
    S the words already chosen, the next word is the one with the largest ::

        (1 - diversity) * cos(v_w, v_t) - diversity * max_{s in S} cos(v_w, v_s)

    and of equal ones the heaviest. Where the encoder knows nothing of such a text,
    v_t is the mean of the words. Words of which it knows nothing come last. The weights
    in the table are cos(v_w, v_t), 0 where they are negative; they need not fall from
    word to word.

    The words and their order are those of the function `mmr` of BERTopic. Its
    representation returns them in the order of their c-TF-IDF.

    References
    ----------
    .. [1] J. Carbonell and J. Goldstein, "The use of MMR, diversity-based reranking for
       reordering documents and producing summaries", SIGIR 1998.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import MaximalMarginalRelevance
    >>> from sktopics.topics import Topic, TopicTable, refine_topics
    >>> words, weights = ("car", "cars", "engine", "road"), (0.4, 0.3, 0.2, 0.1)
    >>> table = TopicTable([Topic(0, None, 1.0, words, weights)])
    >>> vectors = {
    ...     "car": [9, 1, 1], "cars": [9, 1, 0], "engine": [7, 7, 0], "road": [6, 0, 7]
    ... }
    >>> def encode(texts):  # in place of a model of sentences
    ...     return [np.sum([vectors[w] for w in t.split()], axis=0) for t in texts]
    >>> for diversity in (0, 0.6):
    ...     step = MaximalMarginalRelevance(diversity, n_top_words=3, encoder=encode)
    ...     print(refine_topics(table, step).top_words[0])
    ['car', 'cars', 'engine']
    ['car', 'road', 'engine']
    """

    _parameter_constraints = {
        "diversity": [Interval(Real, 0, 1, closed="both")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "encoder": "no_validation",
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "word_form": [callable, None],
    }

    def __init__(
        self,
        diversity=0.1,
        n_top_words=10,
        encoder: Any = None,
        n_candidates=30,
        *,
        word_form: Callable | None = None,
    ):
        self.diversity = diversity
        self.n_top_words = n_top_words
        self.encoder = encoder
        self.n_candidates = n_candidates
        self.word_form = word_form

    @property
    def needs(self) -> tuple[str, ...]:
        """What it needs of a context: an encoder, unless it has one."""
        return () if self.encoder is not None else ("encoder",)

    def _refine(self, table, context):
        whom = type(self).__name__
        encoder = pick_encoder(self.encoder, context.encoder, whom=whom)
        words = candidate_words(table, context, self.n_candidates, self.word_form)
        together = [" ".join(of) for of in words]
        texts = [word for of in words for word in of] + [
            text for text in together if text
        ]
        texts = list(dict.fromkeys(texts))
        vectors = unit_rows(vectors_of_texts(encoder, texts, whom))
        row = {text: i for i, text in enumerate(texts)}
        topics = []
        for topic, candidates, text in zip(table, words, together, strict=True):
            chosen = vectors[[row[word] for word in candidates]]
            if chosen.any():  # else the topic keeps its words
                about = vectors[[row[text]]]
                if not about.any():
                    about = unit_rows(chosen.mean(axis=0, keepdims=True))
                relevance = rounded_cosines(chosen, about)[:, 0]
                best = diverse_words(
                    chosen, relevance, self.n_top_words, self.diversity
                )
                topic = replace(
                    topic,
                    terms=[candidates[i] for i in best],
                    weights=np.maximum(relevance[best], 0).tolist(),
                )
            topics.append(topic)
        return TopicTable(topics, table.outliers)


def diverse_words(vectors, relevance, n, diversity) -> np.ndarray:
    """Return the rows of `n` vectors by maximal marginal relevance, in its order.

    Parameters
    ----------
    vectors : ndarray of shape (n_words, n_dimensions)
        Of length 1; zeros for a word of which nothing is known.
    relevance : ndarray of shape (n_words,)
        Cosines with what words are to be about.
    n : int
        Most words.
    diversity : float

    Returns
    -------
    rows : ndarray of shape (min(n, n_words),), int
        Of equal words the first; words of which nothing is known come last.
    """
    similarities = rounded_cosines(vectors, vectors)
    known = vectors.any(axis=1)
    scores = np.where(known, relevance, -np.inf)  # nothing is chosen yet
    nearest = np.full(len(vectors), -np.inf)
    chosen = []
    for _ in range(min(n, np.count_nonzero(known))):
        best = int(np.argmax(scores))
        chosen.append(best)
        nearest = np.maximum(nearest, similarities[best])
        scores = (1 - diversity) * relevance - diversity * nearest
        scores[~known] = scores[chosen] = -np.inf
    unknown = np.flatnonzero(~known)[: n - len(chosen)]
    return np.array([*chosen, *unknown], dtype=np.int64)
