"""What tables, comparisons and metrics of topics make of BERTopic."""

import warnings

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sotu_parts import make_encoder, sotu_part

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics._reading import known_term_names, text_reader
from sktopics.metrics import (
    CoherenceWarning,
    background_term_ratio,
    coherence_score,
    coherence_scorer,
    diversity_scorer,
    doc_topic_sparsity,
    topic_diversity,
    topic_kernels,
    topic_mass,
    topic_significance,
    topic_stability,
    topic_word_sparsity,
)
from sktopics.topics import (
    match_topics,
    term_topics,
    top_terms,
    topic_difference,
    topic_table,
)


def shout(documents):
    return [text.upper() for text in documents]


def vectorizer_of(estimator):
    return getattr(text_reader(estimator), "vectorizer", None)


def make_model(**params):
    parts = {
        "encoder": make_encoder(),
        "reducer": PCA(5),
        "clusterer": KMeans(6, n_init=1),
        "vectorizer": CountVectorizer(stop_words="english"),
        "random_state": 0,
    }
    return BERTopic(**(parts | params))


@pytest.fixture(scope="module")
def corpus():
    return sotu_part(12)


@pytest.fixture(
    scope="module",
    params=[
        {},
        {"clusterer": HDBSCAN(min_cluster_size=4, copy=True)},
        {"weighting": ClassTfidfTransformer(bm25_weighting=True), "vectorizer": None},
    ],
    ids=["kmeans", "outliers", "bm25"],
)
def model(request, corpus):
    return make_model(**request.param).fit(corpus[0], embeddings=corpus[1])


@pytest.fixture(scope="module")
def pipeline(corpus):
    return make_pipeline(FunctionTransformer(shout), make_model()).fit(corpus[0])


def test_the_table_is_the_models_own(model):
    table = topic_table(model)
    assert table == model.topics_
    n_documents = len(model.labels_)
    np.testing.assert_allclose(table.sizes, model.topic_sizes_ / n_documents)
    nobodys = 1 - table.sizes.sum()
    np.testing.assert_allclose(nobodys, model.n_outliers_ / n_documents, atol=1e-12)
    assert topic_table(model, sort_by="size").labels == table.labels


def test_a_table_with_a_corpus(model, corpus):
    """Sizes are mean probabilities; what is an outlier's is nobody's."""
    documents = corpus[0]
    probabilities = model.transform(documents)
    table = topic_table(model, X=documents)
    np.testing.assert_allclose(table.sizes, probabilities.mean(axis=0), atol=1e-9)
    for topic in table:
        rows = [document.index for document in topic.documents]
        shares = [document.share for document in topic.documents]
        np.testing.assert_allclose(shares, probabilities[rows, topic.index])
        assert shares[0] == probabilities[:, topic.index].max()


def test_names_of_terms(model, pipeline):
    np.testing.assert_array_equal(known_term_names(model), model.terms_)
    assert vectorizer_of(model) is model.vectorizer_
    np.testing.assert_array_equal(known_term_names(pipeline), pipeline[-1].terms_)
    assert vectorizer_of(pipeline) is pipeline[-1].vectorizer_
    assert vectorizer_of(make_model()) is None  # it is the fitted one that counts


def test_words(model):
    words = top_terms(model.components_.maximum(0), model.terms_)
    assert words == model.topics_.top_words
    term = model.topics_[0].terms[0]
    found = term_topics(model, term)
    assert found.topic_given_term.sum() == pytest.approx(1)
    np.testing.assert_allclose(
        found.term_given_topic[0], model.topics_[0].weights[0], rtol=1e-12
    )
    with pytest.raises(ValueError, match="does not know the term"):
        term_topics(model, "zyzzyva")


def test_comparisons(model, pipeline):
    difference = topic_difference(model, model)
    np.testing.assert_allclose(np.diag(difference.matrix), 0, atol=1e-6)
    assert difference.top_words_a[0] == model.topics_[0].terms
    n_topics = len(model.topic_sizes_)
    match = match_topics(model, model)
    assert match.pairs == tuple((i, i) for i in range(n_topics))
    # Of different vocabularies, terms are aligned by name.
    assert topic_difference(model, pipeline).matrix.shape == (n_topics, 6)


def test_metrics_read_sparse_components(model, corpus):
    documents = corpus[0]
    n_topics, n_terms = model.components_.shape
    weights = model.components_.maximum(0)
    assert topic_word_sparsity(model) == pytest.approx(
        1 - (weights > 0).sum() / (n_topics * n_terms)
    )
    assert 0 <= doc_topic_sparsity(model, documents) < 1
    np.testing.assert_allclose(
        topic_mass(model), model.topic_sizes_ / len(model.labels_)
    )
    assert topic_kernels(model).members.shape == (n_topics, n_terms)
    assert 0 <= background_term_ratio(model) <= 1
    assert topic_significance(model, X=documents).uniform.shape == (n_topics,)
    assert topic_diversity(model) == topic_diversity(model.topics_)


def test_scorers(model, corpus):
    documents = corpus[0]
    analyze = model.vectorizer_.build_analyzer()
    tokens = [analyze(text) for text in documents[:200]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CoherenceWarning)
        expected = coherence_score(model.topics_, tokens, measure="c_npmi")
    scorer = coherence_scorer("c_npmi")
    assert scorer(model, documents[:200]) == pytest.approx(expected, abs=1e-12)
    assert diversity_scorer()(model, None) == topic_diversity(model.topics_)


def test_texts_are_cleaned_before_they_are_scored(pipeline, corpus):
    """By the steps before the model, and by those only."""
    documents = corpus[0][:100]
    expected = coherence_scorer("c_npmi")(pipeline[-1], shout(documents))
    assert coherence_scorer("c_npmi")(pipeline, documents) == expected
    vectorizer = CountVectorizer(lowercase=False)
    loud = make_pipeline(FunctionTransformer(shout), make_model(vectorizer=vectorizer))
    loud.fit(corpus[0])
    assert all(term.isupper() or not term.isalpha() for term in loud[-1].terms_)
    score = coherence_scorer("c_npmi")(loud, documents)
    assert score == coherence_scorer("c_npmi")(loud[-1], shout(documents))
    assert np.isfinite(score)


def test_no_topics_make_an_empty_table(corpus):
    model = make_model(clusterer=HDBSCAN(min_cluster_size=200, copy=True))
    with pytest.warns(UserWarning, match="No topics"):
        model.fit(corpus[0], embeddings=corpus[1])
    assert len(topic_table(model)) == 0


def test_stability(corpus):
    model = BERTopic(make_encoder(5), None, KMeans(3, n_init=1))
    result = topic_stability(model, corpus[0][:120], n_repeats=2, random_state=0)
    assert 0 < result.mean <= 1
    assert result.similarities.shape == (2, 3)
