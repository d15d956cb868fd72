"""CrossEncoderRanking: words of topics in the order of what a cross-encoder says."""

from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np

from .._arrays import largest
from .._part_output import called
from .._sklearn import HasMethods, Interval
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._candidate_words import candidate_words
from ._model_scores import model_scores
from ._topic_texts import texts_of_topics


class CrossEncoderRanking(RepresentationStep):
    """Choose the words of topics by a model that reads word and document together.

    A cross-encoder scores how relevant a document is to a query [1]_. Here the query is
    a word of a topic, and its score the mean over documents of the topic.
    Read more in the :ref:`user guide <representations>`.

    Parameters
    ----------
    model : object
        A `CrossEncoder` of sentence-transformers, or another object whose `predict`
        takes a list of pairs (word, document) and returns a score for each; or a
        function that does so.
    n_top_words : int, default=10
        Words of a topic to keep.
    n_candidates : int, default=30
        Words of a topic that are scored: those that it has, and then those with the
        highest weights. Only the words that it has, where a representation before has
        chosen them.
    n_documents : int, default=3
        Representative documents that words are scored against.

    Notes
    -----
    The model reads `n_candidates` times `n_documents` pairs for each topic, equal ones
    once, in a single call. The weights of words in the table are the scores. A topic
    without documents keeps its words.

    References
    ----------
    .. [1] R. Nogueira, K. Cho, "Passage re-ranking with BERT", 2019, arXiv:1901.04085.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.representation import CrossEncoderRanking
    >>> from sktopics.topics import (
    ...     RepresentationContext,
    ...     RepresentativeDocument,
    ...     Topic,
    ...     TopicTable,
    ...     refine_table,
    ... )
    >>> document = RepresentativeDocument(0, 1.0, "Ships sail the sea.")
    >>> words = ("the", "sea", "ships")
    >>> topic = Topic(0, None, 1.0, words, (0.6, 0.3, 0.1), [document])
    >>> table = TopicTable([topic])
    >>> def length_of_word(pairs):  # in place of a model
    ...     return [len(word) / len(document) for word, document in pairs]
    >>> ranking = CrossEncoderRanking(length_of_word, n_top_words=2)
    >>> context = RepresentationContext(table, np.ones((1, 3)), np.array(words))
    >>> refine_table(table, ranking, context)[0]
    Topic 0: ships, the (100.0%)
      ships 0.263, the 0.158
      document 0, share 1.00: Ships sail the sea.
    """

    _parameter_constraints = {
        "model": [HasMethods("predict"), callable],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "n_candidates": [Interval(Integral, 1, None, closed="left")],
        "n_documents": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, model: Any, *, n_top_words=10, n_candidates=30, n_documents=3):
        self.model = model
        self.n_top_words = n_top_words
        self.n_candidates = n_candidates
        self.n_documents = n_documents

    def _refine(self, table, context):
        words = candidate_words(table, context, self.n_candidates)
        texts, owners = texts_of_topics(table, context, 0, self.n_documents)
        documents: list[list[str]] = [[] for _ in table]
        for text, owner in zip(texts, owners, strict=True):
            documents[owner].append(text)
        pairs = {
            (word, document): 0.0
            for of, texts in zip(words, documents, strict=True)
            for word in of
            for document in texts
        }
        if not pairs:
            return table
        pairs.update(zip(pairs, self._scores(list(pairs)), strict=True))
        topics = []
        for topic, of, texts in zip(table, words, documents, strict=True):
            if of and texts:
                scores = [np.mean([pairs[word, text] for text in texts]) for word in of]
                best = largest(np.array(scores), self.n_top_words)
                topic = replace(
                    topic,
                    terms=[of[i] for i in best],
                    weights=[float(scores[i]) for i in best],
                )
            topics.append(topic)
        return TopicTable(topics, table.outliers)

    def _scores(self, pairs):
        """Return the score of each pair, a list of float."""
        whom = called("model", self.model)
        predict = getattr(self.model, "predict", self.model)
        needed = f"one score for each of {len(pairs)} pairs of a word and a document"
        return model_scores(predict(pairs), (len(pairs),), whom, needed).tolist()

    def __sklearn_clone__(self):
        # The model may be large: copies of a model of topics share it.
        return type(self)(**self.get_params(deep=False))
