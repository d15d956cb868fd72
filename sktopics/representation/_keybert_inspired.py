"""KeyBERT-inspired words: those that mean what the documents of a topic mean."""

from collections.abc import Callable
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np

from .._arrays import largest, unit_rows
from .._sklearn import Interval
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._candidate_words import candidate_words
from ._mean_vectors import mean_vectors
from ._text_vectors import pick_encoder, rounded_cosines, vectors_of_texts


class KeyBERTInspired(RepresentationStep):
    """The words of a topic whose vectors are nearest to its documents [1]_.

    The heaviest terms of a topic are those that its documents say more often than
    others. Of these, the representation takes the terms that mean what typical
    documents of the topic mean, in the space of an encoder.
    Read more in the :ref:`user guide <representations>`.

    Parameters
    ----------
    encoder : str, transformer, model or callable, default=None
        Makes vectors of documents and words, see
        :func:`~sktopics.embedding.as_encoder`. It must be fitted, if it learns. By
        default the encoder of the model, or the one that `refine_topics` is given.
    n_candidates : int, default=100
        Number of words of a topic to choose from: its words in the table, then the
        heaviest terms of the model. If a representation before this one has chosen
        other words, and more than `n_top_words`, the candidates are these words.
    n_documents : int, default=5
        Number of documents that say what a topic is about: its representative
        documents and, where they are fewer, those with the highest shares of the topic.
    n_top_words : int, default=10
        Number of words to choose.
    word_encoder : str, transformer, model or callable, default=None
        Another encoder for words, into the same space.
    word_form : callable, default=None
        Returns the form of a word, its stem or what a dictionary calls it. Of words of
        one form the heaviest is taken. By default only words that differ in nothing but
        case have one form.

    See Also
    --------
    MaximalMarginalRelevance : Words that differ from each other.

    Notes
    -----
    With v_d the vectors of the documents of a topic and v_w that of a word, words are
    ranked by the cosine of v_w and the mean of v_d. The weights in the table are these
    cosines, 0 where they are negative. Words of equal cosines are in the order of the
    candidates. All words of all topics are encoded in one call, each once.

    Where the context has embeddings of the documents, they are not encoded, unless the
    representation has an `encoder` of its own. A topic without documents is about the
    vector that the model has of it; without one, it keeps its words.

    References
    ----------
    .. [1] M. Grootendorst, "KeyBERT: Minimal keyword extraction with BERT", 2020,
       https://doi.org/10.5281/zenodo.4461265.

    Examples
    --------
    >>> import re
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.representation import KeyBERTInspired
    >>> from sktopics.topics import refine_topics, topic_table
    >>> documents = ["the ship and the sea", "the sea", "a tax on debt", "a tax on us"]
    >>> words = CountVectorizer(token_pattern="[a-z]+")
    >>> model = make_pipeline(words, NMF(2, random_state=0)).fit(documents)
    >>> topic_table(model, n_top_words=3).top_words
    [['the', 'sea', 'and'], ['a', 'on', 'tax']]
    >>> def encode(texts):  # in place of a model of sentences
    ...     kinds = [re.compile("sea|ship"), re.compile("tax|debt"), re.compile("$")]
    ...     return [[len(kind.findall(text)) for kind in kinds] for text in texts]
    >>> step = KeyBERTInspired(encode, n_top_words=2)
    >>> refine_topics(model, step, documents).top_words
    [['sea', 'ship'], ['tax', 'debt']]
    """

    _parameter_constraints = {
        "encoder": "no_validation",
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "n_documents": [Interval(Integral, 1, None, closed="left")],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "word_encoder": "no_validation",
        "word_form": [callable, None],
    }

    def __init__(
        self,
        encoder: Any = None,
        n_candidates=100,
        n_documents=5,
        n_top_words=10,
        *,
        word_encoder: Any = None,
        word_form: Callable | None = None,
    ):
        self.encoder = encoder
        self.n_candidates = n_candidates
        self.n_documents = n_documents
        self.n_top_words = n_top_words
        self.word_encoder = word_encoder
        self.word_form = word_form

    @property
    def needs(self) -> tuple[str, ...]:
        """What it needs of a context: an encoder, unless it has one."""
        has_one = self.encoder is not None or self.word_encoder is not None
        return () if has_one else ("encoder",)

    def _refine(self, table, context):
        whom = type(self).__name__
        encoder = pick_encoder(
            self.word_encoder, self.encoder, context.encoder, whom=whom
        )
        means = mean_vectors(table, context, self.n_documents, self.encoder, whom)
        if len(table) and all(mean is None for mean in means):
            raise ValueError(_without_documents(whom, self.encoder, context))
        words = candidate_words(
            table,
            context,
            self.n_candidates,
            self.word_form,
            more_than=self.n_top_words,
        )
        words = [
            [] if mean is None else of for of, mean in zip(words, means, strict=True)
        ]
        distinct = dict.fromkeys(word for of in words for word in of)
        row = {word: i for i, word in enumerate(distinct)}
        vectors = unit_rows(vectors_of_texts(encoder, list(row), whom))
        topics = []
        for topic, candidates, mean in zip(table, words, means, strict=True):
            chosen = vectors[[row[word] for word in candidates]]
            if chosen.any():  # else the topic keeps its words
                check_same_space(vectors, mean, whom)
                cosines = rounded_cosines(chosen, unit_rows(mean[np.newaxis]))[:, 0]
                # Words of which the encoder knows nothing come last.
                ranked = np.where(chosen.any(axis=1), cosines, -np.inf)
                best = largest(ranked, self.n_top_words)
                topic = replace(
                    topic,
                    terms=[candidates[i] for i in best],
                    weights=np.maximum(cosines[best], 0).tolist(),
                )
            topics.append(topic)
        return TopicTable(topics, table.outliers)


def _without_documents(whom, encoder, context):
    """Return the message where nothing is known of any document."""
    if encoder is not None and context.embeddings is not None:
        return (
            f"{whom} reads the texts of documents with an encoder of its own, and they "
            f"have none: give the encoder of the embeddings to refine_topics, and none "
            f"to {whom}, to use these."
        )
    return (
        f"{whom} knows no documents of the topics, and no vectors of these: give the "
        "corpus as X."
    )


def check_same_space(vectors, mean, whom):
    """Refuse words and documents whose vectors are not equally long."""
    if vectors.shape[1] != len(mean):
        raise ValueError(
            f"The vectors of words that {whom} has encoded have {vectors.shape[1]} "
            f"dimensions, and those of documents {len(mean)}: both must be of one "
            f"space. Give {whom}(encoder=...) the encoder that documents were encoded "
            "with."
        )
