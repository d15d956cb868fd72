"""Segments, borders, passages and tokens by ContextualTop2Vec."""

import numpy as np
import pytest
from windows_corpora import documents_of_parts, word_vectors

from sktopics import ContextualTop2Vec, StaticTokenEncoder
from sktopics.metrics import pk_error, segmentation_scorer

DOCUMENTS, BORDERS, PARTS = documents_of_parts()
ENCODER = StaticTokenEncoder(word_vectors())
NEW, NEW_BORDERS, _ = documents_of_parts(15, seed=7)


@pytest.fixture(scope="module", params=["optimal", "smooth"])
def model(request):
    return ContextualTop2Vec(
        ENCODER,
        window=16,
        stride=8,
        smoothing=3,
        segmentation=request.param,
        min_topic_size=5,
        n_topics=3,
        random_state=0,
    ).fit(DOCUMENTS)


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
def test_planted_borders(model, known):
    documents, borders = (DOCUMENTS, BORDERS) if known else (NEW, NEW_BORDERS)
    found = model.boundaries(documents)
    if model.segmentation == "optimal":
        for here, expected in zip(found, borders, strict=True):
            np.testing.assert_array_equal(here, expected)
    lengths = [len(text) for text in documents]
    assert pk_error(borders, found, lengths=lengths) < 0.05


def test_segments_joined_are_the_documents(model):
    odd = [
        "  Ship and deck.\r\n\r\nDebt 🎻 budget! ",
        "",
        "é ship",
        "unknown",
        *NEW[:3],
    ]
    segments = model.segments(odd)
    joined = dict.fromkeys(range(len(odd)), "")
    for segment in segments:
        assert segment.start == len(joined[segment.document])
        assert segment.text == odd[segment.document][segment.start : segment.stop]
        assert segment.label == model.topics_.topic(segment.topic).label
        assert -1 <= segment.relevance <= 1
        joined[segment.document] += segment.text
    assert joined == {
        d: text if text not in ("", "unknown") else "" for d, text in enumerate(odd)
    }
    rows, topics = segments.spans[:, 0], segments.topics
    same = (rows[1:] == rows[:-1]) & (topics[1:] == topics[:-1])
    assert not same.any()


def test_borders_are_where_segments_start(model):
    segments, borders = model.segments(NEW), model.boundaries(NEW)
    for d, places in enumerate(borders):
        starts = segments.spans[segments.spans[:, 0] == d, 1]
        np.testing.assert_array_equal(starts[1:], places)
        assert places.dtype == np.int64
        assert starts[0] == 0
        np.testing.assert_array_equal(segments.borders[d], places)


def test_topics_and_relevance_of_segments_are_of_their_tokens(model):
    topics = model.topic_embeddings_
    units = topics / np.linalg.norm(topics, axis=1, keepdims=True)
    uneven = "The ship. A wave mast tide sailor port anchor captain harbour deck."
    for segment in model.segments([*NEW[:6], uneven]):
        (tokens,) = ENCODER.encode_tokens([segment.text])
        mean = tokens.vectors.mean(axis=0)
        cosines = units @ mean / np.linalg.norm(mean)
        assert segment.topic == cosines.argmax()
        assert segment.relevance == pytest.approx(cosines.max(), abs=1e-6)
        assert 0.5 < segment.share <= 1


def test_scorers_of_segmentations(model):
    scorer = segmentation_scorer("pk")
    score = scorer(model, NEW, NEW_BORDERS)
    found = model.boundaries(NEW)
    assert score == pytest.approx(-pk_error(NEW_BORDERS, found, texts=NEW))
    assert score > -0.05
    assert segmentation_scorer("pk", known_number=True)(model, NEW, NEW_BORDERS) == 0


def test_given_numbers_of_segments(model):
    numbers = [len(borders) + 1 for borders in NEW_BORDERS]
    for here, expected in zip(
        model.boundaries(NEW, n_segments=numbers), NEW_BORDERS, strict=True
    ):
        np.testing.assert_array_equal(here, expected)
    assert [len(each) for each in model.boundaries(NEW[:4], n_segments=4)] == [3] * 4
    # More than there are sentences.
    assert len(model.boundaries(["Ship. Debt."], n_segments=9)[0]) == 1
    assert model.boundaries(["", "ship"], n_segments=2)[0].tolist() == []
    with pytest.raises(ValueError, match="must be 1 or more, got 0"):
        model.boundaries(NEW, n_segments=0)
    with pytest.raises(ValueError, match="must be a whole number, got True"):
        model.boundaries(NEW, n_segments=True)


def test_a_text_without_punctuation_is_cut_every_window(model):
    sea, tax = "ship deck mast wave " * 8, "debt levy bond duty " * 8
    (borders,) = model.boundaries([sea + tax])
    assert borders.tolist() == [len(sea)]


def test_a_document_does_not_depend_on_others(model):
    whole = model.segments(NEW)
    for d, text in enumerate(NEW[:5]):
        alone = model.segments([text])
        rows = np.flatnonzero(whole.spans[:, 0] == d)
        np.testing.assert_array_equal(alone.spans[:, 1:], whole.spans[rows, 1:])
        np.testing.assert_array_equal(alone.topics, whole.topics[rows])
        np.testing.assert_allclose(alone.relevances, whole.relevances[rows], 1e-6)


def test_higher_penalties_and_smoothing_give_fewer_segments():
    model = ContextualTop2Vec(
        ENCODER, window=16, stride=8, min_topic_size=5, n_topics=3, random_state=0
    ).fit(DOCUMENTS)
    counts = []
    for penalty in (0.0, 0.5, 100.0):
        model.penalty = penalty
        counts.append(len(model.segments(NEW)))
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == len(NEW)
    model.set_params(segmentation="smooth", smoothing=99)
    assert len(model.segments(NEW)) == len(NEW)


def test_tokens_are_smoothed_over_neighbours(model):
    topics = model.topic_embeddings_
    units = topics / np.linalg.norm(topics, axis=1, keepdims=True)
    found = list(model.token_topics(["", NEW[1]]))
    assert [len(values) for values in found[0]] == [0, 0, 0]
    (tokens,) = ENCODER.encode_tokens([NEW[1]])
    vectors = tokens.vectors / np.linalg.norm(tokens.vectors, axis=1, keepdims=True)
    cosines = vectors @ units.T
    for i in range(len(cosines)):
        mean = cosines[max(i - 1, 0) : i + 2].mean(axis=0)
        assert found[1].labels[i] == mean.argmax()
        assert found[1].cosines[i] == pytest.approx(mean.max(), abs=1e-6)
    np.testing.assert_array_equal(found[1].spans, tokens.spans)


def test_tokens_are_streamed(model):
    def tokens():
        yield next(ENCODER.encode_tokens([NEW[0]]))
        raise AssertionError("read too early")

    stream = model.token_topics(NEW[:2], token_vectors=tokens())
    assert len(next(stream).labels) == 32


def test_passages_of_a_topic(model):
    segments = model.segments(DOCUMENTS)
    topic = int(segments.topics[0])
    passages = model.topical_passages(DOCUMENTS, topic, n=5)
    assert len(passages) == 5
    assert set(passages.topics) == {topic}
    of_topic = {(s.document, s.start, s.stop) for s in segments if s.topic == topic}
    for passage in passages:
        assert (passage.document, passage.start, passage.stop) in of_topic
        assert passage.relevance > 0.8
    assert len(model.topical_passages(["", "unknown"], topic)) == 0
    everything = model.topical_passages(DOCUMENTS, topic, n=999)
    assert len(everything) <= sum(map(len, PARTS))


def test_tables(model):
    pandas = pytest.importorskip("pandas")
    X = pandas.Series(NEW[:3], index=["a", "b", "c"])
    segments = model.segments(X)
    frame = segments.to_frame()
    assert frame["id"].unique().tolist() == ["a", "b", "c"]
    assert list(frame) == [*segments.to_dict()]
    assert len(segments[:2]) == 2
    assert segments[:2] == segments[:2]
    assert repr(segments).startswith(f"TopicSegments: {len(segments)}\ndocument")
    with pytest.raises(ValueError, match="read-only"):
        segments.spans[0] = 7
