"""What holds for every fitted BERTopic, after whatever was done to it."""

import copy
import io
from dataclasses import dataclass

import joblib
import numpy as np
import scipy.sparse as sp
from bertopic_corpora import (
    Unequal,
    check_outliers,
    learn,
    manual,
    model,
    of_largest_parts,
    unequal_corpus,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.clustering import merge_models
from sktopics.clustering._topics.topic_parts import own_shares
from sktopics.clustering._training.fitted_state import state_of

_SIZES, _N_OUTLIERS = (24, 14, 8, 5, 0), 12
_FOUND = unequal_corpus(_SIZES, _N_OUTLIERS, seed=5)


def _with_odd_documents(corpus):
    """Add blank documents, one with words of which nothing is known, and repeats."""
    documents = ["", *corpus.documents, "  ", "verdict margin pixel", "orchard cider"]
    nothing = np.zeros((1, 9))
    vectors = np.vstack([nothing, corpus.vectors, nothing, nothing, nothing])
    topics = np.concatenate([[-1], corpus.topics, [-1, -1, -1]])
    repeated = [1, 1, 5]
    documents += [documents[row] for row in repeated]
    vectors = np.vstack([vectors, vectors[repeated]])
    return Unequal(documents, vectors, np.append(topics, topics[repeated]))


CORPUS = _with_odd_documents(_FOUND)


class NamesOfClasses:
    """An encoder of names: the vector of the class that a word belongs to."""

    words = ("reed", "orchard", "paddle", "bulb", "wing", "verdict")

    def transform(self, X):
        centers = np.eye(6, 9)
        return np.array(
            [
                sum((centers[i] for i, w in enumerate(self.words) if w in text), 0)
                + np.zeros(9)
                for text in X
            ]
        )


def _fit(clusterer=None, reducer=None, y=None, corpus=CORPUS, **params):
    fitted = model(clusterer or HDBSCAN(4, copy=True), reducer, **params)
    return fitted.fit(corpus.documents, y, embeddings=corpus.vectors)


def _by_hand(corpus=CORPUS, **params):
    fitted = manual(**params)
    return fitted.fit(corpus.documents, corpus.classes, embeddings=corpus.vectors)


def _labelled():
    """Documents of which nothing is known have labels, too."""
    labels = np.where(CORPUS.vectors.any(axis=1), CORPUS.topics, 1)
    return manual().fit(CORPUS.documents, labels, embeddings=CORPUS.vectors)


def _narrow():
    vectors = CORPUS.vectors.astype(np.float32)
    return model(HDBSCAN(4, copy=True)).fit(CORPUS.documents, embeddings=vectors)


def _of_names(**params):
    fitted = BERTopic(
        NamesOfClasses(), None, HDBSCAN(4, copy=True), random_state=0, **params
    )
    return fitted.fit(CORPUS.documents, embeddings=CORPUS.vectors)


def _batches(fitted):
    half = len(CORPUS.documents) // 2
    return learn(fitted, CORPUS[:half], CORPUS[half:])


def _merged():
    half = len(CORPUS.documents) // 2
    return merge_models([_by_hand(CORPUS[:half]), _by_hand(CORPUS[half:])])


INSTANCES = {
    "default": lambda: model("auto").fit(CORPUS.documents, embeddings=CORPUS.vectors),
    "hdbscan": _fit,
    "hdbscan, all probabilities": lambda: _fit(calculate_probabilities=True),
    "hdbscan, means": lambda: _fit(assign="centroid"),
    "hdbscan, c-TF-IDF": lambda: _fit(
        weighting=ClassTfidfTransformer(bm25_weighting=True)
    ),
    "kmeans, pca": lambda: _fit(KMeans(4, n_init=1), PCA(3)),
    "classes": lambda: _fit(LogisticRegression(), y=CORPUS.topics),
    "by hand": _by_hand,
    "by hand, all probabilities": lambda: _by_hand(calculate_probabilities=True),
    "by hand, unknown ones too": _labelled,
    "hdbscan, 32 bits": _narrow,
    "zero-shot": lambda: _of_names(zeroshot_topics=["reed", "bulb", "wing"]),
    "seeds": lambda: _of_names(seed_topics=[["reed"], ["paddle", "bulb"]]),
    "batches": lambda: _batches(model(MiniBatchKMeans(4, n_init=3))),
    "batches by hand": lambda: _batches(manual(calculate_probabilities=True)),
    "merged": _merged,
}
# What models that forget their documents, or never knew where they were, do not say.
FORGETFUL = {"batches", "batches by hand"}


@dataclass
class Watched:
    """A model with what is known of it from outside: names of topics by numbers.

    Parameters
    ----------
    fitted : BERTopic
    remembers : bool
        Whether it knows its training documents again.
    names : list of str or None
    words_kept : bool
        Whether topics have the words of before.
    """

    fitted: BERTopic
    remembers: bool
    names: list
    words_kept: bool = False

    @classmethod
    def made(cls, instance):
        """Fit an instance, and name all of its topics."""
        fitted = INSTANCES[instance]()
        names = [f"topic {i}" for i in range(len(fitted.topics_))]
        fitted.name_topics(names)
        return cls(fitted, instance not in FORGETFUL, names)

    def follow(self, into, sizes):
        """Let names follow topics that have become others."""
        n_topics = max(into, default=-1) + 1
        names = of_largest_parts(self.names, sizes, into)
        self.names = names if n_topics else []
        self.words_kept = False

    def check(self):
        """Check all that holds."""
        check_invariants(
            self.fitted,
            CORPUS,
            remembers=self.remembers,
            words_kept=self.words_kept,
        )
        assert self.fitted.topic_names_ == self.names


def check_invariants(fitted, corpus, *, remembers=True, words_kept=False):
    """Whether all that a model says is what counting its documents gives.

    Parameters
    ----------
    fitted : BERTopic
    corpus : Unequal
        All of its training documents.
    remembers : bool, default=True
        Whether it knows them again.
    words_kept : bool, default=False
        Whether its words are those of before the last change.
    """
    labels, n_topics = fitted.labels_, len(fitted.topic_sizes_)
    _check_labels(fitted, corpus, n_topics)
    _check_rows(fitted, n_topics)
    _check_counts(fitted, corpus, n_topics)
    _check_means(fitted, corpus, labels)
    _check_table(fitted, labels)
    _check_layers(fitted)
    check_outliers(fitted)
    if not words_kept:
        _check_words(fitted)
    _check_round_trip(fitted, corpus)
    _check_places(fitted, corpus, remembers)


def _check_labels(fitted, corpus, n_topics):
    labels = fitted.labels_
    assert labels.dtype == np.int64
    assert labels.shape == (len(corpus.documents),)
    assert ((labels >= -1) & (labels < n_topics)).all()
    sizes = np.bincount(labels[labels >= 0], minlength=n_topics)
    assert_array_equal(fitted.topic_sizes_, sizes)
    assert fitted.n_outliers_ == (labels < 0).sum()
    assert fitted.n_outliers_ + fitted.topic_sizes_.sum() == len(labels)


def _check_rows(fitted, n_topics):
    """A row for each topic, wherever there is one for topics."""
    table = fitted.topics_
    assert [topic.index for topic in table] == list(range(n_topics))
    per_topic = [
        fitted.topic_names_,
        fitted.topic_embeddings_,
        fitted.components_.toarray(),
        fitted.topic_word_counts_.toarray(),
        fitted.topic_document_counts_.toarray(),
        getattr(fitted, "classes_", range(n_topics)),
    ]
    assert {len(values) for values in per_topic} == {n_topics}
    assert fitted.probabilities_.shape in {
        fitted.labels_.shape,
        (len(fitted.labels_), n_topics),
    }
    assert fitted.components_.shape[1] == len(fitted.terms_)


def _check_counts(fitted, corpus, n_topics):
    counts = sp.csr_array(fitted.vectorizer_.transform(corpus.documents))
    rows = np.where(fitted.labels_ < 0, n_topics, fitted.labels_)
    cells = np.ones(len(rows)), (rows, np.arange(len(rows)))
    topics = sp.csr_array(cells, (n_topics + 1, len(rows)))
    for X, of_topics, of_outliers in (
        (counts, fitted.topic_word_counts_, fitted.outlier_word_counts_),
        (counts > 0, fitted.topic_document_counts_, fitted.outlier_document_counts_),
    ):
        expected = (topics @ X).toarray()
        assert_allclose(of_topics.toarray(), expected[:-1])
        assert_allclose(of_outliers.toarray(), expected[-1:])


def _check_means(fitted, corpus, labels):
    """Means are of the documents of which something is known."""
    vectors = state_of(fitted).guidance.draw(corpus.vectors)
    atol = 1e-10 if fitted.topic_embeddings_.dtype == np.float64 else 1e-6
    known = corpus.vectors.any(axis=1)
    for topic, mean in enumerate(fitted.topic_embeddings_):
        rows = known & (labels == topic)
        if rows.any():
            assert_allclose(mean, vectors[rows].mean(axis=0), atol=atol)


def _check_table(fitted, labels):
    own = own_shares(fitted.probabilities_, labels)
    assert (own[labels < 0] == 0).all()
    for topic, name in zip(fitted.topics_, fitted.topic_names_, strict=True):
        assert topic.label == (name or topic.label)
        assert topic.size == fitted.topic_sizes_[topic.index] / len(labels)
        rows = [document.index for document in topic.documents]
        assert len(set(rows)) == len(rows) <= fitted.n_representative
        assert (labels[rows] == topic.index).all()
        assert_allclose([document.share for document in topic.documents], own[rows])


def _check_layers(fitted):
    if fitted.layers_ is None:
        return
    assert_array_equal(fitted.layers_[fitted.layer_], fitted.labels_)
    for finer, coarser in zip(fitted.layers_[:-1], fitted.layers_[1:], strict=True):
        inside = finer >= 0
        pairs = {*zip(finer[inside].tolist(), coarser[inside].tolist(), strict=True)}
        assert len(pairs) == len({topic for topic, _ in pairs})


def _check_words(fitted):
    """Words are those of the counts, as choosing them once more gives."""
    again = copy.deepcopy(fitted).update_topics()
    assert_allclose(fitted.components_.toarray(), again.components_.toarray())
    assert fitted.topics_.top_words == again.topics_.top_words
    assert fitted.topics_.outliers == again.topics_.outliers


def _check_round_trip(fitted, corpus):
    file = io.BytesIO()
    joblib.dump(fitted, file)
    file.seek(0)
    loaded = joblib.load(file)
    assert vars(loaded).keys() == vars(fitted).keys()
    for name, value in vars(fitted).items():
        assert _are_same(getattr(loaded, name), value), name
    assert loaded.topics_ == fitted.topics_
    given = corpus.documents, corpus.vectors
    assert_array_equal(loaded.transform(*given), fitted.transform(*given))


def _are_same(one, other):
    """Whether two values of plain types are equal, bit by bit; of parts, their type."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and one.dtype != object:
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if sp.issparse(one):
        fields = ("data", "indices", "indptr", "shape")
        return all(_are_same(getattr(one, f), getattr(other, f)) for f in fields)
    if isinstance(one, (list, tuple, np.ndarray)):
        return len(one) == len(other) and all(map(_are_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(
            _are_same(value, other[key]) for key, value in one.items()
        )
    plain = isinstance(one, (str, int, float, bool, type(None)))
    return one == other or one != one if plain else True


def _check_places(fitted, corpus, remembers):
    """Whether the topic of a document is the most probable one, and what is predicted.

    Equal documents get one answer, and unknown ones are of no topic.
    """
    given = corpus.documents, corpus.vectors
    predicted, shares = fitted.predict(*given), fitted.transform(*given)
    assert np.isfinite(shares).all()
    assert (shares >= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-9).all()
    rest = 1 - shares.sum(axis=1, keepdims=True)
    best = np.hstack([shares, rest]).argmax(axis=1)
    assert_array_equal(np.where(best == shares.shape[1], -1, best), predicted)
    if remembers:
        _, where, n = np.unique(
            corpus.vectors, axis=0, return_inverse=True, return_counts=True
        )
        alone = (n[where] == 1) & corpus.vectors.any(axis=1)
        assert_array_equal(predicted[alone], fitted.labels_[alone])
