"""Documents get their topics back, and probabilities mean what they say."""

import copy

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.mixture import GaussianMixture
from sotu_parts import make_encoder, sotu_part

from sktopics import BERTopic
from sktopics.clustering._placement.votes import with_own_label

NAMES = ["soviet union nuclear weapons", "health care and medicare", "farm prices"]
ZEROSHOT = {"zeroshot_topics": NAMES, "zeroshot_min_similarity": 0.5}
SEEDS = [["peace", "war", "forces"], ["tax", "budget", "spending", "deficit"]]
# Parts that place documents in each of the ways, and parameters beside them.
PLACEMENTS = {
    "neighbours": {"clusterer": HDBSCAN(min_cluster_size=4, copy=True)},
    "neighbours, all clustered": {"clusterer": AgglomerativeClustering(7)},
    "neighbours, no reducer": {
        "clusterer": HDBSCAN(min_cluster_size=4, copy=True),
        "reducer": None,
    },
    "clusterer": {"clusterer": KMeans(7, n_init=1)},
    "clusterer with probabilities": {"clusterer": GaussianMixture(5)},
    "classifier": {"clusterer": LogisticRegression()},
    "centroid": {"clusterer": None},
    "centroid, told so": {"clusterer": KMeans(7, n_init=1), "assign": "centroid"},
    "neighbours, merged": {"clusterer": AgglomerativeClustering(9), "n_topics": 3},
    "clusterer, merged": {"clusterer": KMeans(9, n_init=1), "n_topics": 3},
    "classifier, merged": {"clusterer": LogisticRegression(), "n_topics": 3},
    "neighbours, zero-shot": {"clusterer": AgglomerativeClustering(5), **ZEROSHOT},
    "clusterer, zero-shot": {"clusterer": KMeans(5, n_init=1), **ZEROSHOT},
    "neighbours, guided": {
        "clusterer": AgglomerativeClustering(5),
        "seed_topics": SEEDS,
    },
    "clusterer, guided": {"clusterer": KMeans(5, n_init=1), "seed_topics": SEEDS},
}


def make_model(**params):
    parts = {"encoder": make_encoder(), "reducer": PCA(5), "random_state": 0}
    return BERTopic(**(parts | params))


@pytest.fixture(scope="module")
def corpus():
    """Passages, some of them twice and one three times, and their vectors."""
    documents, embeddings = sotu_part(12)
    rows = np.concatenate([np.arange(300), [5, 17, 17, 120, 299]])
    return [documents[i] for i in rows], embeddings[rows]


@pytest.fixture(scope="module")
def y(corpus):
    labels = KMeans(6, n_init=1, random_state=0).fit_predict(corpus[1])
    return np.array(["a", "b", "c", "d", "e", "f"])[labels]


@pytest.fixture(scope="module", params=list(PLACEMENTS))
def fitted(request, corpus, y):
    """A model and what else `fit` was given."""
    model = make_model(**PLACEMENTS[request.param])
    labelled = model.clusterer is None or hasattr(model.clusterer, "classes_")
    labelled |= isinstance(model.clusterer, LogisticRegression)
    y = y if labelled else None
    model.fit(corpus[0], y, embeddings=corpus[1])
    assert request.param.startswith(model.placement_) or (
        model.placement_ == "clusterer"
        and request.param.startswith(("classifier", "centroid, told"))
    )
    return model, y


def most_probable(probabilities):
    """The most probable column, -1 if being an outlier is more probable."""
    best = probabilities.argmax(axis=1)
    rest = 1 - probabilities.sum(axis=1)
    return np.where(rest > probabilities.max(axis=1), -1, best)


def assert_contract(model, probabilities, labels):
    assert probabilities.shape == (len(labels), len(model.topic_sizes_))
    assert (probabilities >= 0).all()
    assert (probabilities.sum(axis=1) <= 1 + 1e-9).all()
    np.testing.assert_array_equal(most_probable(probabilities), labels)


def test_training_documents_get_their_labels(fitted, corpus):
    """All of them, some, in any order, by their vectors and by their texts."""
    model, _ = fitted
    documents, embeddings = corpus
    rng = np.random.default_rng(0)
    for rows in (
        np.arange(len(documents)),
        rng.permutation(len(documents)),
        rng.choice(len(documents), 50),
        [17],
    ):
        part = [documents[i] for i in rows]
        by_vectors = model.predict(part, embeddings=embeddings[rows])
        np.testing.assert_array_equal(by_vectors, model.labels_[rows])
        if model.assign == "cluster" and model.placement_ != "centroid":
            by_text = model.predict(part)  # by an encoder that was never fitted
            np.testing.assert_array_equal(by_text, model.labels_[rows])


def test_fit_transform(fitted, corpus, y):
    """Is `fit` and `transform`, to the last bit."""
    model, y = fitted
    documents, embeddings = corpus
    expected = model.transform(documents, embeddings=embeddings)
    again = make_model(**model.get_params(deep=False))
    found = again.fit_transform(documents, y, embeddings=embeddings)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(again.labels_, model.labels_)
    np.testing.assert_array_equal(
        again.fit_predict(documents, y, embeddings=embeddings), model.labels_
    )
    own = np.where(
        model.labels_ < 0, 0, expected[np.arange(len(documents)), model.labels_]
    )
    np.testing.assert_array_equal(model.probabilities_, own)
    again.set_params(calculate_probabilities=True)
    again.fit(documents, y, embeddings=embeddings)
    np.testing.assert_array_equal(again.probabilities_, expected)


def test_what_is_most_probable_is_predicted(fitted, corpus):
    """Of training documents, and of new ones."""
    model, _ = fitted
    documents, embeddings = corpus
    probabilities = model.transform(documents, embeddings=embeddings)
    assert_contract(model, probabilities, model.labels_)
    rng = np.random.default_rng(0)
    scale = embeddings.std(axis=0)
    new = embeddings + 0.7 * scale * rng.normal(size=embeddings.shape)
    probabilities = model.transform(documents, embeddings=new)
    labels = model.predict(documents, embeddings=new)
    assert (labels != model.labels_).any()
    assert_contract(model, probabilities, labels)
    np.testing.assert_array_equal(
        model.predict_proba(documents, embeddings=new), probabilities
    )
    # A document has the same whoever comes with it.
    for rows in ([3], [40, 3, 3], np.arange(100)):
        part = [documents[i] for i in rows]
        np.testing.assert_allclose(
            model.transform(part, embeddings=new[rows]), probabilities[rows], atol=1e-9
        )


def test_assign_can_be_set_after_fit(fitted, corpus):
    """The centroids need neither reducer nor clusterer nor training documents."""
    model, _ = fitted
    documents, embeddings = corpus
    model = copy.deepcopy(model).set_params(assign="centroid")
    np.testing.assert_array_equal(
        model.predict(documents, embeddings=embeddings), model.labels_
    )
    new = embeddings + 0.01
    model.reducer_ = model.clusterer_ = None
    for name in ("_reduced", "_vectors"):
        vars(model).pop(name, None)
    probabilities = model.transform(documents, embeddings=new)
    assert_contract(model, probabilities, model.predict(documents, embeddings=new))
    agree = (model.predict(documents, embeddings=new) == model.labels_).mean()
    assert agree > 0.5


@pytest.mark.parametrize("given", ["texts", "vectors"])
def test_equal_documents_may_have_different_topics(given):
    """They have the topic of most of them, and `labels_` are what users say."""
    documents = ["sea", "ship", "sea", "tax", "sea"] * 4
    embeddings = np.array([[1.0, 0.0], [1.0, 0.2], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    embeddings = np.tile(embeddings, (4, 1))
    y = np.arange(20) % 7 % 3
    model = BERTopic(lambda texts: [[len(t), 1.0] for t in texts], None, None)
    options = {} if given == "texts" else {"embeddings": embeddings}
    shares = model.fit_transform(documents, y, **options)
    np.testing.assert_allclose(model.transform(documents, **options), shares)
    np.testing.assert_array_equal(model.classes_[model.labels_], y)
    labels = model.predict(documents, **options)
    np.testing.assert_array_equal(shares.argmax(axis=1), labels)
    for text in set(documents):
        rows = [i for i, document in enumerate(documents) if document == text]
        most = np.bincount(model.labels_[rows]).argmax()
        assert (labels[rows] == most).all()
    backwards = {name: each[::-1] for name, each in options.items()}
    np.testing.assert_array_equal(
        model.predict(documents[::-1], **backwards), labels[::-1]
    )


def test_texts_and_an_encoder(corpus):
    """What is known is not encoded again; new documents are."""
    documents, _ = corpus
    model = make_model(clusterer=KMeans(7, n_init=1)).fit(documents)
    np.testing.assert_array_equal(model.predict(documents), model.labels_)
    np.testing.assert_array_equal(model.predict(documents[::-1]), model.labels_[::-1])
    again = make_model(clusterer=KMeans(7, n_init=1))
    np.testing.assert_array_equal(
        again.fit_transform(documents), model.transform(documents)
    )
    new = [" ".join(text.split()[:60]) for text in documents]
    encoded = model.encoder_.transform(new)
    np.testing.assert_array_equal(
        model.predict(new), model.predict(new, embeddings=encoded)
    )
    assert (model.predict(new) == model.labels_).mean() > 0.5


class Planted(ClusterMixin, BaseEstimator):
    """Finds the clusters that it is told."""

    def __init__(self, labels):
        self.labels = labels

    def fit(self, X, y=None):
        self.labels_ = np.array(self.labels)
        return self


def planted_corpus(n_documents, seed):
    """Vectors about four means that lie close together; some have any label."""
    rng = np.random.default_rng(seed)
    means = np.random.default_rng(0).normal(size=(4, 10))
    labels = rng.choice(4, n_documents, p=[0.4, 0.3, 0.2, 0.1])
    vectors = means[labels] + 1.1 * rng.normal(size=(n_documents, 10))
    stray = rng.random(n_documents) < 0.15
    labels[stray] = rng.integers(-1, 4, stray.sum())
    return [f"document {i}" for i in range(n_documents)], vectors, labels


def expected_calibration_error(probabilities, labels, n_bins=10):
    """Mean distance of confidence and accuracy, over bins of confidence."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == labels
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    gaps = [
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    return sum(gaps) / len(labels)


def all_probabilities(model, documents, vectors):
    """Those of topics and, last, of being an outlier."""
    found = model.transform(documents, embeddings=vectors)
    return np.column_stack([found, 1 - found.sum(axis=1)]).clip(0, 1)


@pytest.mark.parametrize(
    ("assign", "largest_error"), [("cluster", 0.06), ("centroid", 0.1)]
)
def test_probabilities_are_calibrated(assign, largest_error):
    """Those of centroids less well: cosines are no distances."""
    documents, vectors, labels = planted_corpus(1200, 1)
    model = BERTopic(reducer=None, clusterer=Planted(labels), assign=assign)
    model.fit(documents, embeddings=vectors)
    np.testing.assert_array_equal(model.labels_, labels)  # numbered by size already
    _, new, truth = planted_corpus(2000, 2)
    new_documents = [f"another {i}" for i in range(len(new))]
    truth = np.where(truth < 0, 4, truth)
    calibrated = all_probabilities(model, new_documents, new)
    plain = copy.deepcopy(model)
    plain._placement |= {"sharpness": 1.0, "floor": 0.0, "centroid_sharpness": 1.0}
    plain = all_probabilities(plain, new_documents, new)

    def loss(probabilities):
        kept = np.clip(probabilities, 1e-6, 1)
        return log_loss(truth, kept / kept.sum(axis=1, keepdims=True))

    assert loss(calibrated) < loss(plain)
    shares = np.bincount(truth) / len(truth)
    assert loss(calibrated) < 0.8 * loss(np.tile(shares, (len(truth), 1)))
    error = expected_calibration_error(calibrated, truth)
    assert error < expected_calibration_error(plain, truth)
    assert error < largest_error
    accuracy = (calibrated.argmax(axis=1) == truth).mean()
    assert abs(calibrated.max(axis=1).mean() - accuracy) < 0.05
    # Also of each topic, and of being an outlier.
    np.testing.assert_allclose(calibrated.mean(axis=0), shares, atol=0.05)


def test_own_label_has_half():
    probabilities = np.array([[0.2, 0.5, 0.3], [0.6, 0.4, 0.0], [0.1, 0.1, 0.8]])
    mixed = with_own_label(probabilities, np.array([0, -2, -1]))
    np.testing.assert_allclose(mixed[0], [0.6, 0.25, 0.15], atol=1e-3)
    np.testing.assert_array_equal(mixed[1], probabilities[1])
    np.testing.assert_allclose(mixed[2], [0.05, 0.05, 0.9], atol=1e-3)
