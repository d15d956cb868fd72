"""Labels from the vectors of words."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.topics import Topic, TopicTable, label_topics, topic_table

WORDS = ["sea", "ship", "ocean", "tax", "debt", "money", "nothing"]
VECTORS = np.array(
    [[1, 0.1], [1, 0], [3, 0.15], [0, 1], [0.2, 1], [0.2, 2], [0, 0]], np.float32
)
TOPICS = [["sea", "ship"], ["tax", "debt"]]


class Vectors(BaseEstimator):
    """An estimator that has vectors of words, as Doc2Vec."""

    def fit(self, X=None, y=None):
        self.word_vectors_ = VECTORS
        self.terms_ = np.array(WORDS, dtype=object)
        return self


class Topics(BaseEstimator):
    """A topic model whose topics are given."""

    def fit(self, X, y=None):
        self.components_ = np.array([[0, 0, 3, 1, 0.0], [5, 1, 0, 0, 1]])
        return self


def nearest(topics, n_words):
    """The labels, word by word, from the definition."""
    unit = [v / max(np.linalg.norm(v), 1e-9) for v in VECTORS.astype(float)]
    labels = []
    for weights in topics:
        mean = sum(w * unit[WORDS.index(t)] for t, w in weights.items())
        cosines = [float(v @ mean) for v in unit]
        order = sorted(range(len(WORDS)), key=lambda i: -cosines[i])
        labels.append(", ".join(WORDS[i] for i in order[:n_words]))
    return labels


def table_of(*topics):
    return TopicTable(
        Topic(i, "x", None, tuple(t), tuple(t.values())) for i, t in enumerate(topics)
    )


@pytest.mark.parametrize("n_words", [1, 4])
def test_labels_are_the_nearest_words(n_words):
    weighted = [{"sea": 0.9, "ship": 0.1}, {"tax": 0.2, "debt": 0.6, "money": 0.1}]
    found = label_topics(table_of(*weighted), Vectors().fit(), n_words=n_words)
    assert found == nearest(weighted, n_words)
    topics = [["sea", "ship", "ocean"], ["tax", "debt", "money"]]
    equal = [dict.fromkeys(topic, 1) for topic in topics]
    found = label_topics(topics, Vectors().fit(), n_words=n_words)
    assert found == nearest(equal, n_words)


def test_weights_move_the_label():
    vectors = {"a": [1, 0], "b": [0, 1], "near a": [1, 0.2], "near b": [0.2, 1]}
    candidates = ["near a", "near b", "no vector"]
    for weights, label in [((0.9, 0.1), "near a"), ((0.1, 0.9), "near b")]:
        table = table_of(dict(zip("ab", weights, strict=True)))
        found = label_topics(table, vectors, n_words=1, candidates=candidates)
        assert found == [label]


def test_whoever_has_the_vectors():
    gensim = pytest.importorskip("gensim.models")
    keyed = gensim.KeyedVectors(2)
    keyed.add_vectors(WORDS[:-1], VECTORS[:-1])
    expected = label_topics(TOPICS, Vectors().fit(), n_words=1)
    assert expected == ["ocean", "money"]
    for vectors in (
        make_pipeline(CountVectorizer(), Vectors().fit()),
        (WORDS, VECTORS),
        dict(zip(WORDS, VECTORS.tolist(), strict=True)),
        keyed,
    ):
        assert label_topics(TOPICS, vectors, n_words=1) == expected


def test_labels_of_a_model_go_into_its_table():
    pipeline = make_pipeline(CountVectorizer(), Topics())
    pipeline.fit(["debt ocean sea ship tax"])
    labels = label_topics(pipeline, Vectors().fit(), n_words=1, n_top_words=1)
    assert labels == ["sea", "debt"]
    assert topic_table(pipeline, labels=labels).labels == labels
    assert label_topics(topic_table(pipeline), (WORDS, VECTORS), n_top_words=1) == [
        "sea, ocean, ship",
        "debt, money, tax",
    ]


def test_topics_without_vectors_keep_their_first_terms():
    topics = [["gull", "kelp", "foam", "sand"], [], ["nothing"], ["gull", "tax"]]
    found = label_topics(topics, (WORDS, VECTORS), n_words=1)
    assert found[:2] == ["gull, kelp, foam", "(no terms)"]
    assert found[3] == "tax"
    weightless = table_of({"sea": 0.0, "tax": 0.0})
    assert label_topics(weightless, (WORDS, VECTORS)) == ["sea, tax"]


def test_bad_input():
    fitted = Vectors().fit()
    with pytest.raises(ValueError, match="None of the candidates has a vector"):
        label_topics(TOPICS, fitted, candidates=["gull"])
    with pytest.raises(TypeError, match="topics must be a TopicTable"):
        label_topics("sea ship", fitted)
    with pytest.raises(TypeError, match=r"topics\[0\] must be a list of terms"):
        label_topics(["sea"], fitted)
    with pytest.raises(NotFittedError):
        label_topics(TOPICS, Vectors())
    with pytest.raises(TypeError, match=r"fitted Doc2Vec .* got Topics"):
        label_topics(TOPICS, Topics().fit(None))
    with pytest.raises(TypeError, match="got list"):
        label_topics(TOPICS, [1, 2])
    with pytest.raises(ValueError, match="NaN or infinity"):
        label_topics(TOPICS, (WORDS, VECTORS + np.nan))
    with pytest.raises(ValueError, match="n_words"):
        label_topics(TOPICS, fitted, n_words=0)


def test_vectors_that_were_never_trained():
    untrained = Vectors().fit()
    untrained.trains_words_ = False
    with pytest.raises(ValueError, match="dbow_words=True"):
        label_topics(TOPICS, untrained)
