"""Ours against gensim's CoherenceModel, topic by topic."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from sktopics.metrics import coherence_score, topic_coherences

models = pytest.importorskip("gensim.models")
corpora = pytest.importorskip("gensim.corpora")
common_texts = pytest.importorskip("gensim.test.utils").common_texts

COMMON_TOPICS = [
    ["human", "computer", "system", "interface"],
    ["graph", "minors", "trees", "system"],
    ["user", "time"],
]


@pytest.fixture(scope="module")
def zipf():
    """Texts of Zipf's law in which a document prefers some words, and topics."""
    rng = np.random.default_rng(0)
    n_terms = 300
    law = 1 / np.arange(1, n_terms + 1)
    texts = []
    for length in rng.integers(1, 300, size=80):
        weights = law * rng.choice([1, 12], size=n_terms, p=[0.9, 0.1])
        words = rng.choice(n_terms, size=length, p=weights / weights.sum())
        texts.append([f"w{i}" for i in words])
    seen = sorted({token for text in texts for token in text})
    topics = [rng.choice(seen[:150], 10, replace=False).tolist() for _ in range(8)]
    return texts, topics


def gensim_coherence(topics, texts, measure, **params):
    model = models.CoherenceModel(
        topics=topics,
        texts=texts,
        dictionary=corpora.Dictionary(texts),
        coherence=measure,
        processes=1,
        **params,
    )
    return np.array(model.get_coherence_per_topic(with_std=True, with_support=True)).T


@pytest.mark.parametrize("measure", ["u_mass", "c_v", "c_uci", "c_npmi"])
@pytest.mark.parametrize("corpus", ["common", "zipf"])
def test_gensim_windows_give_gensims_values(measure, corpus, zipf):
    texts, topics = (common_texts, COMMON_TOPICS) if corpus == "common" else zipf
    values, std, support = gensim_coherence(topics, texts, measure)
    ours = topic_coherences(topics, texts, measure=measure, window="gensim")
    np.testing.assert_allclose(ours.values, values, rtol=0, atol=1e-9)
    np.testing.assert_allclose(ours.std, std, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(ours.support, support)
    score = coherence_score(topics, texts, measure=measure, window="gensim")
    assert score == pytest.approx(values.mean(), abs=1e-9)


def test_a_number_of_top_words_is_gensims_topn(zipf):
    texts, topics = zipf
    values, _, _ = gensim_coherence(topics, texts, "c_npmi", topn=4)
    ours = coherence_score(
        topics, texts, measure="c_npmi", window="gensim", n_top_words=4, average=False
    )
    np.testing.assert_allclose(ours, values, rtol=0, atol=1e-9)


@pytest.mark.parametrize("measure", ["c_v", "c_uci", "c_npmi"])
def test_exact_windows_give_gensims_values_where_no_word_is_repeated(measure):
    rng = np.random.default_rng(1)
    texts = [
        [f"w{i}" for i in rng.permutation(160)[:n]]
        for n in rng.integers(1, 160, size=40)
    ]
    topics = [[f"w{i}" for i in rng.permutation(160)[:6]] for _ in range(5)]
    values, _, _ = gensim_coherence(topics, texts, measure)
    ours = coherence_score(topics, texts, measure=measure, average=False)
    np.testing.assert_allclose(ours, values, rtol=0, atol=1e-9)


def test_exact_windows_differ_from_gensims_where_words_are_repeated(zipf):
    texts, topics = zipf
    values, _, _ = gensim_coherence(topics, texts, "c_npmi")
    exact = coherence_score(topics, texts, measure="c_npmi", average=False)
    assert np.abs(exact - values).max() > 1e-3


def test_a_word_of_every_window_has_npmi_1_with_itself_where_gensim_gives_minus_1():
    # P(w) = P(v) = P(w, v) = 1: with epsilon, log(1 + e) / -log(1 + e) = -1.
    texts = [["tax", "law"], ["law", "tax", "court"]]
    topics = [["tax", "law"]]
    values, _, _ = gensim_coherence(topics, texts, "c_npmi")
    scores = {
        window: coherence_score(topics, texts, measure="c_npmi", window=window)
        for window in ("gensim", "exact")
    }
    assert values[0] == pytest.approx(-1)
    assert scores == {"gensim": pytest.approx(-1), "exact": 1}


@pytest.fixture(scope="module")
def vectors():
    rng = np.random.default_rng(2)
    vectors = models.KeyedVectors(vector_size=20)
    terms = sorted({token for text in common_texts for token in text} - {"trees"})
    vectors.add_vectors(terms, rng.normal(size=(len(terms), 20)).astype(np.float32))
    return vectors


def test_word_vectors_give_gensims_values_also_with_terms_without_vector(vectors):
    values, std, support = gensim_coherence(
        COMMON_TOPICS, common_texts, "c_w2v", keyed_vectors=vectors
    )
    ours = topic_coherences(COMMON_TOPICS, measure="c_w2v", word_vectors=vectors)
    np.testing.assert_allclose(ours.values, values, rtol=0, atol=1e-6)
    np.testing.assert_allclose(ours.std, std, rtol=0, atol=1e-6)
    np.testing.assert_array_equal(ours.support, support)
    assert ours.unknown == ((), ("trees",), ())


class Embedding(BaseEstimator):
    """An estimator that has vectors of words, as Doc2Vec."""

    def fit(self, X, y=None):
        self.terms_ = np.array(X.index_to_key, dtype=object)
        self.word_vectors_ = X.vectors
        return self


def test_word_vectors_come_in_several_forms(vectors):
    class Word2Vec:
        wv = vectors

    as_dict = {term: vectors[term] for term in vectors.index_to_key}
    as_pair = (vectors.index_to_key, vectors.vectors)
    expected = topic_coherences(COMMON_TOPICS, measure="c_w2v", word_vectors=vectors)
    model = Embedding().fit(vectors)
    for form in (Word2Vec(), as_dict, as_pair, model, make_pipeline(model)):
        ours = topic_coherences(COMMON_TOPICS, measure="c_w2v", word_vectors=form)
        np.testing.assert_array_equal(ours.values, expected.values)


def test_word_vectors_of_estimators_without_any(vectors):
    with pytest.raises(NotFittedError):
        topic_coherences(COMMON_TOPICS, measure="c_w2v", word_vectors=Embedding())
    model = Embedding().fit(vectors)
    del model.word_vectors_
    with pytest.raises(TypeError, match=r"fitted Doc2Vec or a Pipeline .* Embedding"):
        topic_coherences(COMMON_TOPICS, measure="c_w2v", word_vectors=model)
