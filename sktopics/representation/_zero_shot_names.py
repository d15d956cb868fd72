"""ZeroShotNames: the best of given names for each topic."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from numbers import Integral, Real
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from .._arrays import largest, unit_rows
from .._columns import is_unordered, items_of
from .._part_output import called, part_vectors
from .._sklearn import Interval
from ..embedding import as_encoder, encode_words
from ..embedding.known_texts import encode_known
from ..topics import TopicTable
from ._base_step import RepresentationStep
from ._model_scores import model_scores
from ._topic_texts import texts_of_topics

# Measured with all-MiniLM-L6-v2 on the classes of BBC News and Banking77: below it are
# names that do not fit, above it most of those that do.
_LOWEST_COSINE = 0.25
# What the package BERTopic asks of a classifier.
_LOWEST_PROBABILITY = 0.8
# Encoded with the words of topics, so that there is one where no topic has any.
_ANY_WORD = "word"
# Candidates that the aspect tells of.
_N_SHOWN = 3


class ZeroShotNames(RepresentationStep):
    """Name topics by the best of given names.

    With a classifier, a name fits a topic if the classifier says that the words of the
    topic are about it [1]_. Without one, it fits if its vector is near to that of the
    topic. The aspect ``"candidates"`` of a topic has the best three names and their
    scores, whether or not one of them has become its name.
    Read more in the :ref:`user guide <representations>`.

    Parameters
    ----------
    candidates : sequence of str, or mapping from str to str
        Names. A mapping says what each name stands for, and is compared in its place:
        ``{"space": "rockets, satellites and astronomy"}``.
    classifier : callable, default=None
        Takes texts and the list of candidates. It returns scores of shape (n_texts,
        n_candidates), or what a pipeline of transformers for
        ``"zero-shot-classification"`` returns, for each text a mapping with `labels`
        and `scores`. Give options by ``functools.partial(pipeline, multi_label=True)``.
    encoder : object, default=None
        Encodes names and texts of topics, whatever
        :func:`~sktopics.embedding.as_encoder` takes; fitted, if it learns. None: the
        encoder of the model, and the vectors that the model has of its topics.
    min_score : float, default=None
        A topic whose best score is lower keeps its name. None: 0.25 for cosines, which
        are low where a name is one word and a topic is many documents; 0.8 for the
        scores of a classifier.
    n_words : int, default=10
        Words of a topic that tell what it is about.
    n_documents : int, default=0
        Representative documents of a topic that tell it, too: the score is the mean of
        the scores of the words and of each document.
    distinct : bool, default=False
        Whether no two topics get the same name. Names are given so that the sum of what
        scores exceed `min_score` by is largest.

    See Also
    --------
    sktopics.clustering.BERTopic : Its parameter `zeroshot_topics` makes topics of given
        names, in place of naming those that it finds.

    Notes
    -----
    With `distinct`, all topics of the model compete for names, also where a few have
    changed and are described again.

    A topic of which the encoder knows nothing, and a topic without words and documents,
    keep their names.

    References
    ----------
    .. [1] W. Yin, J. Hay, D. Roth, "Benchmarking zero-shot text classification:
       Datasets, evaluation and entailment approach", EMNLP 2019.

    Examples
    --------
    >>> from sktopics.representation import ZeroShotNames
    >>> from sktopics.topics import RepresentationContext, Topic, TopicTable
    >>> table = TopicTable([
    ...     Topic(0, None, 0.5, ("sea", "ship"), (0.3, 0.2)),
    ...     Topic(1, None, 0.3, ("tax", "debt"), (0.3, 0.2)),
    ...     Topic(2, None, 0.2, ("moon", "star"), (0.3, 0.2)),
    ... ])
    >>> def classify(texts, names):  # in place of a model
    ...     about = {"money": {"tax", "debt", "bank"}, "travel": {"ship", "train"}}
    ...     return [[len(about[name] & set(text.split())) / 2 for name in names]
    ...             for text in texts]
    >>> names = ZeroShotNames(["money", "travel"], classifier=classify, min_score=0.5)
    >>> table = names.refine(table, RepresentationContext(table, None, None))
    >>> table
    TopicTable: 3 topics
    topic   size  label       top terms
        0  50.0%  travel      sea, ship
        1  30.0%  money       tax, debt
        2  20.0%  moon, star  moon, star
    >>> table[0].aspects["candidates"]
    {'travel': 0.5, 'money': 0.0}
    """

    _parameter_constraints = {
        "candidates": "no_validation",
        "classifier": [callable, None],
        "encoder": "no_validation",
        "min_score": [Interval(Real, None, None, closed="neither"), None],
        "n_words": [Interval(Integral, 1, None, closed="left")],
        "n_documents": [Interval(Integral, 0, None, closed="left")],
        "distinct": ["boolean"],
    }

    def __init__(
        self,
        candidates: Sequence[str] | Mapping[str, str],
        *,
        classifier: Any = None,
        encoder: Any = None,
        min_score: float | None = None,
        n_words=10,
        n_documents=0,
        distinct=False,
    ):
        self.candidates = candidates
        self.classifier = classifier
        self.encoder = encoder
        self.min_score = min_score
        self.n_words = n_words
        self.n_documents = n_documents
        self.distinct = distinct

    @property
    def needs(self) -> tuple[str, ...]:
        """What it needs of a context: an encoder, unless it has one or a classifier."""
        own = self.classifier is not None or self.encoder is not None
        return () if own else ("encoder",)

    def _refine(self, table, context):
        names, meanings = _checked_candidates(self.candidates)
        if not len(table):
            return table
        own = {topic.index: topic for topic in table}
        # With distinct names, topics that are not described again compete as well.
        rivals = [t for t in context.table if t.index not in own and self.distinct]
        topics = [*table, *rivals]
        if self.classifier is None:
            scores = self._cosines(topics, meanings, context)
        else:
            scores = self._classified(topics, meanings, context)
        lowest = self._lowest_score()
        choose = _distinct_names if self.distinct else _best_names
        chosen = choose(scores, lowest)
        named = []
        for topic, row, best in zip(table, scores, chosen, strict=False):
            if best is not None:
                topic = replace(topic, label=names[best])
            named.append(_with_scores(topic, names, row))
        return TopicTable(named, table.outliers)

    def _lowest_score(self):
        if self.min_score is not None:
            return self.min_score
        return _LOWEST_COSINE if self.classifier is None else _LOWEST_PROBABILITY

    def _cosines(self, topics, meanings, context):
        """Return cosines of topics and candidates, NaN for topics without a vector."""
        encoder = context.encoder if self.encoder is None else self.encoder
        if encoder is None:
            raise ValueError(
                "ZeroShotNames compares names with topics by an encoder or a "
                "classifier, and there is none: give encoder, such as the name of a "
                "model of sentence-transformers."
            )
        candidates = unit_rows(encode_words(encoder, meanings).astype(np.float64))
        given = context.topic_embeddings if self.encoder is None else None
        if given is None:
            vectors = self._vectors_of_texts(topics, encoder, context)
        else:
            rows = [topic.index for topic in topics]
            vectors = np.asarray(given)[rows].astype(np.float64)
        if vectors.shape[1] != candidates.shape[1]:
            raise ValueError(
                f"The encoder makes vectors of {candidates.shape[1]} dimensions of "
                f"names, and those of topics have {vectors.shape[1]}: give "
                "ZeroShotNames(encoder=...) the encoder of the embeddings."
            )
        cosines = unit_rows(vectors) @ candidates.T
        cosines[~vectors.any(axis=1)] = np.nan
        return cosines

    def _vectors_of_texts(self, topics, encoder, context):
        """Return the mean vector of the words of topics and of their documents."""
        words, owners = texts_of_topics(topics, context, self.n_words, 0)
        documents, more = texts_of_topics(topics, context, 0, self.n_documents)
        vectors = encode_words(encoder, [*words, _ANY_WORD]).astype(np.float64)[:-1]
        if documents:
            read, known = encode_known(as_encoder(encoder), documents)
            whom = called("encoder", encoder)
            read = part_vectors(read, len(documents), whom, texts=documents)
            vectors = np.vstack([vectors, np.where(known[:, np.newaxis], read, 0)])
        return _means(unit_rows(vectors), [*owners, *more], len(topics), 0)

    def _classified(self, topics, meanings, context):
        """Return what the classifier says of topics, NaN for those without texts."""
        texts, owners = texts_of_topics(topics, context, self.n_words, self.n_documents)
        if not texts:
            return np.full((len(topics), len(meanings)), np.nan)
        whom = called("classifier", self.classifier)
        scores = _scores(self.classifier(texts, list(meanings)), texts, meanings, whom)
        return _means(scores, owners, len(topics), np.nan)

    def __sklearn_clone__(self):
        # A classifier may be large: copies of a model share it, as they share encoders.
        return type(self)(**self.get_params(deep=False))


def _checked_candidates(candidates):
    """Return names, and what is compared with topics in their place."""
    if isinstance(candidates, Mapping):
        names, meanings = list(candidates), list(candidates.values())
    elif (
        is_unordered(candidates)
        or not np.iterable(candidates)
        or hasattr(candidates, "__next__")  # would be empty the next time
    ):
        raise TypeError(
            "candidates must be a list of names, or a mapping from names to what they "
            f"stand for, got {candidates!r:.60}."
        )
    else:
        names = meanings = list(items_of(candidates))
    if not names:
        raise ValueError("candidates must hold at least 1 name, and holds 0.")
    for text in [*names, *meanings]:
        if not isinstance(text, str):
            raise TypeError(f"candidates must be texts, and one is {text!r:.60}.")
        if not text.strip():
            raise ValueError("candidates must be names, and one is an empty text.")
    for kind, texts in (("name", names), ("meaning", meanings)):
        repeated = [text for text in texts if texts.count(text) > 1]
        if repeated:
            raise ValueError(f"candidates has the {kind} {repeated[0]!r} twice.")
    return [str(name) for name in names], [str(text) for text in meanings]


def _scores(output, texts, candidates, whom):
    """Return what a classifier gave as an array of shape (n_texts, n_candidates)."""
    if isinstance(output, Mapping):  # of one text
        output = [output]
    if isinstance(output, (list, tuple)) and output and isinstance(output[0], Mapping):
        output = [_in_order(answer, candidates, whom) for answer in output]
    shape = len(texts), len(candidates)
    needed = f"a score for each of {shape[0]} texts and {shape[1]} candidates"
    return model_scores(output, shape, whom, needed)


def _in_order(answer, candidates, whom):
    """Return the scores of an answer in the order of the candidates."""
    if "labels" not in answer or "scores" not in answer:
        raise ValueError(
            f"{whom} must return mappings with labels and scores, and returned one "
            f"with {', '.join(map(repr, answer)) or 'nothing'}."
        )
    labels, scores = answer["labels"], answer["scores"]
    if len(labels) != len(scores):
        raise ValueError(
            f"{whom} returned {len(scores)} scores for {len(labels)} labels."
        )
    score_of = dict(zip(labels, scores, strict=True))
    missing = [name for name in candidates if name not in score_of]
    if missing:
        raise ValueError(f"{whom} returned no score for the candidate {missing[0]!r}.")
    return [score_of[name] for name in candidates]


def _means(rows, owners, n_topics, empty):
    """Return the mean of the rows of each topic; `empty` for topics without rows."""
    sums = np.zeros((n_topics, rows.shape[1]))
    np.add.at(sums, owners, rows)
    counts = np.bincount(owners, minlength=n_topics)[:, np.newaxis]
    return np.where(counts > 0, sums / np.maximum(counts, 1), empty)


def _best_names(scores, lowest):
    """Return for each topic the best candidate, None where its score is too low."""
    found = []
    for row in scores:
        known = np.where(np.isnan(row), -np.inf, row)
        best = int(known.argmax())
        found.append(best if known[best] >= lowest and known[best] > -np.inf else None)
    return found


def _distinct_names(scores, lowest):
    """Return candidates as `_best_names`, none of them for two topics."""
    allowed = scores >= lowest  # False for NaN
    found = [None] * len(scores)
    gains = np.where(allowed, scores - lowest, 0)
    for topic, name in zip(*linear_sum_assignment(gains, maximize=True), strict=True):
        if allowed[topic, name]:
            found[topic] = int(name)
    return found


def _with_scores(topic, names, row):
    """Return a topic with the aspect of its best candidates, if there are scores."""
    if np.isnan(row).all():
        return topic
    best = largest(row, _N_SHOWN)
    scores = {names[i]: round(float(row[i]), 4) for i in best}
    return replace(topic, aspects={**topic.aspects, "candidates": scores})
