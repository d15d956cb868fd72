"""BERTopic: images, the number of topics, and their words."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    NEW,
    VECTORS,
    TextAndImageEncoder,
    check_fitted,
    labels_agree,
    model,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    HDBSCAN,
    AgglomerativeClustering,
    KMeans,
)
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.embedding import SentenceEncoder
from sktopics.text import ClassTfidfTransformer
from sktopics.topics import RepresentationContext, TopicTable

# --- images -----------------------------------------------------------------------

TEXTS = ["the rocket", "an oven", "a stadium", None] * 5
IMAGES = [None, "oven", "stadium", "violin"] * 5


def test_texts_and_images():
    fitted = BERTopic(TextAndImageEncoder(), None, KMeans(4, n_init=3), random_state=0)
    fitted.fit(TEXTS, images=IMAGES)
    assert labels_agree(fitted.labels_, np.arange(20) % 4)
    assert_array_equal(fitted.predict(TEXTS, images=IMAGES), fitted.labels_)
    assert_array_equal(
        fitted.predict(["", "rocket"], images=["violin", None]), fitted.labels_[[3, 0]]
    )
    of_images = fitted.topics_[fitted.labels_[3]]
    assert of_images.terms == ()
    assert {document.index % 4 for document in of_images.documents} == {3}
    assert len(of_images.documents) == 3
    assert fitted.encoder_.transform(["oven"]).shape == (1, 5)
    both = (fitted.encoder_.transform(["an oven"]) * 1.0 + [[0, 2, 0, 0, 0.04]]) / 2
    assert_allclose(fitted.topic_embeddings_[fitted.labels_[1]], both[0], atol=1e-6)
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(TEXTS, dtype=object)
    assert_array_equal(fitted.predict(series, images=IMAGES), fitted.labels_)


def test_images_alone():
    images = ["rocket", "oven"] * 10
    fitted = BERTopic(TextAndImageEncoder(), None, KMeans(2, n_init=3), random_state=0)
    fitted.fit(None, images=images)
    assert labels_agree(fitted.labels_, np.arange(20) % 2)
    assert fitted.vectorizer_ is None
    assert fitted.components_.shape == (2, 0)
    assert fitted.topics_[0].terms == ()
    assert_array_equal(fitted.predict(None, images=images), fitted.labels_)
    assert fitted.transform(None, images=images[:3]).shape == (3, 2)
    pickle.loads(pickle.dumps(fitted))


def test_images_with_a_model_of_both(clip):
    pillow = pytest.importorskip("PIL.Image")
    colours = [pillow.new("RGB", (16, 16), name) for name in ("red", "blue")]
    texts, images = ["a rocket", None, None, "oven"] * 3, [None, *colours, None] * 3
    fitted = BERTopic(SentenceEncoder(clip), None, KMeans(4, n_init=3), random_state=0)
    fitted.fit(texts, images=images)
    assert_array_equal(fitted.predict(texts, images=images), fitted.labels_)
    assert len(set(fitted.labels_[[1, 2]])) == 2
    shown = fitted.predict(None, images=colours[::-1])
    assert_array_equal(shown, fitted.labels_[[2, 1]])
    assert fitted.topics_[fitted.labels_[1]].documents[0].index == 1
    assert fitted.topic_embeddings_.shape == (4, 8)


# --- the number of topics ---------------------------------------------------------


@pytest.mark.parametrize(
    "clusterer", [KMeans(12, n_init=1), AgglomerativeClustering(12)]
)
def test_number_of_topics(clusterer):
    fitted = model(clusterer, n_topics=4).fit(DOCUMENTS)
    check_fitted(fitted)
    assert labels_agree(fitted.labels_)
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))
    everything = model(clusterer, n_topics=1).fit(DOCUMENTS)
    assert everything.topic_sizes_.tolist() == [80]
    check_fitted(everything)
    auto = model(clusterer, n_topics="auto").fit(DOCUMENTS)
    assert 2 <= len(auto.topic_sizes_) < 12
    check_fitted(auto)


def test_more_topics_than_there_are():
    with pytest.warns(UserWarning, match="n_topics=9.*found 4"):
        fitted = model(n_topics=9).fit(DOCUMENTS)
    assert_array_equal(fitted.labels_, model().fit(DOCUMENTS).labels_)


def test_probabilities_of_all_topics():
    fitted = model(AgglomerativeClustering(4), calculate_probabilities=True)
    shares = fitted.fit_transform(DOCUMENTS)
    assert_array_equal(fitted.probabilities_, shares)
    own = model(AgglomerativeClustering(4)).fit(DOCUMENTS).probabilities_
    assert_array_equal(own, shares[np.arange(80), fitted.labels_])
    assert_array_equal(fitted.predict_proba(DOCUMENTS), shares)


# --- words ------------------------------------------------------------------------


def test_counts_are_those_of_topics():
    vectorizer = CountVectorizer(ngram_range=(1, 2), min_df=2, stop_words=["today"])
    parts = {"vectorizer": vectorizer, "weighting": ClassTfidfTransformer()}
    fitted = model(HDBSCAN(copy=True), **parts).fit(DOCUMENTS)
    X = vectorizer.fit_transform(DOCUMENTS).toarray()
    assert_array_equal(fitted.terms_, vectorizer.get_feature_names_out())
    expected = [X[fitted.labels_ == topic].sum(axis=0) for topic in range(4)]
    assert_array_equal(fitted.topic_word_counts_.toarray(), expected)
    outliers = X[fitted.labels_ < 0].sum(axis=0)
    assert_array_equal(fitted.outlier_word_counts_.toarray()[0], outliers)
    weighting = ClassTfidfTransformer().fit(
        np.vstack([*expected, *([outliers] if fitted.n_outliers_ else [])])
    )
    components = weighting.transform(np.array(expected, dtype=float)).toarray()
    assert_allclose(fitted.components_.toarray(), components, rtol=1e-12)
    for topic in fitted.topics_:
        best = np.lexsort((np.arange(X.shape[1]), -components[topic.index]))[:10]
        assert list(topic.terms) == fitted.terms_[best].tolist()


class Renamer:
    """A representation that keeps three words and writes them in capitals."""

    def refine(self, table, context):
        assert isinstance(context, RepresentationContext)
        assert len(context.documents) == len(context.labels) == 80
        assert context.embeddings.shape == (80, 8)
        assert context.components.shape == (len(table), len(context.terms))
        assert context.encoder.transform(["rocket"]).shape == (1, 8)
        return TopicTable(
            replace(
                topic,
                label=f"topic {topic.index}",
                terms=[term.upper() for term in topic.terms[:3]],
                weights=topic.weights[:3],
            )
            for topic in table
        )


def exclaim(table, context):
    return TopicTable(replace(topic, label=topic.label + "!") for topic in table)


@pytest.mark.parametrize("chain", [False, True])
def test_representations(chain):
    plain = model().fit(DOCUMENTS)
    steps = [Renamer(), exclaim] if chain else Renamer()
    fitted = model(representation=steps).fit(DOCUMENTS)
    for topic, before in zip(fitted.topics_, plain.topics_, strict=True):
        assert topic.label == f"topic {topic.index}" + "!" * chain
        assert list(topic.terms) == [term.upper() for term in before.terms[:3]]
        assert topic.documents == before.documents
    assert pickle.loads(pickle.dumps(fitted)).topics_ == fitted.topics_
    assert model(representation=exclaim).fit(DOCUMENTS).topics_.labels == [
        topic.label + "!" for topic in plain.topics_
    ]


def test_any_script():
    documents = [
        "московский поезд идёт",
        "поезд до станции",
        "東京 電車 駅",
        "電車 の 駅",
        "قطار المحطة السريع",
        "المحطة قطار",
    ] * 5
    fitted = model(KMeans(3, n_init=5)).set_params(
        encoder=make_pipeline(CountVectorizer(), TruncatedSVD(3))
    )
    fitted.fit(documents)
    assert labels_agree(fitted.labels_, np.arange(30) % 6 // 2)
    words = {term for topic in fitted.topics_ for term in topic.terms}
    assert {"поезд", "電車", "قطار"} <= words


def test_representative_documents_are_the_nearest():
    fitted = model(n_representative=5).fit(DOCUMENTS, embeddings=VECTORS)
    unit = VECTORS / np.linalg.norm(VECTORS, axis=1, keepdims=True)
    for topic in fitted.topics_:
        members = np.flatnonzero(fitted.labels_ == topic.index)
        mean = VECTORS[members].mean(axis=0)
        best = members[np.argsort(-unit[members] @ mean, kind="stable")[:5]]
        assert [document.index for document in topic.documents] == best.tolist()
        for document in topic.documents:
            assert DOCUMENTS[document.index].startswith(document.excerpt[:20])
            assert document.share == fitted.probabilities_[document.index]
    none = model(n_representative=0).fit(DOCUMENTS)
    assert all(topic.documents == () for topic in none.topics_)
