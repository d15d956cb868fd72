"""Topics that keep their numbers from one fit to the next, and how they drift."""

from dataclasses import asdict, dataclass, fields

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.utils.validation import check_is_fitted

from .._optional import import_optional
from ._placement.centroids import cosine_similarities
from ._topics.remapping import remap

# Topics whose means are less alike are two different topics.
MIN_SIMILARITY = 0.7


@dataclass(frozen=True)
class DriftedTopic:
    """One topic in a `TopicDrift`.

    Parameters
    ----------
    topic : int
        Its number, in both models.
    status : {"kept", "new", "gone"}
    similarity : float
        Cosine of its mean embeddings in the two models; NaN if it is in one only.
    size_before, size_after : float
        Share of the corpus.
    """

    topic: int
    status: str
    similarity: float
    size_before: float
    size_after: float


_COLUMNS = [field.name for field in fields(DriftedTopic)]


@dataclass(frozen=True, repr=False)
class TopicDrift:
    """How topics have changed from one model to the next.

    Parameters
    ----------
    topics : tuple of DriftedTopic
        In the order of their numbers.
    """

    topics: tuple

    @property
    def kept(self):
        """Numbers of the topics that are in both models, a list of int."""
        return self._of_status("kept")

    @property
    def new(self):
        """Numbers of the topics that were not there before, a list of int."""
        return self._of_status("new")

    @property
    def gone(self):
        """Numbers of the topics that are there no more, a list of int."""
        return self._of_status("gone")

    def _of_status(self, status):
        return [topic.topic for topic in self.topics if topic.status == status]

    def to_frame(self):
        """Return a pandas data frame, a row per topic, indexed by topic.

        Raises
        ------
        ImportError
            If pandas is not installed.
        """
        pandas = import_optional("pandas", "pandas")
        rows = [asdict(topic) for topic in self.topics]
        return pandas.DataFrame(rows, columns=_COLUMNS).set_index("topic")

    def __repr__(self):
        lines = [
            f"TopicDrift: {len(self.kept)} kept, {len(self.new)} new, "
            f"{len(self.gone)} gone",
            "topic  status  similarity  before   after",
        ]
        lines += [
            f"{t.topic:5d}  {t.status:6}  {t.similarity:10.3f}  {t.size_before:6.1%}  "
            f"{t.size_after:6.1%}"
            for t in self.topics
        ]
        return "\n".join(lines)


def renumber_like(fitted, previous, min_similarity=MIN_SIMILARITY):
    """Give topics the numbers that they have in an earlier model.

    Parameters
    ----------
    fitted : SimpleNamespace
        Changed in place. Topics of `previous` that are not there any more keep their
        numbers, names and mean embeddings, without documents; new topics come after
        them, in the order that they had.
    previous : fitted BERTopic
    min_similarity : float, default=0.7
        Least cosine of the mean embeddings of one topic.

    Returns
    -------
    drift : list of tuple
        What `TopicDrift` is made of.
    """
    pairs = match_means(fitted, previous, min_similarity)
    n_before = len(previous.topic_sizes_)
    n_new = len(fitted.topic_sizes_) - len(pairs)
    topics = np.full(len(fitted.topic_sizes_), -1)
    for topic, before in pairs.items():
        topics[topic] = before
    topics[topics < 0] = n_before + np.arange(n_new)
    n_topics = n_before + n_new
    gone = np.setdiff1d(np.arange(n_before), topics)
    remap(fitted, topics, n_topics)
    for topic in gone:
        fitted.topic_embeddings_[topic] = previous.topic_embeddings_[topic]
        fitted.topic_names_[topic] = previous.topic_names_[topic]
        if hasattr(fitted, "classes_") and hasattr(previous, "classes_"):
            fitted.classes_[topic] = previous.classes_[topic]
    return _drift(fitted, previous, n_topics)


def nearest_topics(fitted, previous, min_similarity):
    """Return the topic of another model that each topic is, or is nearest to.

    Several may be nearest to the same.

    Returns
    -------
    topics : ndarray of shape (n_topics,), int64
        Numbers from ``len(previous.topic_sizes_)`` on for topics that are near to
        none.
    """
    _check_dimensions(fitted, previous)
    topics = np.full(len(fitted.topic_sizes_), -1)
    if len(previous.topic_sizes_) and len(topics):
        similarities = cosine_similarities(
            fitted.topic_embeddings_, previous.topic_embeddings_
        )
        best = similarities.argmax(axis=1)
        largest = similarities.max(axis=1)
        topics = np.where(largest >= min_similarity, best, -1)
    named = _named_topics(previous)
    for i, name in enumerate(fitted.topic_names_):
        if name is not None and named:
            topics[i] = named.get(name, -1)
    new = topics < 0
    topics[new] = len(previous.topic_sizes_) + np.arange(new.sum())
    return topics


def _named_topics(model):
    """Topics by the names that were given to them."""
    named = {name: i for i, name in enumerate(model.topic_names_)}
    named.pop(None, None)
    return named


def _check_dimensions(fitted, previous):
    dimensions = fitted.topic_embeddings_.shape[1]
    if previous.topic_embeddings_.shape[1] != dimensions:
        raise ValueError(
            f"Embeddings have {dimensions} dimensions, and those of the other model "
            f"{previous.topic_embeddings_.shape[1]}: topics of different encoders "
            "cannot be compared."
        )


def match_means(fitted, previous, min_similarity):
    """Return which topic of one model is which of another, {topic: previous topic}.

    Topics of the same name are the same. Of the others, those are that make the sum
    of the cosines of their mean embeddings largest.
    """
    check_is_fitted(previous, "topic_embeddings_")
    _check_dimensions(fitted, previous)
    named = _named_topics(previous)
    pairs = {
        i: named[name] for i, name in enumerate(fitted.topic_names_) if name in named
    }
    similarities = cosine_similarities(
        fitted.topic_embeddings_, previous.topic_embeddings_
    )
    possible = similarities >= min_similarity
    possible[list(pairs)] = False
    possible[:, list(pairs.values())] = False
    # What is no pair must not decide which pairs are best.
    gains = np.where(possible, similarities + 1, 0)
    for topic, before in zip(*linear_sum_assignment(-gains), strict=True):
        if possible[topic, before]:
            pairs[int(topic)] = int(before)
    return pairs


def _drift(fitted, previous, n_topics):
    """Compare topics that have the same numbers."""
    n_before = len(previous.topic_sizes_)
    before = np.zeros(n_topics)
    before[:n_before] = previous.topic_sizes_
    before /= max(before.sum() + previous.n_outliers_, 1)
    after = fitted.topic_sizes_ / max(fitted.topic_sizes_.sum() + fitted.n_outliers_, 1)
    drift = []
    for topic in range(n_topics):
        similarity = float("nan")
        if topic >= n_before:
            status = "new"
        elif fitted.topic_sizes_[topic] == 0:
            status = "gone"
        else:
            status = "kept"
            similarity = float(
                cosine_similarities(
                    fitted.topic_embeddings_[[topic]],
                    previous.topic_embeddings_[[topic]],
                )[0, 0]
            )
        drift.append(
            [topic, status, similarity, float(before[topic]), float(after[topic])]
        )
    return drift


def drift_of_rows(rows):
    """Return the `TopicDrift` of what `renumber_like` returned, None of None."""
    if rows is None:
        return None
    return TopicDrift(tuple(DriftedTopic(*row) for row in rows))
