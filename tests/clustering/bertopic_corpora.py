"""Small corpora and parts for the tests of BERTopic, which take milliseconds."""

from itertools import pairwise
from typing import NamedTuple

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, KeynessTransformer
from sktopics.testing import make_documents

DOCUMENTS = make_documents(80)
NEW = make_documents(120)[80:]
TOPICS = np.arange(80) % 4
NAMES = np.array(["space", "kitchen", "football", "music"], dtype=object)
# A word of each of the four topics.
WORDS = ["rocket", "oven", "stadium", "violin"]


def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(8, random_state=0))


VECTORS = encoder().fit_transform(DOCUMENTS)


def model(clusterer=None, reducer=None, **params):
    """A BERTopic of KMeans on the vectors themselves, unless other parts are given."""
    clusterer = KMeans(4, n_init=1) if clusterer is None else clusterer
    return BERTopic(encoder(), reducer, clusterer, random_state=0, **params)


def manual(**params):
    """A BERTopic whose topics are given as y."""
    return BERTopic(encoder(), None, None, **params)


def labels_agree(labels, planted=TOPICS):
    """Whether each topic is one of those that were planted."""
    pairs = set(zip(labels.tolist(), np.asarray(planted).tolist(), strict=True))
    n_planted = len(np.unique(planted))
    return len(pairs) == n_planted == len({label for label, _ in pairs})


def check_fitted(fitted, documents=DOCUMENTS, embeddings=None):
    """What holds for every fitted model, however it was trained."""
    labels, n_topics = fitted.labels_, len(fitted.topic_sizes_)
    found = np.bincount(labels[labels >= 0], minlength=n_topics)
    assert fitted.topic_sizes_.tolist() == found.tolist()
    assert fitted.n_outliers_ == (labels < 0).sum()
    options = {} if embeddings is None else {"embeddings": embeddings}
    predicted = fitted.predict(documents, **options)
    assert_array_equal(predicted, labels)
    shares = fitted.transform(documents, **options)
    assert shares.shape == (len(documents), n_topics)
    assert np.isfinite(shares).all()
    assert (shares >= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-9).all()
    with_rest = np.column_stack([shares, 1 - shares.sum(axis=1)])
    most_probable = np.where(labels < 0, n_topics, labels)
    assert_array_equal(with_rest.argmax(axis=1), most_probable)
    assert len(fitted.topics_) == len(fitted.topic_names_) == n_topics
    assert fitted.components_.shape == (n_topics, len(fitted.terms_))
    assert fitted.topic_word_counts_.shape == fitted.components_.shape
    assert np.isfinite(fitted.components_.data).all()
    assert np.isfinite(fitted.topic_embeddings_).all()
    for topic in fitted.topics_:
        assert topic.size == fitted.topic_sizes_[topic.index] / len(labels)
        for document in topic.documents:
            assert labels[document.index] == topic.index
    check_outliers(fitted)
    return shares


def check_outliers(fitted):
    """Whether the table knows -1, and what it says of it."""
    table, labels = fitted.topics_, fitted.labels_
    outliers = table.topic(-1)
    assert outliers == table.outliers == table.topic(np.int64(-1))
    assert (outliers.index, outliers.label) == (-1, "outliers")
    assert outliers.size == outliers.share_of_documents
    assert outliers.size == fitted.n_outliers_ / max(len(labels), 1)
    assert outliers.size + table.sizes.sum() == pytest.approx(1)
    assert fitted.outlier_components_.shape == (1, len(fitted.terms_))
    weights = fitted.outlier_components_.toarray()[0]
    best = sorted(np.flatnonzero(weights > 0), key=lambda i: (-weights[i], i))
    best = best[: fitted.n_top_words]
    assert list(outliers.terms) == fitted.terms_[best].tolist()
    for document in outliers.documents:
        assert labels[document.index] == -1
        assert 0 <= document.share <= 1
    with pytest.raises(IndexError, match=r"table\.topic\(-1\).*last topic"):
        table[-1]


class FitPredictOnly:
    """A clusterer like EVoC: no `fit`, no `predict`, no parameters."""

    def fit_predict(self, X):
        self.seen_ = X.shape
        return KMeans(4, n_init=1, random_state=0).fit_predict(X).astype(np.int8)


class LabelsOnly:
    """A clusterer like cuML's: `fit` and `labels_`, floats at that."""

    def fit(self, X):
        labels = KMeans(4, n_init=1, random_state=0).fit_predict(X)
        self.labels_ = np.where(labels == 0, -1, labels * 10).astype(np.float32)
        return self


class FitTransformOnly:
    """A reducer that knows nothing but the corpus it lays out."""

    def fit_transform(self, X):
        return np.asarray(X)[:, :3].copy()


class LabelRecorder(TransformerMixin, BaseEstimator):
    """A reducer that keeps the labels which it was given."""

    def fit(self, X, y=None):
        self.y_ = y
        return self

    def transform(self, X):
        return X


class Widths:
    """An encoder without anything to fit, as long as it is told."""

    def __init__(self, width):
        self.width = width

    def transform(self, X):
        codes = [[ord(c) for c in f"{text:9}"[: self.width]] for text in X]
        return np.array(codes, dtype=np.float32)


class Blind(Widths):
    def transform(self, X):
        return super().transform(X) * np.nan


class TextAndImageEncoder(TransformerMixin, BaseEstimator):
    """Vectors of words from four topics; an image is one of these words."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.array([self._vector(text) for text in X], dtype=np.float32)

    def transform_images(self, images):
        return 2 * self.transform(images)

    def _vector(self, text):
        counts = [float(text.lower().count(word)) for word in WORDS]
        return [*counts, 0.01 * (1 + len(text) % 3)]


class Fixed:
    """An encoder that does not learn."""

    def __init__(self, fitted):
        self.transform = fitted.transform


# --- batches and shards ---

BATCHES = [slice(i, i + 20) for i in range(0, 80, 20)]


def streaming(reducer=None, **params):
    clusterer = MiniBatchKMeans(4, n_init=3)
    return model(clusterer, reducer, **params)


def fed(fitted, embeddings=VECTORS, y=None, batches=BATCHES):
    for rows in batches:
        labels = None if y is None else y[rows]
        given = None if embeddings is None else embeddings[rows]
        fitted.partial_fit(DOCUMENTS[rows], labels, embeddings=given)
    return fitted


def state(fitted):
    """All that a model is, to be compared bit by bit."""
    # But for what sparse matrices have found out about themselves.
    return joblib.hash(
        {
            name: (value.data, value.indices, value.indptr, value.shape)
            if sp.issparse(value)
            else value
            for name, value in vars(fitted).items()
        }
    )


def assert_same_words(one, other):
    """Counts and weights are the same, whatever the order of columns."""
    assert sorted(one.terms_) == sorted(other.terms_)
    order, other_order = np.argsort(one.terms_), np.argsort(other.terms_)
    for name in (
        "topic_word_counts_",
        "outlier_word_counts_",
        "topic_document_counts_",
        "outlier_document_counts_",
        "components_",
    ):
        assert_allclose(
            getattr(one, name).toarray()[:, order],
            getattr(other, name).toarray()[:, other_order],
            rtol=1e-12,
        )


def recounted(fitted, documents, *, holders=False):
    """Counts of the terms of a model in the documents of its topics, then of outliers.

    Or how many documents hold them.
    """
    vectorizer = CountVectorizer(vocabulary=fitted.terms_.tolist(), binary=holders)
    X = vectorizer.fit_transform(documents)
    n_topics = len(fitted.topic_sizes_)
    rows = np.where(fitted.labels_ < 0, n_topics, fitted.labels_)
    cells = np.ones(len(rows)), (rows, np.arange(len(rows)))
    return (sp.csr_array(cells, (n_topics + 1, len(rows))) @ X).toarray()


def shards(bounds=(0, 20, 50, 80), y=TOPICS, **params):
    return [
        manual(**params).fit(DOCUMENTS[a:b], y[a:b], embeddings=VECTORS[a:b])
        for a, b in pairwise(bounds)
    ]


# --- topics of unequal sizes, with classes and outliers ---

# The names of classes are in another order than the sizes of their topics; documents
# of the last, of topic -1, have no class.
CLASSES = np.array(["oboe", "apple", "kayak", "tulip", "moth", None], dtype=object)
_CLASS_WORDS = np.array(
    [
        ["reed", "concert", "melody", "orchestra", "tone", "breath"],
        ["orchard", "cider", "core", "harvest", "pie", "branch"],
        ["paddle", "river", "rapids", "hull", "current", "lake"],
        ["bulb", "petal", "garden", "spring", "stem", "vase"],
        ["wing", "lantern", "night", "cocoon", "dust", "antenna"],
        ["verdict", "margin", "ladder", "pixel", "ounce", "decade"],
    ]
)
_CLASS_CENTERS = np.eye(6, 9)
# The smallest topic is nearest to the largest, but not so near that they are one.
_CLASS_CENTERS[3, :4] = 0.6, 0, 0, 0.8


class Unequal(NamedTuple):
    """Documents of classes; vectors of outliers point into dimensions of their own."""

    documents: list
    vectors: np.ndarray
    topics: np.ndarray

    @property
    def classes(self):
        return CLASSES[self.topics]

    def __getitem__(self, rows):
        return Unequal(self.documents[rows], self.vectors[rows], self.topics[rows])


def unequal_corpus(sizes, n_outliers, seed):
    """Documents in random order, so many of each class and so many outliers."""
    rng = np.random.RandomState(seed)
    topics = np.repeat([*range(len(sizes)), -1], [*sizes, n_outliers])
    topics = topics[rng.permutation(len(topics))]
    vectors = _CLASS_CENTERS[topics] + rng.normal(0, 0.08, (len(topics), 9))
    vectors[topics < 0, 5:] = rng.normal(0, 1, (n_outliers, 4))
    documents = []
    for topic in topics:
        words = rng.choice(_CLASS_WORDS[topic], rng.randint(6, 12))
        shared = rng.uniform(size=len(words)) < 0.2
        words = np.where(shared, rng.choice(_CLASS_WORDS[-1], len(words)), words)
        documents.append(" ".join(words))
    return Unequal(documents, vectors, topics)


UNEQUAL = unequal_corpus((30, 14, 7, 4, 0), 9, seed=0)
# The order of sizes is another, one class is missing and one is new.
OTHER = unequal_corpus((5, 4, 16, 0, 9), 6, seed=1)
UNSEEN = unequal_corpus((6, 6, 6, 6, 0), 12, seed=2)


def joined(*corpora):
    documents = [document for corpus in corpora for document in corpus.documents]
    vectors = np.concatenate([corpus.vectors for corpus in corpora])
    topics = np.concatenate([corpus.topics for corpus in corpora])
    return Unequal(documents, vectors, topics)


def ordered(corpus, *topics):
    """The documents of some topics, topic by topic."""
    rows = np.concatenate([np.flatnonzero(corpus.topics == topic) for topic in topics])
    return Unequal(
        [corpus.documents[i] for i in rows], corpus.vectors[rows], corpus.topics[rows]
    )


def given(corpus=UNEQUAL, **params):
    """A model of the classes of a corpus."""
    fitted = manual(**params)
    return fitted.fit(corpus.documents, corpus.classes, embeddings=corpus.vectors)


def found(corpus=UNEQUAL, **params):
    """A model that has found its topics, and outliers."""
    fitted = model(HDBSCAN(4, copy=True), **params)
    return fitted.fit(corpus.documents, embeddings=corpus.vectors)


def learn(fitted, *batches):
    for batch in batches:
        fitted.partial_fit(batch.documents, batch.classes, embeddings=batch.vectors)
    return fitted


def names_by_rows(fitted, values):
    """What each topic is called, by the rows of its documents."""
    return {
        frozenset(np.flatnonzero(fitted.labels_ == topic)): value
        for topic, value in enumerate(values)
        if fitted.topic_sizes_[topic]
    }


def of_largest_parts(values, sizes, topics):
    """What topics that were merged are to be called."""
    expected = [None] * (max(topics) + 1)
    for old in np.argsort(-np.asarray(sizes), kind="stable"):
        if topics[old] >= 0 and expected[topics[old]] is None:
            expected[topics[old]] = values[old]
    return expected


def centroid_constants(fitted):
    """The sharpness and the outliers' level of probabilities by centroids."""
    assign = fitted.assign
    fitted.set_params(assign="centroid")
    p = fitted.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
    fitted.set_params(assign=assign)
    vectors, centers = UNSEEN.vectors, fitted.topic_embeddings_
    cosines = vectors @ centers.T
    cosines /= np.linalg.norm(vectors, axis=1)[:, np.newaxis]
    cosines /= np.linalg.norm(centers, axis=1)
    row = UNSEEN.topics.argmin()  # an outlier: no probability is too small to be read
    p, cosines = np.append(p[row], 1 - p[row].sum()), cosines[row]
    a, b = cosines.argmax(), cosines.argmin()
    sharpness = np.log(p[a] / p[b]) / (cosines[a] - cosines[b])
    return sharpness, cosines[a] + np.log(p[-1] / p[a]) / sharpness


def check_sums(fitted, corpus):
    """Whatever is added up is that of the documents, after any operation."""
    labels, n_topics = fitted.labels_, len(fitted.topic_sizes_)
    n_documents = len(corpus.documents)
    assert len(labels) == n_documents
    sizes = np.bincount(labels[labels >= 0], minlength=n_topics)
    assert fitted.topic_sizes_.tolist() == sizes.tolist()
    assert fitted.n_outliers_ == (labels < 0).sum() == n_documents - sizes.sum()
    counts = recounted(fitted, corpus.documents)
    assert_array_equal(fitted.topic_word_counts_.toarray(), counts[:-1])
    assert_array_equal(fitted.outlier_word_counts_.toarray(), counts[-1:])
    present = np.flatnonzero(sizes)
    holders = recounted(fitted, corpus.documents, holders=True)
    assert_array_equal(fitted.topic_document_counts_.toarray(), holders[:-1])
    assert_array_equal(fitted.outlier_document_counts_.toarray(), holders[-1:])
    classes, n = holders[present], sizes[present]
    if fitted.n_outliers_:
        classes, n = np.vstack([classes, holders[-1:]]), [*n, fitted.n_outliers_]
    weighting = KeynessTransformer().fit(classes.astype(float), n_documents=n)
    weights = weighting.transform(holders[:-1].astype(float), n_documents=sizes)
    assert_allclose(fitted.components_.toarray(), weights.toarray(), rtol=1e-10)
    assert_allclose(
        fitted.topic_embeddings_[present],
        [corpus.vectors[labels == topic].mean(axis=0) for topic in present],
        atol=1e-10,
    )
    assert len(fitted.topic_names_) == len(fitted.topics_) == n_topics
    own = fitted.probabilities_
    if own.ndim == 2:
        assert own.shape == (n_documents, n_topics)
        own = np.where(labels < 0, 0, own[np.arange(n_documents), labels])
    assert (own[labels >= 0] > 0).all()
    assert (own[labels < 0] == 0).all()
    check_outliers(fitted)
    n_expected = min(fitted.n_representative, fitted.n_outliers_)
    assert len(fitted.topics_.outliers.documents) == n_expected
    for topic, name in zip(fitted.topics_, fitted.topic_names_, strict=True):
        assert topic.label == (name or topic.label)
        assert topic.size == sizes[topic.index] / n_documents
        shares = [document.share for document in topic.documents]
        n_expected = min(fitted.n_representative, sizes[topic.index])
        assert len({document.index for document in topic.documents}) == n_expected
        assert shares == [own[document.index] for document in topic.documents]
        for document in topic.documents:
            assert labels[document.index] == topic.index
            assert corpus.documents[document.index].startswith(document.excerpt[:20])
