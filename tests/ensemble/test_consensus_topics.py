"""Consensus topics: what runs agree on, against hand-made runs and planted topics."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn import config_context
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.decomposition import LatentDirichletAllocation as SklearnLDA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AuthorTopicModel,
    BERTopic,
    ConsensusTopics,
    HierarchicalARTM,
    LatentDirichletAllocation,
)
from sktopics.metrics import coherence_scorer, perplexity_scorer
from sktopics.testing import make_documents
from sktopics.topics import topic_table


@pytest.fixture(scope="module")
def planted():
    rng = np.random.default_rng(0)
    topic_word = np.kron(np.eye(3), np.full(8, 1 / 8))
    X = np.array([rng.multinomial(30, topic_word[i % 3]) for i in range(60)])
    return sp.csr_array(X)


class Shuffled(TransformerMixin, BaseEstimator):
    """Topics and shares that are known, in another order in each run.

    Of every run but the first, `n_odd` topics belong to other documents.
    """

    def __init__(self, n_odd=0, random_state=None):
        self.n_odd = n_odd
        self.random_state = random_state

    def fit(self, X, y=None):
        X = np.asarray(X, dtype=float)
        order = np.random.RandomState(self.random_state).permutation(4)
        self.components_ = np.eye(4)[order] + 0.01
        self.order_ = order
        return self

    def transform(self, X):
        return np.asarray(X, dtype=float)[:, self.order_]


def test_topics_in_another_order_are_matched_exactly():
    X = np.repeat(np.eye(4), 5, axis=0) + 0.1
    model = ConsensusTopics(Shuffled(), 4, random_state=1).fit(X)
    orders = {tuple(run.order_) for run in model.estimators_}
    assert len(orders) > 1  # there was something to match
    place = model.components_.argmax(axis=1)
    assert sorted(place) == [0, 1, 2, 3]
    np.testing.assert_allclose(model.transform(X), (X / 1.4)[:, place])
    np.testing.assert_allclose(model.topic_reliability_, 1)
    np.testing.assert_array_equal(model.topic_runs_, 4)
    np.testing.assert_array_equal(model.document_reliability_, 1)
    assert model.rare_topics_.size == 0
    np.testing.assert_allclose(model.components_[np.argsort(place)], np.eye(4) + 0.01)


class Noisy(Shuffled):
    """The last topic has the documents of a seed."""

    def transform(self, X):
        shares = np.asarray(X, dtype=float).copy()
        rng = np.random.RandomState(self.random_state)
        shares[:, 3] = rng.uniform(size=len(X)) < 0.1
        return shares[:, self.order_] + 1e-9


def test_topic_that_no_two_runs_share_is_rare():
    X = np.repeat(np.eye(4), 40, axis=0)[:120]
    model = ConsensusTopics(Noisy(), 6, random_state=0).fit(X)
    last = model.components_.argmax(axis=1).tolist().index(3)
    assert model.rare_topics_.tolist() == [last]
    others = np.delete(model.topic_reliability_, last)
    assert model.topic_reliability_[last] < 0.3 < 0.6 < others.min()


class Growing(Shuffled):
    """Finds one topic more in one of three runs."""

    def fit(self, X, y=None):
        super().fit(X)
        n = 3 + (self.random_state % 3 == 0)
        self.order_ = self.order_[self.order_ < n]
        self.components_ = (np.eye(4) + 0.01)[self.order_]
        return self


def test_runs_of_different_numbers_of_topics():
    X = np.repeat(np.eye(4), 5, axis=0)
    model = ConsensusTopics(Growing(), 7, random_state=0).fit(X)
    numbers = {len(run.components_) for run in model.estimators_}
    assert numbers == {3, 4}
    assert model.components_.shape == (3, 4)
    assert sorted(model.components_.argmax(axis=1)) == [0, 1, 2]


@pytest.mark.parametrize(
    "estimator",
    [
        LatentDirichletAllocation(3, max_iter=10),
        ARTM(3, max_iter=10),
        SklearnLDA(3, max_iter=30),
        NMF(3, init="random", max_iter=300),
    ],
    ids=["lda", "artm", "sklearn-lda", "nmf"],
)
def test_planted_topics(planted, estimator):
    model = ConsensusTopics(estimator, 3, n_refits=2, random_state=0).fit(planted)
    n_members = 2 if isinstance(estimator, LatentDirichletAllocation | ARTM) else 3
    assert len(model.estimators_) == n_members
    found = model.transform(planted).argmax(axis=1)
    assert [len(set(found[i::3])) for i in range(3)] == [1, 1, 1]
    assert len(set(found)) == 3
    np.testing.assert_allclose(model.topic_word_.sum(axis=1), 1, rtol=1e-5)
    of_planted = np.asarray(model.topic_word_).reshape(3, 3, 8).sum(axis=2)
    assert of_planted.max(axis=1).min() > 0.6
    assert perplexity_scorer(model, planted) > -12
    assert estimator.random_state is None  # it is cloned


@pytest.mark.parametrize("alpha", ["symmetric", "auto"])
def test_documents_without_words_have_no_reliability(planted, alpha):
    X = planted.toarray()
    X[[0, 7]] = 0
    inner = LatentDirichletAllocation(3, doc_topic_prior=alpha, max_iter=10)
    model = ConsensusTopics(inner, 3, n_refits=1, random_state=0).fit(X)
    unknown = np.flatnonzero(np.isnan(model.document_reliability_))
    assert unknown.tolist() == [0, 7]
    np.testing.assert_allclose(model.transform(X[:1]).sum(), 1)  # its prior


def test_same_for_any_number_of_jobs(planted):
    model = ConsensusTopics(PLSA(3, max_iter=5), 3, random_state=0)
    alone = model.fit(planted).components_
    together = clone(model).set_params(n_jobs=2).fit(planted).components_
    np.testing.assert_array_equal(alone, together)


def test_in_a_search_from_raw_text():
    documents = make_documents(24)
    consensus = ConsensusTopics(PLSA(2, max_iter=5), 2, n_refits=1, random_state=0)
    search = GridSearchCV(
        make_pipeline(CountVectorizer(), consensus),
        {"consensustopics__estimator__n_components": [2, 4]},
        scoring=coherence_scorer("u_mass", n_top_words=5),
        cv=2,
        error_score="raise",
    ).fit(documents)
    table = topic_table(search)
    assert len(table) == search.best_estimator_[-1].components_.shape[0]
    assert set(table.top_words[0]) <= set(" ".join(documents).lower().split(" ")) | {
        word.strip(".").lower() for text in documents for word in text.split()
    }


def test_of_a_pipeline_on_raw_text():
    documents = make_documents(24)
    inner = make_pipeline(CountVectorizer(), PLSA(4, max_iter=10))
    model = ConsensusTopics(inner, 2, n_refits=1, random_state=0).fit(documents)
    assert model.transform(documents[:3]).shape == (3, 4)
    assert "rocket" in model.terms_
    assert all(word in model.terms_ for word in topic_table(model).top_words[0])
    assert len(model.estimators_) == 1  # refits start inside the Pipeline


def test_of_clusters():
    documents = make_documents(40)
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(5))
    inner = BERTopic(encoder, reducer=None, clusterer=KMeans(4, n_init=1))
    model = ConsensusTopics(inner, 3, random_state=0).fit(documents)
    votes = model.transform(documents)
    assert set(np.unique(np.round(votes * 3, 6))) <= {0.0, 1.0, 2.0, 3.0}
    labels = model.predict(documents)
    np.testing.assert_array_equal(labels, model.labels_)
    np.testing.assert_array_equal(
        labels[votes.max(axis=1) == 1], votes.argmax(1)[votes.max(axis=1) == 1]
    )
    assert model.topic_sizes_.sum() + model.n_outliers_ == 40
    assert len({labels[i] for i in range(4)}) == 4


def test_metadata(planted):
    authors = [[f"author{i % 3}"] for i in range(60)]
    inner = AuthorTopicModel(3, max_iter=5)
    plain = ConsensusTopics(inner, 2, n_refits=0, random_state=0)
    plain.fit(planted, authors=authors)
    shares = plain.transform(planted, authors=authors)
    assert shares.shape == (60, 3)
    with config_context(enable_metadata_routing=True):
        asking = inner.set_fit_request(authors=True).set_transform_request(authors=True)
        routed = ConsensusTopics(asking, 2, n_refits=0, random_state=0)
        routed.fit(planted, authors=authors)
        np.testing.assert_array_equal(
            routed.transform(planted, authors=authors), shares
        )


def test_stream(planted):
    model = ConsensusTopics(LatentDirichletAllocation(3), 2, random_state=0)
    for start in (0, 20, 40):
        model.partial_fit(planted[start : start + 20])
    assert len(model.estimators_) == 2
    assert not hasattr(model, "document_reliability_")
    assert model.transform(planted).shape == (60, 3)
    before = model.components_.copy()
    with pytest.raises(ValueError, match=r"[Nn]egative"):
        model.partial_fit(-planted[:2])
    np.testing.assert_array_equal(model.components_, before)
    assert not hasattr(ConsensusTopics(NMF(3)), "partial_fit")


@pytest.mark.parametrize(
    ("params", "match"),
    [
        ({"n_runs": 1}, "'n_runs' parameter of ConsensusTopics"),
        ({"n_refits": -1}, "'n_refits' parameter of ConsensusTopics"),
        ({"estimator": PLSA(0)}, "'n_components' parameter of PLSA"),
        ({"estimator": "lda"}, "'estimator' parameter of ConsensusTopics"),
    ],
    ids=["one-run", "refits", "inner", "no-estimator"],
)
def test_bad_parameters(planted, params, match):
    with pytest.raises(ValueError, match=match):
        ConsensusTopics(**{"estimator": PLSA(3), **params}).fit(planted)


def test_runs_that_would_be_the_same(planted):
    class Fixed(Shuffled):
        def __init__(self):
            super().__init__()

    with pytest.raises(ValueError, match="must have a parameter random_state"):
        ConsensusTopics(Fixed()).fit(planted)


def test_a_class_in_place_of_an_estimator(planted):
    with pytest.raises(TypeError, match=r"must be an instance, PLSA\(\)"):
        ConsensusTopics(PLSA).fit(planted)


def test_models_without_topics(planted):
    with pytest.raises(TypeError, match="components_"):
        ConsensusTopics(KMeans(3, n_init=1), 2).fit(planted.toarray())


def test_levels_of_a_hierarchy(planted):
    inner = HierarchicalARTM([ARTM(2, max_iter=2), ARTM(3, max_iter=5)])
    model = ConsensusTopics(inner, 2, random_state=0).fit(planted)
    assert model.transform(planted).shape == (60, 3)


def test_embeddings_and_output():
    pytest.importorskip("pandas")
    documents = make_documents(24)
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
    embeddings = encoder.fit_transform(documents)
    inner = BERTopic(encoder, reducer=None, clusterer=KMeans(4, n_init=1))
    model = ConsensusTopics(inner, 2, random_state=0).set_output(transform="pandas")
    model.fit(documents, embeddings=embeddings)
    frame = model.transform(documents, embeddings=embeddings)
    assert frame.columns.tolist() == [f"consensustopics{i}" for i in range(4)]
    again = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(again.predict(documents), model.predict(documents))
