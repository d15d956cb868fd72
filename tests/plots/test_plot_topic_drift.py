"""What became of topics."""

import numpy as np
import pytest
from drawn_models import DOCUMENTS, LABELS, VECTORS, fitted, texts_of
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF

from sktopics import BERTopic
from sktopics.plots import plot_topic_drift
from sktopics.topics import match_topics, topic_table

pytest.importorskip("plotly")


def words_of(rows):
    """Return a model whose topics are given."""
    model = NMF(len(rows)).fit(np.eye(len(rows), 6) + 1)
    model.components_ = np.array(rows, dtype=float)
    return model


OLD = words_of([[4, 4, 0, 0, 0, 0], [0, 0, 4, 4, 0, 0], [0, 0, 0, 0, 0, 1]])
NEW = words_of([[0, 0, 4, 2, 0, 0], [4, 4, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0]])


def test_births_deaths_and_the_most_changed():
    figure = plot_topic_drift(OLD, NEW)
    assert figure.layout.yaxis.ticktext == ("2: 4 *", "0: 2, 3", "1: 0, 1", "2: 5 †")
    assert figure.layout.title.subtitle.text == "1 new (*), 2 in both, 1 gone (†)"
    changes = figure.data[3].x
    # Hellinger distance of (1/2, 1/2) and (2/3, 1/3).
    expected = np.sqrt(1 - np.sqrt(1 / 3) - np.sqrt(1 / 6))
    assert changes == (None, pytest.approx(expected), pytest.approx(0), None)


def test_sizes_and_distances_of_two_fits():
    a, b = fitted("search"), fitted("LDA")
    figure = plot_topic_drift(a, b, DOCUMENTS, DOCUMENTS, min_similarity=0)
    match = match_topics(a, b)
    distances = dict(zip(match.pairs, match.distances, strict=True))
    before, after, changes = figure.data[1:]
    kept = sorted(distances, key=lambda pair: -distances[pair])
    np.testing.assert_allclose(changes.x[1:], [distances[pair] for pair in kept])
    sizes_a, sizes_b = (topic_table(model, X=DOCUMENTS).sizes for model in (a, b))
    np.testing.assert_allclose(before.x[1:], [sizes_a[i] for i, _ in kept])
    np.testing.assert_allclose(after.x[1:], [sizes_b[j] for _, j in kept])
    assert (before.x[0], after.x[0]) == (None, sizes_b[match.unmatched_b[0]])


def test_rows_sorted_by_size_and_cut():
    a, b = fitted("sklearn LDA"), fitted("LDA")
    options = {"min_similarity": 0, "sort_by": "size"}
    figure = plot_topic_drift(a, b, DOCUMENTS, DOCUMENTS, **options)
    before, after = (np.array(trace.x) for trace in figure.data[1:3])
    assert (np.diff(np.abs(before - after)) <= 0).all()
    figure = plot_topic_drift(a, b, DOCUMENTS, DOCUMENTS, n_topics=1, **options)
    assert figure.layout.title.subtitle.text == (
        "0 new (*), 3 in both, 0 gone (†); 1 of 3 rows, the most changed"
    )


def test_hostile_names():
    texts = texts_of(
        plot_topic_drift(OLD, NEW, labels_b={2: "<b>"}, labels_a={2: "<i>"})
    )
    assert "2: &lt;b&gt; *" in texts
    assert "2: &lt;i&gt; †" in texts
    assert "<i>" not in texts


def test_the_record_of_a_model_of_clusters():
    before = fitted("BERTopic")
    vectors = VECTORS.copy()
    vectors[LABELS == 3] = [0, 0, 0, 0, 1]
    clusterer = KMeans(4, n_init=1, random_state=0)
    model = BERTopic(None, None, clusterer, random_state=0)
    model.fit(DOCUMENTS, embeddings=vectors, match_to=before)
    record = model.drift_
    for figure in (plot_topic_drift(record), plot_topic_drift(record, model)):
        texts = [t.removeprefix("topic ") for t in figure.layout.yaxis.ticktext]
        rows = {text.split(":")[0].split(" ")[0] for text in texts}
        assert rows == {str(row.topic) for row in record.topics}
    named = plot_topic_drift(record, labels_b={0: "Zero"})
    assert "0: Zero" in named.layout.yaxis.ticktext
    assert record.new
    assert record.gone
    kept = [row for row in record.topics if row.status == "kept"]
    changes = sorted(x for x in named.data[3].x if x is not None)
    np.testing.assert_allclose(changes, sorted(1 - row.similarity for row in kept))


def test_a_second_model_is_needed():
    with pytest.raises(TypeError, match="b, the model of after, is missing"):
        plot_topic_drift(OLD)


def test_words_gained_and_lost():
    old, new = words_of([[4, 4, 0, 0, 0, 0]]), words_of([[4, 0, 4, 0, 0, 0]])
    figure = plot_topic_drift(old, new, min_similarity=0)
    (hover,) = figure.data[3].hovertext
    assert hover.endswith("words gained: 2<br>words lost: 1")
