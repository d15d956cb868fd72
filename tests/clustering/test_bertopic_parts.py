"""What the parts of a BERTopic return: taken, or an error that names the part."""

import threading

import numpy as np
import pytest
import scipy.sparse as sp
from bertopic_corpora import (
    BATCHES,
    DOCUMENTS,
    NEW,
    VECTORS,
    check_fitted,
    labels_agree,
    model,
    streaming,
)
from numpy.testing import assert_array_equal
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import FeatureAgglomeration, KMeans, MiniBatchKMeans
from sklearn.decomposition import IncrementalPCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.mixture import GaussianMixture

from sktopics import BERTopic, FunctionEncoder, OnlineCountVectorizer, SentenceEncoder
from sktopics.clustering import merge_models

N = len(DOCUMENTS)
NAMES = np.array(["d", "c", "b", "a"])


class Says:
    """A clusterer, reducer or encoder that says what it is told to."""

    def __init__(self, change):
        self.change = change

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return self.change(X)


class SaysLabels(BaseEstimator, ClusterMixin):
    """A clusterer without predict."""

    def __init__(self, change=None):
        self.change = change

    def fit(self, X, y=None):
        self.labels_ = self.change(KMeans(4, n_init=1, random_state=0).fit_predict(X))
        return self


class Changed(KMeans):
    """A clusterer whose predict is changed after `fit`."""

    change = staticmethod(lambda labels: labels)

    def predict(self, X):
        return type(self).change(super().predict(X))


def fitted_with(monkeypatch, change, fitted=None):
    fitted = model(Changed(4, n_init=1)) if fitted is None else fitted
    fitted.fit(DOCUMENTS, embeddings=VECTORS)
    monkeypatch.setattr(Changed, "change", staticmethod(change))
    return fitted


TAKEN = {
    "floats": lambda labels: labels.astype(float),
    "names": lambda labels: NAMES[labels],
    "names and outliers": lambda labels: np.where(labels == 0, "-1", NAMES[labels]),
    "names and None": lambda labels: [None if i == 0 else NAMES[i] for i in labels],
    "list": lambda labels: labels.tolist(),
}


@pytest.mark.parametrize("case", TAKEN)
def test_labels_that_are_taken(case):
    fitted = model(SaysLabels(TAKEN[case])).fit(DOCUMENTS)
    expected = 60 if "outliers" in case or "None" in case else 80
    assert (fitted.labels_ >= 0).sum() == expected
    inside = fitted.labels_ >= 0
    assert labels_agree(fitted.labels_[inside], (np.arange(80) % 4)[inside])
    check_fitted(fitted)


NO_LABELS = {
    "None": (lambda labels: None, "returned None"),
    "one short": (lambda labels: labels[1:], "80 documents, and returned 79 labels"),
    "2-D": (lambda labels: labels[:, None], r"\(80, 1\)"),
    "NaN": (lambda labels: labels * np.nan, "nan for document 0"),
    "mixed": (lambda labels: ["a", 1] * 40, "labels of one kind"),
    "a text": (lambda labels: "a" * 80, "of type str"),
}


@pytest.mark.parametrize("case", NO_LABELS)
def test_labels_that_are_refused(case, monkeypatch):
    change, message = NO_LABELS[case]
    with pytest.raises((TypeError, ValueError), match=message) as caught:
        model(SaysLabels(change)).fit(DOCUMENTS)
    assert "The clusterer SaysLabels" in str(caught.value)
    fitted = fitted_with(monkeypatch, change)
    with pytest.raises((TypeError, ValueError), match="clusterer Changed"):
        fitted.fit(DOCUMENTS, embeddings=VECTORS)
    if case in ("None", "one short", "2-D", "NaN", "a text"):
        for method in (fitted.predict, fitted.transform):
            with pytest.raises((TypeError, ValueError), match="clusterer Changed"):
                method(NEW, embeddings=VECTORS[:40] + 1)


def test_names_of_clusters_are_known_at_predict(monkeypatch):
    monkeypatch.setattr(Changed, "change", staticmethod(lambda i: NAMES[i]))
    fitted = model(Changed(4, n_init=1)).fit(DOCUMENTS)
    check_fitted(fitted)
    new = fitted.predict(NEW)
    assert labels_agree(new, np.arange(40) % 4)
    monkeypatch.setattr(Changed, "change", staticmethod(lambda i: ["x"] * len(i)))
    assert_array_equal(fitted.predict(NEW), -1)
    fitted.merge_topics([0, 1])
    monkeypatch.setattr(Changed, "change", staticmethod(lambda i: NAMES[i]))
    assert set(fitted.predict(NEW)) == {0, 1, 2}


class NamedBatches(MiniBatchKMeans):
    def predict(self, X):
        return NAMES[super().predict(X)]


def test_names_of_clusters_in_batches():
    named = model(NamedBatches(4, n_init=3))
    numbered = streaming()
    for rows in BATCHES:
        for each in (named, numbered):
            each.partial_fit(DOCUMENTS[rows], embeddings=VECTORS[rows])
    pairs = set(zip(named.labels_.tolist(), numbered.labels_.tolist(), strict=True))
    assert len(pairs) == 4
    assert_array_equal(named.predict(NEW, embeddings=VECTORS[40:]) < 0, False)


class SaysProbabilities(GaussianMixture):
    change = staticmethod(lambda p: p)

    def predict_proba(self, X):
        return type(self).change(super().predict_proba(X))


def test_probabilities_of_named_clusters():
    class Named(GaussianMixture):
        classes_ = NAMES

        def predict(self, X):
            return NAMES[super().predict(X)]

    fitted = model(Named(4, random_state=0)).fit(DOCUMENTS)
    check_fitted(fitted)
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))


@pytest.mark.parametrize(
    "change",
    [lambda p: None, lambda p: p[1:], lambda p: p[:, 0], lambda p: p * np.nan],
    ids=["None", "short", "1-D", "NaN"],
)
def test_probabilities_that_are_refused(change, monkeypatch):
    fitted = model(SaysProbabilities(4)).fit(DOCUMENTS)
    monkeypatch.setattr(SaysProbabilities, "change", staticmethod(change))
    with pytest.raises((TypeError, ValueError), match="clusterer SaysProbabilities"):
        fitted.transform(NEW)


def test_clusterers_of_something_else():
    with pytest.raises(TypeError, match="FeatureAgglomeration clusters features"):
        model(FeatureAgglomeration(2)).fit(DOCUMENTS)

    class OfFeatures:
        def fit(self, X):
            self.labels_ = np.zeros(X.shape[1], dtype=int)

    with pytest.raises(ValueError, match=r"8 labels\. These are labels of features"):
        model(OfFeatures()).fit(DOCUMENTS)
    with pytest.raises(TypeError, match="clusterer Says must have the method predict"):
        model(Says(None)).fit(DOCUMENTS)


# --- encoders ---


class OnGpu:
    def __init__(self, array):
        self.array = array

    def __len__(self):
        return len(self.array)

    def __array__(self, *args, **kwargs):
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")

    def get(self):
        return self.array


def vectors_of(texts):
    counts = [[text.lower().count(letter) for letter in "aeioust"] for text in texts]
    return np.array(counts, dtype=float)


class Model:
    """What SentenceEncoder takes."""

    def __init__(self, change):
        self.change = change

    def encode(self, texts):
        return self.change(texts)


def encoders(change):
    return {
        "Says": Says(change),
        "FunctionEncoder": FunctionEncoder(change),
        "SentenceEncoder": SentenceEncoder(Model(change)),
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda X: OnGpu(vectors_of(X)),
        lambda X: [OnGpu(row) for row in vectors_of(X)],
        lambda X: (row for row in vectors_of(X)),
        lambda X: vectors_of(X).tolist(),
        lambda X: vectors_of(X).astype(object),
    ],
    ids=["on a GPU", "rows on a GPU", "generator", "lists", "objects"],
)
def test_vectors_that_are_taken(change):
    for encoder in encoders(change).values():
        fitted = model().set_params(encoder=encoder).fit(DOCUMENTS)
        plain = model().set_params(encoder=vectors_of).fit(DOCUMENTS)
        assert_array_equal(fitted.labels_, plain.labels_)
        assert_array_equal(fitted.predict(NEW), plain.predict(NEW))


NO_VECTORS = {
    "None": lambda X: None,
    "a list of None": lambda X: [None] * len(X),
    "one None": lambda X: [*vectors_of(X)[:-1], None],
    "ragged": lambda X: [[1.0, 2.0]] * (len(X) - 1) + [[1.0]],
    "too few": lambda X: vectors_of(X)[:-1],
    "NaN": lambda X: vectors_of(X) * np.nan,
    "complex": lambda X: vectors_of(X) * 1j,
    "texts": lambda X: vectors_of(X).astype(str),
    "sparse": lambda X: sp.csr_array(vectors_of(X)),
    "1-D": lambda X: vectors_of(X)[:, 0],
    "a number": lambda X: 3,
}


@pytest.mark.parametrize("case", NO_VECTORS)
def test_vectors_that_are_refused(case):
    for name, encoder in encoders(NO_VECTORS[case]).items():
        wrong = model(MiniBatchKMeans(4)).set_params(encoder=encoder)
        for method in (wrong.fit, wrong.partial_fit):
            with pytest.raises((TypeError, ValueError), match=f"encoder {name}"):
                method(DOCUMENTS)
        fitted = model().set_params(encoder=encoder).fit(DOCUMENTS, embeddings=VECTORS)
        with pytest.raises((TypeError, ValueError), match=f"encoder {name}"):
            fitted.predict(NEW)


def test_batches_of_vectors_of_several_lengths():
    encoder = FunctionEncoder(lambda X: np.ones((len(X), len(X))), batch_size=3)
    with pytest.raises(ValueError, match="some of 1 and some of 3 dimensions"):
        encoder.fit_transform(["a", "b", "c", "d"])


def test_dimensions_that_are_not_there_are_found_with_the_first_batch():
    calls = []

    def encode(texts):
        calls.append(len(texts))
        return np.ones((len(texts), 4))

    encoder = SentenceEncoder(Model(encode), truncate_dim=9)
    with pytest.raises(ValueError, match="truncate_dim is 9"):
        encoder.transform([f"text {i}" for i in range(3000)])
    assert len(calls) == 1


# --- reducers, vectorizers, weightings ---

NO_REDUCED = {
    "too few": lambda X: X[1:],
    "None": lambda X: None,
    "1-D": lambda X: X[:, 0],
    "sparse": sp.csr_array,
    "NaN": lambda X: X * np.nan,
    "infinite": lambda X: np.full_like(X, np.inf),
    "complex": lambda X: X * 1j,
}


@pytest.mark.parametrize("case", NO_REDUCED)
def test_reduced_vectors_that_are_refused(case):
    reducer = Says(NO_REDUCED[case])
    with pytest.raises((TypeError, ValueError), match="The reducer Says"):
        model(KMeans(4), reducer).fit(DOCUMENTS, embeddings=VECTORS)
    fitted = model(KMeans(4, n_init=1), Says(lambda X: X))
    fitted.fit(DOCUMENTS, embeddings=VECTORS)
    fitted.reducer_.change = NO_REDUCED[case]
    with pytest.raises((TypeError, ValueError), match="The reducer Says"):
        fitted.predict(NEW, embeddings=VECTORS[:40] + 1)


def test_reduced_vectors_of_another_length():
    fitted = model(KMeans(4, n_init=1), Says(lambda X: X))
    fitted.fit(DOCUMENTS, embeddings=VECTORS)
    fitted.reducer_.change = lambda X: X[:, :3]
    with pytest.raises(ValueError, match=r"8 dimensions of the training .* now of 3"):
        fitted.predict(NEW, embeddings=VECTORS[:40] + 1)


def test_documents_that_a_layout_has_lost():
    def lose(X):
        return np.where(np.arange(len(X))[:, None] == 3, np.nan, X)

    fitted = model(KMeans(4, n_init=1), Says(lose)).fit(DOCUMENTS, embeddings=VECTORS)
    assert len(fitted.labels_) == N


class Counts(BaseEstimator):
    def __init__(self, change=None):
        self.change = change

    def fit(self, X, y=None):
        self.vectorizer_ = CountVectorizer().fit(X)
        return self

    def transform(self, X):
        return self.change(self.vectorizer_.transform(X))

    def get_feature_names_out(self):
        return list(self.vectorizer_.get_feature_names_out())


class TooManyNames(Counts):
    def get_feature_names_out(self):
        return ["a", *super().get_feature_names_out()]


def test_counts_that_are_taken():
    plain = model().fit(DOCUMENTS)
    for change in (lambda X: X.toarray(), lambda X: X.tocoo(), lambda X: X):
        fitted = model(vectorizer=Counts(change)).fit(DOCUMENTS)
        assert_array_equal(fitted.terms_, plain.terms_)
        assert_array_equal(fitted.components_.toarray(), plain.components_.toarray())


@pytest.mark.parametrize(
    "change",
    [
        lambda X: None,
        lambda X: X[:-1],
        lambda X: X * np.nan,
        lambda X: ["a"] * X.shape[0],
    ],
    ids=["None", "too few", "NaN", "texts"],
)
def test_counts_that_are_refused(change):
    with pytest.raises((TypeError, ValueError), match="The vectorizer Counts"):
        model(vectorizer=Counts(change)).fit(DOCUMENTS)
    fitted = model().fit(DOCUMENTS)
    with pytest.raises((TypeError, ValueError), match="The vectorizer Counts"):
        fitted.update_topics(DOCUMENTS, vectorizer=Counts(change))


def test_names_of_columns_that_are_too_many():
    with pytest.raises(ValueError, match="TooManyNames must name the 35 columns"):
        model(vectorizer=TooManyNames(lambda X: X)).fit(DOCUMENTS)


class Weighs(Says, BaseEstimator):
    pass


@pytest.mark.parametrize(
    "change",
    [lambda X: None, lambda X: X[:, 1:], lambda X: X[:1], lambda X: X * np.nan],
    ids=["None", "columns", "rows", "NaN"],
)
def test_weights_that_are_refused(change):
    fitted = model().fit(DOCUMENTS)
    with pytest.raises((TypeError, ValueError), match="The weighting Weighs"):
        model(weighting=Weighs(change)).fit(DOCUMENTS)
    with pytest.raises((TypeError, ValueError), match="The weighting Weighs"):
        fitted.update_topics(weighting=Weighs(change))


# --- parts that cannot be copied ---


class Locked:
    """Like the tokenizer of jieba: a lock cannot be copied."""

    def __init__(self):
        self.lock = threading.RLock()

    def cut(self, text):
        return text.split()

    def transform(self, X):
        return vectors_of(X)


class LockedClusterer(Locked):
    def fit_predict(self, X):
        return np.zeros(len(X), dtype=int)


def test_a_tokenizer_that_cannot_be_copied_is_named_at_once():
    calls = []

    def encode(texts):
        calls.append(texts)
        return vectors_of(texts)

    tokenizer = Locked().cut
    vectorizer = CountVectorizer(tokenizer=tokenizer, token_pattern=None)
    with pytest.raises(TypeError, match=r"vectorizer__tokenizer=.*Wrap it in a func"):
        BERTopic(encode, None, KMeans(4), vectorizer).fit(DOCUMENTS)
    assert not calls
    fitted = model().fit(DOCUMENTS)
    with pytest.raises(TypeError, match="vectorizer__tokenizer"):
        fitted.update_topics(DOCUMENTS, vectorizer=vectorizer)
    online = OnlineCountVectorizer(tokenizer=tokenizer, token_pattern=None)
    with pytest.raises(TypeError, match="vectorizer__tokenizer"):
        streaming(vectorizer=online).partial_fit(DOCUMENTS)
    with pytest.raises(TypeError, match=r"clusterer=.*cannot be copied"):
        model(LockedClusterer()).fit(DOCUMENTS)

    def tokenize(text):
        return tokenizer(text)

    vectorizer.tokenizer = tokenize
    assert model(vectorizer=vectorizer).fit(DOCUMENTS).terms_.size


def test_an_encoder_that_learns_nothing_is_not_copied():
    encoder = Locked()
    fitted = model().set_params(encoder=encoder).fit(DOCUMENTS)
    assert fitted.encoder_ is encoder


def test_parameters_of_parts_are_validated():
    for params, message in (
        ({"clusterer": KMeans(-1)}, "In the clusterer: The 'n_clusters' parameter"),
        ({"reducer": IncrementalPCA(-1)}, "In the reducer: The 'n_components'"),
        ({"vectorizer": CountVectorizer(min_df=-1)}, "In the vectorizer: The 'min_df"),
        ({"encoder": FunctionEncoder(3)}, "In the encoder: The 'function'"),
    ):
        with pytest.raises(ValueError, match=message):
            model().set_params(**params).fit(DOCUMENTS, embeddings=VECTORS)


class Client(Locked):
    """A representation that asks a service."""

    def refine(self, table, context):
        return table


def test_merged_models_share_what_cannot_be_copied():
    client = Client()
    parts = [
        model(representation=client).fit(documents) for documents in (DOCUMENTS, NEW)
    ]
    merged = merge_models(parts)
    assert merged.representation is client
    assert len(merged.labels_) == 120
    with pytest.raises(ValueError, match="must be the 120 training documents"):
        merge_models(parts, X=NEW)
