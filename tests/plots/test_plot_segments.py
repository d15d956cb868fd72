"""Bands of segments."""

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, SequenceVectorizer
from sktopics.analysis import TextSegments, segment_documents
from sktopics.plots import plot_segments

pytest.importorskip("plotly")

TEXTS = [
    "Oven, flour, sugar. Dough, oven, sugar! A striker. League: stadium.",
    "The league. Stadium, striker, league. An oven. Dough, flour, sugar?",
]


def segments_of(topics, documents=None, texts=None, ids=None):
    """Return segments of ten characters each."""
    topics = np.asarray(topics)
    documents = np.zeros(len(topics), int) if documents is None else documents
    starts = 10 * np.arange(len(topics))
    return TextSegments(
        np.column_stack((documents, starts, starts + 10)),
        topics,
        np.full(len(topics), 0.5),
        tuple("(no topic)" if t < 0 else f"name {t}" for t in topics.tolist()),
        tuple(texts or ["text"] * len(topics)),
        tuple(ids or documents),
        int(max(documents, default=-1)) + 1,
    )


def test_bars_are_the_segments():
    figure = plot_segments(segments_of([1, -1, 1, 0, 1]))
    assert [bar.name for bar in figure.data] == ["1: name 1", "0: name 0", "(no topic)"]
    assert [bar.base.tolist() for bar in figure.data] == [[0, 20, 40], [30], [10]]
    assert [bar.x.tolist() for bar in figure.data] == [[10] * 3, [10], [10]]
    assert figure.data[0].text == ("1", "1", "1")
    assert figure.data[0].hovertext[1] == (
        "<b>1: name 1</b>, share 0.50<br>characters 20 to 30<br>text"
    )
    assert figure.layout.title.subtitle.text == "5 segments of 1 document"


def test_documents_are_chosen_and_called_by_their_ids():
    table = segments_of([0, 1, 0], [0, 1, 1], ids=["a", "<b>", "<b>"])
    figure = plot_segments(table, documents=[1], labels=["x", "y"])
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt; ",)
    assert [bar.name for bar in figure.data] == ["0: x", "1: y"]
    assert plot_segments(table, n_documents=1).layout.title.subtitle.text == (
        "1 segment of 1 of 2 documents"
    )
    with pytest.raises(ValueError, match="no document 2: the table is of 2"):
        plot_segments(table, documents=[2])


def test_500_topics_and_hostile_texts():
    figure = plot_segments(
        segments_of(np.arange(500), texts=["<b>x</b> ]]> ‮"] * 500),
        labels=["<i>"] * 500,
    )
    assert len(figure.data) == 25
    assert figure.data[-1].name == "other topics"
    looks = {(bar.marker.color, bar.marker.pattern.shape) for bar in figure.data}
    assert len(looks) == 25
    shown = figure.to_json()
    assert "<i>" not in shown
    assert "<b>x" not in shown


def test_nothing_to_draw():
    assert len(plot_segments(segments_of([])).data) == 0
    (bar,) = plot_segments(segments_of([-1])).data
    assert bar.name == "(no topic)"


def test_models_cut_texts_as_their_own_functions_do():
    vectorizer = SequenceVectorizer(boundaries="sentence")
    attentive = AttentiveARTM(2, context=3, random_state=0)
    pipeline = make_pipeline(vectorizer, attentive).fit(TEXTS)
    figure = plot_segments(pipeline, TEXTS, n_segments=2)
    table = attentive.segment_texts(TEXTS, vectorizer, n_segments=2)
    assert sorted(b for bar in figure.data for b in bar.base) == sorted(
        table.spans[:, 1].tolist()
    )
    with pytest.raises(TypeError, match="give a Pipeline of both"):
        plot_segments(attentive, TEXTS)
    counts = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(TEXTS)
    figure = plot_segments(counts, TEXTS[0])
    table = segment_documents(counts, TEXTS[:1])
    assert sum(len(bar.x) for bar in figure.data) == len(table)
