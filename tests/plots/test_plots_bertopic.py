"""Numbers in figures here and in those of BERTopic 0.17.4, on the same input."""

import warnings

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.analysis import hierarchical_topics
from sktopics.plots import (
    plot_document_topics,
    plot_hierarchy,
    plot_term_rank,
    plot_topic_similarity,
    plot_topics,
    plot_topics_over_time,
    plot_topics_per_class,
)
from sktopics.testing import make_documents

pytest.importorskip("plotly")
bertopic = pytest.importorskip("bertopic")

DOCUMENTS = make_documents(120)
LABELS = np.arange(120) % 4
LABELS[:40] = 0  # sizes differ: BERTopic sorts topics by them
LABELS[40:60] = 1
LABELS[::11] = -1
VECTORS = np.eye(5)[LABELS] + np.random.default_rng(0).random((120, 5)) / 5
YEARS = (1990 + np.arange(120) % 3).tolist()
CLASSES = [("red", "blue")[i % 5 > 2] for i in range(120)]


@pytest.fixture(scope="module")
def theirs():
    model = bertopic.BERTopic(
        embedding_model=None,
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=CountVectorizer(),
        language="multilingual",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(DOCUMENTS, embeddings=VECTORS, y=LABELS)


@pytest.fixture(scope="module")
def ours(theirs):
    model = BERTopic(
        None,
        None,
        None,
        vectorizer=CountVectorizer(),
        weighting=ClassTfidfTransformer(),
    )
    return model.fit(DOCUMENTS, theirs.topics_, embeddings=VECTORS)


def numbers(names):
    """Return the numbers of topics in names such as "3: sea"."""
    return [int(name.partition(":")[0]) for name in names]


def test_top_words_and_their_ranks(theirs, ours):
    their = theirs.visualize_barchart(top_n_topics=4, n_words=5)
    for bars, other in zip(plot_topics(ours).data, their.data, strict=True):
        # There the first word is last, since axes go up. Weights here are shares of
        # the topic, those there are not scaled.
        assert list(bars.text[:5]) == [word.strip() for word in other.y[::-1]]
        their = np.divide(other.x[::-1], other.x[-1])
        np.testing.assert_allclose(np.divide(bars.x[:5], bars.x[0]), their, rtol=1e-6)
    lines = plot_term_rank(ours, n_top_words=10).data
    for line, other in zip(lines, theirs.visualize_term_rank().data[1:], strict=False):
        their = np.divide(other.y, other.y[0])
        np.testing.assert_allclose(np.divide(line.y, line.y[0]), their, rtol=1e-6)


def test_similarities(theirs, ours):
    heatmap = plot_topic_similarity(ours).data[0]
    their = theirs.visualize_heatmap().data[0]
    order = numbers(heatmap.y)
    np.testing.assert_allclose(heatmap.z, their.z[np.ix_(order, order)], atol=1e-6)


def test_frequencies_over_time_and_by_class(theirs, ours):
    frame = theirs.topics_over_time(DOCUMENTS, YEARS)
    their = theirs.visualize_topics_over_time(frame)
    figure = plot_topics_over_time(ours, DOCUMENTS, YEARS, values="frequency")
    lines = {line.name.partition(":")[0]: line for line in figure.data}
    for other in their.data:
        line = lines[other.name.partition("_")[0]]
        times = [int(time) for time in other.x]
        np.testing.assert_array_equal([line.y[line.x.index(t)] for t in times], other.y)
    frame = theirs.topics_per_class(DOCUMENTS, CLASSES)
    their = theirs.visualize_topics_per_class(frame)
    figure = plot_topics_per_class(ours, DOCUMENTS, CLASSES, values="frequency")
    bars = {bar.name.partition(":")[0]: bar for bar in figure.data}
    for other in their.data:
        bar = bars[other.name.partition("_")[0]]
        found = dict(zip(bar.y, bar.x, strict=True))
        assert [found[name] for name in other.y] == list(other.x)


def test_shares_of_a_document(theirs):
    shares = np.array([0.5, 0.0, 0.3, 0.2])
    bars = plot_document_topics(shares, min_share=0.015).data[0]
    their = theirs.visualize_distribution(shares).data[0]
    assert sorted(bars.x) == sorted(their.x)


def test_distances_of_a_hierarchy(theirs, ours):
    found = hierarchical_topics(ours, on="words", linkage="ward", distance="cosine")
    figure = plot_hierarchy(found, n_groups=1)
    heights = sorted({x for trace in figure.data for x in trace.x if x})
    their = theirs.visualize_hierarchy()
    theirs_too = sorted({float(np.max(trace.x)) for trace in their.data})
    np.testing.assert_allclose(heights, theirs_too, atol=1e-6)
