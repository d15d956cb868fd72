"""BERTopic with few documents, few topics, few words, and fits that fail."""

import pickle
import warnings

import joblib
import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    NEW,
    TOPICS,
    VECTORS,
    Blind,
    check_fitted,
    encoder,
    manual,
    model,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import (
    DBSCAN,
    KMeans,
    MiniBatchKMeans,
)
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfVectorizer,
)

from sktopics import BERTopic
from sktopics.embedding import SentenceEncoder
from sktopics.topics import topic_table

# --- few topics, few documents ----------------------------------------------------


def nothing(**params):
    return model(DBSCAN(1e-9), **params)


@pytest.mark.parametrize("assign", ["cluster", "centroid"])
def test_all_documents_are_outliers(assign):
    fitted = nothing(assign=assign, calculate_probabilities=assign == "centroid")
    with pytest.warns(UserWarning, match="all documents are outliers"):
        fitted.fit(DOCUMENTS)
    check_fitted(fitted)
    assert fitted.n_outliers_ == 80
    assert len(fitted.topics_) == len(topic_table(fitted)) == 0
    assert repr(fitted.topics_) == "TopicTable: 0 topics"
    assert fitted.transform(NEW).shape == (40, 0)
    assert fitted.predict(NEW).tolist() == [-1] * 40
    assert fitted.components_.shape == (0, len(fitted.terms_))
    assert len(fitted.terms_) > 30
    assert fitted.topic_embeddings_.shape == (0, 8)
    again = pickle.loads(pickle.dumps(fitted))
    assert again.reduce_topics(2).shape == (0,)
    assert again.merge_topics([]).shape == (0,)
    again.update_topics(DOCUMENTS, vectorizer=CountVectorizer(min_df=3))
    check_fitted(again)
    assert fitted.get_feature_names_out().shape == (0,)


def test_batches_after_documents_that_are_all_outliers():
    with pytest.warns(UserWarning, match="all documents are outliers"):
        fitted = manual().fit(DOCUMENTS, [-1] * 80, embeddings=VECTORS)
    fitted.partial_fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    assert fitted.n_outliers_ == 80
    assert fitted.topic_sizes_.tolist() == [20] * 4
    first = manual().partial_fit(DOCUMENTS, [-1] * 80, embeddings=VECTORS)
    assert first.transform(NEW, embeddings=VECTORS[:40]).shape == (40, 0)
    first.partial_fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    assert_allclose(first.components_.toarray(), fitted.components_.toarray())


@pytest.mark.parametrize("n", [1, 2])
@pytest.mark.parametrize(
    "clusterer", [KMeans(1), DBSCAN(9, min_samples=1), MiniBatchKMeans(1)]
)
def test_one_document_or_two(clusterer, n):
    fitted = model(clusterer).fit(DOCUMENTS[:n], embeddings=VECTORS[:n])
    check_fitted(fitted, DOCUMENTS[:n], VECTORS[:n])
    alone = fitted.transform(NEW[:1], embeddings=VECTORS[40:41])
    together = fitted.transform(
        [*DOCUMENTS[:n], NEW[0]], embeddings=VECTORS[[*range(n), 40]]
    )
    assert_allclose(together[-1:], alone)
    fitted.set_params(assign="centroid")
    check_fitted(fitted, DOCUMENTS[:n], VECTORS[:n])
    check_fitted(manual().fit(DOCUMENTS[:n], [7] * n), DOCUMENTS[:n])


def test_one_topic():
    fitted = model(KMeans(1)).fit(DOCUMENTS)
    assert_allclose(check_fitted(fitted), 1)
    assert fitted.reduce_topics("auto").tolist() == [0]
    assert_allclose(model(KMeans(1), assign="centroid").fit_transform(DOCUMENTS), 1)


class Neighborly(TransformerMixin, BaseEstimator):
    """A reducer that asks for as many documents as UMAP does."""

    def __init__(self, n_neighbors=15, n_components=5, init="spectral"):
        self.n_neighbors = n_neighbors
        self.n_components = n_components
        self.init = init

    def fit(self, X, y=None):
        assert self.n_neighbors < len(X) or len(X) < 3
        assert isinstance(self.init, np.ndarray) or self.init == (
            "random" if self.n_components > len(X) - 2 else "spectral"
        )
        self.fitted_ = True
        return self

    def transform(self, X):
        return X


def test_fewer_documents_than_neighbors():
    reducer = Neighborly()
    fitted = model(KMeans(2, n_init=1), reducer)
    with pytest.warns(
        UserWarning, match="10 documents are too few for Neighborly"
    ) as w:
        fitted.fit(DOCUMENTS[:10], embeddings=VECTORS[:10])
    assert w[0].filename == __file__
    assert fitted.reducer_.n_neighbors == 9
    assert reducer.n_neighbors == 15
    with pytest.warns(UserWarning, match="n_neighbors=5, init='random'"):
        fitted.fit(DOCUMENTS[:6], embeddings=VECTORS[:6])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted.fit(DOCUMENTS[:16], embeddings=VECTORS[:16])
        start = np.zeros((16, 2))
        fitted.set_params(reducer__init=start)
        fitted.fit(DOCUMENTS[:16], embeddings=VECTORS[:16])


# --- words ------------------------------------------------------------------------


def test_a_topic_without_words():
    vectorizer = CountVectorizer(vocabulary=["rocket", "planet"])
    fitted = manual(vectorizer=vectorizer).fit(DOCUMENTS, TOPICS)
    check_fitted(fitted)
    assert [len(topic.terms) for topic in fitted.topics_] == [2, 0, 0, 0]
    assert_array_equal(fitted.components_.toarray()[1:], 0)
    nowhere = manual(vectorizer=CountVectorizer(vocabulary=["zyzzyva"]))
    check_fitted(nowhere.fit(DOCUMENTS, TOPICS))
    assert nowhere.topics_.top_words == [[]] * 4


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(token_pattern="nothing like it"),
        CountVectorizer(stop_words=CountVectorizer().fit(DOCUMENTS).vocabulary_.keys()),
        CountVectorizer(min_df=80),
    ],
    ids=["pattern", "stop words", "min_df"],
)
def test_no_words_at_all(vectorizer):
    if not isinstance(vectorizer.stop_words, (str, list, type(None))):
        vectorizer.stop_words = list(vectorizer.stop_words)
    fitted = model().fit(DOCUMENTS)
    before = joblib.hash(vars(fitted))
    with pytest.raises(ValueError, match=r"empty vocabulary|no terms remain"):
        fitted.update_topics(DOCUMENTS, vectorizer=vectorizer)
    assert joblib.hash(vars(fitted)) == before
    with pytest.raises(ValueError, match=r"empty vocabulary|no terms remain"):
        model(vectorizer=vectorizer).fit(DOCUMENTS)


def letters(document):
    return [letter for letter in document.lower() if letter.isalpha()]


@pytest.mark.parametrize(
    "vectorizer",
    [
        TfidfVectorizer(),
        HashingVectorizer(n_features=256, norm=None, alternate_sign=False),
        CountVectorizer(analyzer=letters),
        CountVectorizer(analyzer="char_wb", ngram_range=(3, 3)),
        CountVectorizer(binary=True, dtype=np.float32),
    ],
    ids=["tfidf", "hashing", "analyzer", "characters", "binary"],
)
def test_other_vectorizers(vectorizer):
    fitted = model(vectorizer=vectorizer).fit(DOCUMENTS)
    check_fitted(fitted)
    X = vectorizer.fit_transform(DOCUMENTS).toarray()
    expected = [X[fitted.labels_ == topic].sum(axis=0) for topic in range(4)]
    assert_allclose(fitted.topic_word_counts_.toarray(), expected, rtol=1e-5)
    assert all(isinstance(term, str) for term in fitted.topics_[0].terms)


def test_counts_below_zero():
    vectorizer = HashingVectorizer(n_features=64)
    with pytest.raises(ValueError, match="Negative values"):
        model(vectorizer=vectorizer).fit(DOCUMENTS)


# --- models -----------------------------------------------------------------------


def test_a_model_that_is_not_fitted():
    fitted = model(MiniBatchKMeans(4))
    calls = [
        lambda: fitted.transform(DOCUMENTS),
        lambda: fitted.predict(DOCUMENTS),
        lambda: fitted.predict_proba(DOCUMENTS),
        lambda: fitted.reduce_topics(2),
        lambda: fitted.merge_topics([0, 1]),
        lambda: fitted.match_topics_to(fitted),
        lambda: fitted.update_topics(),
        lambda: fitted.topics_,
        lambda: fitted.drift_,
    ]
    for call in calls:
        with pytest.raises(NotFittedError, match="BERTopic"):
            call()
    assert not hasattr(fitted, "topics_")


class Broken(KMeans):
    def predict(self, X):
        raise RuntimeError("broken")


@pytest.mark.parametrize(
    "params",
    [
        {"clusterer": Broken(4)},
        {"clusterer": KMeans(400)},
        {"vectorizer": CountVectorizer(min_df=80)},
        {"representation": ["keybert"]},
        {"n_topics": -1},
        {"encoder": Blind(3)},
    ],
    ids=lambda params: next(iter(params)),
)
def test_a_fit_that_fails_leaves_the_model_as_it_was(params):
    fitted = model(reducer=None).fit(DOCUMENTS)
    before, parameters = joblib.hash(vars(fitted)), fitted.get_params(deep=False)
    fitted.set_params(**params)
    with pytest.raises((ValueError, TypeError, RuntimeError)):
        fitted.fit(DOCUMENTS)
    fitted.set_params(**parameters)
    assert joblib.hash(vars(fitted)) == before
    check_fitted(fitted)


def test_a_refit_forgets_the_first_fit():
    fitted = manual().fit(DOCUMENTS, TOPICS)
    fitted.set_params(clusterer=KMeans(3, n_init=1))
    fitted.fit(NEW)
    assert not hasattr(fitted, "classes_")
    check_fitted(fitted, NEW)


def test_the_default_encoder_is_known_by_name():
    assert BERTopic().encoder == "all-MiniLM-L6-v2"
    fitted = BERTopic(reducer=None, clusterer=KMeans(4, n_init=1))
    fitted.fit(DOCUMENTS, embeddings=VECTORS)
    assert isinstance(fitted.encoder_, SentenceEncoder)
    assert encoder() is not encoder()
