"""AttentiveARTM: borders, vectors of segments and passages on a topic."""

from itertools import pairwise

import numpy as np
import pytest
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import NotFittedError

from sktopics import AttentiveARTM, TokenSequences
from sktopics.artm import Passage
from sktopics.metrics import pk_error, segmentation_scorer, window_diff_error


@pytest.fixture(scope="module")
def fitted():
    X, _, _ = segmented()
    return AttentiveARTM(4, context=10, random_state=0).fit(X)


@pytest.fixture(scope="module")
def texts():
    return segmented(20, seed=5)


def cut(X, borders):
    """The same with true borders for boundaries, one flag for each token."""
    flags = np.zeros(X.n_tokens, bool)
    for offset, places in zip(X.offsets, borders, strict=False):
        flags[offset + places] = True
    return TokenSequences(X.ids, X.offsets, terms=X.terms, boundaries=flags)


def test_borders_of_planted_segments(fitted, texts):
    X, borders, _ = texts
    numbers = [len(places) + 1 for places in borders]
    found = fitted.boundaries(X, n_segments=numbers)
    assert [len(places) + 1 for places in found] == numbers
    assert pk_error(borders, found, lengths=X.lengths) < 0.05
    free = fitted.boundaries(X)
    assert window_diff_error(borders, free, lengths=X.lengths) < 0.1
    for places, length in zip(free, X.lengths, strict=True):
        assert (np.diff([0, *places, length]) > 0).all()


def test_number_of_segments(fitted, texts):
    X, _, _ = texts
    assert [len(places) for places in fitted.boundaries(X, n_segments=3)] == [2] * 20
    assert not any(len(places) for places in fitted.boundaries(X, n_segments=1))
    many = fitted.boundaries(X, n_segments=60)
    assert [len(places) + 1 for places in many] == [60] * 20
    all_tokens = fitted.boundaries(X[:1], n_segments=10_000)[0]
    assert_array_equal(all_tokens, np.arange(1, X.lengths[0]))


def test_penalty(fitted, texts):
    X, _, _ = texts
    counts = [
        sum(map(len, fitted.boundaries(X, penalty=penalty)))
        for penalty in (0.0, 0.3, 1.0, 100.0)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2] > counts[3] == 0


def test_borders_where_they_are_allowed(fitted, texts):
    X, borders, _ = texts
    allowed = np.zeros(X.n_tokens, bool)
    allowed[::7] = True
    for found in (
        fitted.boundaries(X, allowed=allowed),
        fitted.boundaries(
            TokenSequences(X.ids, X.offsets, terms=X.terms, boundaries=allowed)
        ),
    ):
        for offset, places in zip(X.offsets, found, strict=False):
            assert not ((offset + places) % 7).any()
    exact = fitted.boundaries(cut(X, borders), n_segments=4)
    for places, true in zip(exact, borders, strict=True):
        assert_array_equal(places, true)


def test_strengths_peak_at_borders(fitted, texts):
    X, borders, _ = texts
    strengths = fitted.border_strengths(X, context=10)
    assert strengths.shape == (X.n_tokens,)
    assert not strengths[X.offsets[:-1]].any()
    assert strengths.min() >= 0
    assert strengths.max() <= 1
    at_borders = np.concatenate(
        [strengths[offset + b] for offset, b in zip(X.offsets, borders, strict=False)]
    )
    assert at_borders.mean() > 2 * strengths.mean()


def test_strengths_by_definition(fitted, texts):
    X = texts[0][:2]
    p = fitted.transform_positions(X).astype(float)
    strengths = fitted.border_strengths(X, context=5)
    for start, stop in pairwise(X.offsets):
        for i in range(start + 1, stop):
            fading = 0.8 ** np.arange(200.0)
            left = fading[: i - start] @ p[start:i][::-1] / fading[: i - start].sum()
            right = fading[: stop - i] @ p[i:stop] / fading[: stop - i].sum()
            expected = np.sqrt(1 - np.sqrt(left * right).sum())
            assert_allclose(strengths[i], expected, atol=2e-3)


def test_segments_are_spans_that_tile_documents(fitted, texts):
    X, _, _ = texts
    empty = TokenSequences(X.ids, np.insert(X.offsets, 3, X.offsets[3]), terms=X.terms)
    spans = fitted.segments(empty)
    assert spans.dtype == np.int64
    assert 3 not in spans[:, 0]
    for d in np.delete(np.arange(21), 3):
        here = spans[spans[:, 0] == d, 1:]
        assert here[0, 0] == 0
        assert here[-1, 1] == empty.lengths[d]
        assert_array_equal(here[1:, 0], here[:-1, 1])
    assert len(fitted.segments(empty[3])) == 0


def test_vectors_of_segments_by_definition(fitted, texts):
    X = texts[0][:2]
    p = fitted.transform_positions(X).astype(float)
    spans = [[1, 3, 9], [0, 0, 12], [1, 0, 1]]
    vectors = fitted.segment_vectors(X, spans)
    for (d, start, stop), vector in zip(spans, vectors, strict=True):
        here = p[X.offsets[d] : X.offsets[d + 1]]
        fading = 0.9 ** np.arange(200.0)
        before, after = fading[:stop], fading[: len(here) - start]
        left = before @ here[:stop][::-1] / before.sum()
        right = after @ here[start:] / after.sum()
        assert_allclose(vector, (left + right) / 2, atol=1e-5)


def test_vectors_tell_the_subjects_of_segments(fitted, texts):
    X, borders, subjects = texts
    pieces = cut(X, borders)
    own = fitted.topic_word_[:, :40].reshape(4, 4, 10).sum(axis=2).argmax(axis=1)
    found = own[fitted.segment_vectors(pieces).argmax(axis=1)]
    assert_array_equal(found, subjects[np.flatnonzero(pieces.boundaries)])


def test_homogeneity(fitted, texts):
    X, borders, _ = texts
    p = fitted.transform_positions(X).astype(float)
    spans = [[0, 2, 30], [2, 0, 5]]
    expected = [
        (p[X.offsets[d] + start : X.offsets[d] + stop].mean(axis=0) ** 2).sum()
        for d, start, stop in spans
    ]
    assert_allclose(fitted.homogeneity(X, spans), expected, atol=1e-6)
    segments, documents = fitted.homogeneity(cut(X, borders)), fitted.homogeneity(X)
    assert len(documents) == 20
    assert segments.mean() > 0.8 > 0.5 > documents.mean()


def test_homogeneity_and_vectors_with_heads_apart(texts):
    X, _, _ = texts
    model = AttentiveARTM(4, context=[5, 20], heads="concatenate", random_state=0).fit(
        X
    )
    assert model.segment_vectors(X).shape == (20, 8)
    homogeneity = model.homogeneity(X)
    assert (homogeneity > 0.2).all()
    assert (homogeneity <= 1).all()
    (passage,) = model.topical_passages(X, 7, 1)
    assert passage.share > 0.9


def test_passages_that_speak_of_a_topic(fitted, texts):
    X, _, subjects = texts
    own = fitted.topic_word_[:, :40].reshape(4, 4, 10).sum(axis=2).argmax(axis=1)
    for topic in range(4):
        passages = fitted.topical_passages(X, topic, 5)
        assert len(passages) == 5
        excess = [passage.excess for passage in passages]
        assert excess == sorted(excess, reverse=True)
        for passage in passages:
            assert isinstance(passage, Passage)
            offset = X.offsets[passage.document]
            tokens = slice(offset + passage.start, offset + passage.stop)
            assert (subjects[tokens] == own[topic]).mean() > 0.7
            p = fitted.transform_positions(X)[tokens, topic]
            assert_allclose(passage.share, p.mean(), rtol=1e-5)
            assert_allclose(passage.excess, (p - 0.5).sum(), rtol=1e-4)
    assert fitted.topical_passages(X, True, 5) == fitted.topical_passages(X, 1, 5)
    assert len(fitted.topical_passages(X, 0, 10_000, threshold=1.0)) == 0
    # Nothing counts against a passage: each document is one.
    assert len(fitted.topical_passages(X, 0, 10_000, threshold=0.0)) == 20


def test_documents_without_known_words(fitted):
    X = TokenSequences([-1, -1, 3], [0, 0, 2, 3], n_terms=45)
    assert [len(places) for places in fitted.boundaries(X)] == [0, 0, 0]
    assert np.isfinite(fitted.border_strengths(X)).all()
    assert np.isfinite(fitted.segment_vectors(X)).all()
    assert fitted.segment_vectors(X).shape == (2, 4)  # the empty one has no piece
    assert_allclose(fitted.segment_vectors(X).sum(axis=1), 1, rtol=1e-5)


def test_scorer_of_segmentations(fitted, texts):
    X, borders, _ = texts
    scorer = segmentation_scorer("pk")
    assert -0.1 < scorer(fitted, cut(X, borders)) <= 0
    known = segmentation_scorer("window_diff", known_number=True)
    assert -0.1 < known(fitted, cut(X, borders)) <= 0


def test_threads_change_no_border():
    X, _, _ = segmented(150)
    model = AttentiveARTM(4, max_iter=15, random_state=0).fit(X)
    one = model.boundaries(X), model.topical_passages(X, 1), model.segment_vectors(X)
    model.set_params(n_jobs=2)
    two = model.boundaries(X), model.topical_passages(X, 1), model.segment_vectors(X)
    for first, second in zip(one[0], two[0], strict=True):
        assert_array_equal(first, second)
    assert one[1] == two[1]
    assert_array_equal(one[2], two[2])


@pytest.mark.parametrize(
    ("method", "options", "message"),
    [
        ("boundaries", {"n_segments": 0}, "'n_segments' parameter"),
        ("boundaries", {"n_segments": [2, 3]}, "one int for each of the 20"),
        ("boundaries", {"n_segments": [0] * 20}, "must be 1 or more, got 0"),
        ("boundaries", {"n_segments": [1.5] * 20}, "one int for each"),
        ("boundaries", {"context": 0}, "'context' parameter"),
        ("boundaries", {"penalty": -1}, "'penalty' parameter"),
        ("boundaries", {"allowed": [True]}, "a bool for each of the"),
        ("border_strengths", {"context": 0.5}, "'context' parameter"),
        ("segment_vectors", {"spans": [[0, 3, 3]]}, "is empty or reaches out"),
        ("segment_vectors", {"spans": [[0, 0, 10**6]]}, "reaches out"),
        ("homogeneity", {"spans": [[20, 0, 1]]}, "reaches out"),
        ("homogeneity", {"spans": [[0, -1, 1]]}, "reaches out"),
        ("homogeneity", {"spans": [[0, 1]]}, "rows of three int"),
        ("homogeneity", {"spans": [[0.0, 1.0, 2.0]]}, "rows of three int"),
        ("topical_passages", {"topic": 4}, "there are 4"),
        ("topical_passages", {"topic": -1}, "'topic' parameter"),
        ("topical_passages", {"topic": 0, "n": 0}, "'n' parameter"),
        ("topical_passages", {"topic": 0, "threshold": 2}, "'threshold' parameter"),
    ],
)
def test_bad_input(fitted, texts, method, options, message):
    with pytest.raises(ValueError, match=message):
        getattr(fitted, method)(texts[0], **options)


@pytest.mark.parametrize(
    "method", ["boundaries", "border_strengths", "segments", "segment_vectors",
               "homogeneity", "transform_positions", "score"]
)  # fmt: skip
def test_not_fitted(texts, method):
    with pytest.raises(NotFittedError):
        getattr(AttentiveARTM(), method)(texts[0])
    with pytest.raises(NotFittedError):
        AttentiveARTM().topical_passages(texts[0], 0)
