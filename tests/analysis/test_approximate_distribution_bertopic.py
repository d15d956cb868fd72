"""Mixtures of topics here and by the original, with the same words of topics."""

import warnings

import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics._reading import TopicTraits
from sktopics.analysis import approximate_distribution
from sktopics.datasets import load_sotu

bertopic = pytest.importorskip("bertopic")

DOCUMENTS = load_sotu().documents[:240]
ENCODER = make_pipeline(TfidfVectorizer(), TruncatedSVD(8, random_state=0))
VECTORS = ENCODER.fit_transform(DOCUMENTS)
LABELS = np.arange(240) // 40  # of periods
LABELS[::9] = -1
NEW = [*DOCUMENTS[:40], "peace", "of the", "war and peace", "zzz qqq"]


class Embedder(bertopic.backend.BaseEmbedder):
    """Any encoder of scikit-learn's kind, for the original."""

    def embed(self, documents, verbose=False):
        return np.asarray(self.embedding_model.transform(list(documents)))


class SameWords:
    """A model that has the words and means of the original."""

    __topic_traits__ = TopicTraits(
        distributions=False, negative_weights=True, shares="clusters"
    )

    def __init__(self, theirs):
        self.components_ = theirs.c_tf_idf_[theirs._outliers :]
        self.topic_embeddings_ = theirs.topic_embeddings_[theirs._outliers :]
        self.vectorizer_ = theirs.vectorizer_model
        self.weighting_ = theirs.ctfidf_model
        self.terms_ = self.vectorizer_.get_feature_names_out()
        self.encoder_ = ENCODER

    def fit(self):
        """Do nothing: it is fitted."""


def fit_theirs(weighting=None, **words):
    model = bertopic.BERTopic(
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=CountVectorizer(**words),
        ctfidf_model=bertopic.vectorizers.ClassTfidfTransformer(**(weighting or {})),
        embedding_model=Embedder(ENCODER),
        language="multilingual",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(DOCUMENTS, VECTORS.copy(), y=LABELS)


@pytest.fixture(scope="module")
def theirs():
    return fit_theirs(stop_words=["the", "of"], ngram_range=(1, 2))


def quietly(model, documents=NEW, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return approximate_distribution(model, documents, **options)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"window": 7, "stride": 3},
        {"window": 6, "stride": 2, "padding": True},
        {"window": 3, "stride": 5, "padding": True},
        {"window": 30, "min_similarity": 0.03},
        {"min_similarity": 0},
    ],
    ids=str,
)
def test_documents(theirs, options):
    expected, _ = theirs.approximate_distribution(NEW, **options)
    found = quietly(SameWords(theirs), **options)
    np.testing.assert_allclose(found.shares.toarray(), expected, atol=1e-6)
    np.testing.assert_array_equal(found.without_topic, expected.sum(axis=1) == 0)


@pytest.mark.parametrize(
    ("weighting", "words"),
    [
        ({"reduce_frequent_words": True}, {}),
        ({"bm25_weighting": True}, {}),
        ({}, {"binary": True}),
        ({}, {"ngram_range": (2, 3)}),
        ({}, {"token_pattern": r"\w+", "lowercase": False}),
        ({"bm25_weighting": True, "reduce_frequent_words": True}, {"min_df": 2}),
    ],
    ids=str,
)
def test_weights_of_words(weighting, words):
    theirs = fit_theirs(weighting, **words)
    options = {"window": 9, "min_similarity": 0.02}
    expected, _ = theirs.approximate_distribution(NEW, **options)
    assert expected.sum() > 10
    found = quietly(SameWords(theirs), **options)
    np.testing.assert_allclose(found.shares.toarray(), expected, atol=1e-6)


@pytest.mark.parametrize("reduce_frequent_words", [False, True])
def test_a_model_of_ours_with_the_same_topics(reduce_frequent_words):
    theirs = fit_theirs({"reduce_frequent_words": reduce_frequent_words})
    weighting = ClassTfidfTransformer(reduce_frequent_words=reduce_frequent_words)
    ours = BERTopic(None, None, None, CountVectorizer(), weighting)
    ours.fit(DOCUMENTS, np.array(theirs.topics_), embeddings=VECTORS)
    expected, _ = theirs.approximate_distribution(NEW, min_similarity=0.05)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = ours.approximate_distribution(NEW, min_similarity=0.05)
    np.testing.assert_allclose(found.shares.toarray(), expected, atol=1e-6)


@pytest.mark.parametrize("use_embeddings", [False, True])
@pytest.mark.parametrize("options", [{}, {"window": 6, "padding": True}], ids=str)
def test_tokens(theirs, options, use_embeddings):
    _, expected = theirs.approximate_distribution(
        NEW, calculate_tokens=True, use_embedding_model=use_embeddings, **options
    )
    found = quietly(
        SameWords(theirs),
        calculate_tokens=True,
        use_embeddings=use_embeddings,
        **options,
    )
    for document, tokens in enumerate(expected):
        similarities = found.tokens(document).similarities.toarray()
        np.testing.assert_allclose(similarities, tokens, atol=1e-6)


def test_embeddings(theirs):
    expected, _ = theirs.approximate_distribution(NEW, use_embedding_model=True)
    found = quietly(SameWords(theirs), use_embeddings=True)
    np.testing.assert_allclose(found.shares.toarray(), expected, atol=1e-6)


def test_their_padded_mixtures_change_when_tokens_are_asked_for(theirs):
    options = {"window": 6, "padding": True}
    alone, _ = theirs.approximate_distribution(NEW, **options)
    beside, _ = theirs.approximate_distribution(NEW, calculate_tokens=True, **options)
    assert np.abs(alone - beside).max() > 0.01
    found = quietly(SameWords(theirs), calculate_tokens=True, **options)
    np.testing.assert_allclose(found.shares.toarray(), alone, atol=1e-6)


def test_their_words_in_no_window_are_an_error(theirs):
    options = {"window": 4, "stride": 4, "calculate_tokens": True}
    with pytest.raises(ValueError, match="inhomogeneous"):
        theirs.approximate_distribution(["war and peace and war"], **options)
    found = quietly(SameWords(theirs), ["war and peace and war"], **options)
    assert found.tokens(0).similarities[[4]].nnz == 0


def test_their_empty_documents_have_a_token_and_a_topic(theirs):
    expected, tokens = theirs.approximate_distribution(
        ["", "peace"], calculate_tokens=True
    )
    assert (expected[0].sum(), len(tokens[0])) == (0, 1)
    found = quietly(SameWords(theirs), ["", "peace"], calculate_tokens=True)
    assert len(found.tokens(0)) == 0


def test_they_do_not_clean_texts_before_they_cut_them():
    def clean(text):
        return text.split("://")[-1].lower()

    theirs = fit_theirs(preprocessor=clean)
    text = ["https://peace and war"]
    found = quietly(SameWords(theirs), text, window=1, calculate_tokens=True)
    assert found.tokens(0).words == ("peace", "and", "war")
    _, tokens = theirs.approximate_distribution(text, window=1, calculate_tokens=True)
    assert len(tokens[0]) == 4  # "https" is one of them
