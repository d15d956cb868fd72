"""Pk, WindowDiff and borders found: worked out by hand, by definition, and as laws."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import SequenceVectorizer, TokenSequences
from sktopics.metrics import (
    boundary_agreement,
    pk_error,
    segmentation_scorer,
    window_diff_error,
)

ERRORS = [pk_error, window_diff_error]
each_error = pytest.mark.parametrize("error", ERRORS)


def flags(borders, n_tokens):
    starts = np.zeros(n_tokens, dtype=bool)
    starts[[0, *borders]] = True
    return starts


def by_definition(true, pred, k):
    """Pk and WindowDiff of one document, pair after pair."""
    segments = [np.cumsum(starts) for starts in (true, pred)]
    pairs = [(i, i + k) for i in range(len(true) - k)]
    between = [[int(s[j] - s[i]) for s in segments] for i, j in pairs]
    pk = np.mean([(a == 0) != (b == 0) for a, b in between])
    return pk, np.mean([a != b for a, b in between])


# Two segments of 20, and k = 10: 30 pairs of tokens, of which the border at 20
# parts 10. What Pevzner and Hearst say of each kind of mistake, in pairs:
MISTAKES = {
    "missed": ([], 10, 10),
    "extra, far from the border": ([7, 20], 7, 7),
    "extra, in the middle of a segment": ([10, 20], 10, 10),
    # Pk only sees as much of it as sticks out; WindowDiff all of it.
    "extra, 3 before the border": ([17, 20], 3, 10),
    "extra, 3 after the border": ([20, 23], 3, 10),
    "3 early": ([17], 6, 6),
    "3 late": ([23], 6, 6),
    "one early, one late": ([17, 23], 6, 10),
    "a border before every token": (range(1, 40), 20, 30),
}


@pytest.mark.parametrize("borders", MISTAKES.values(), ids=MISTAKES)
def test_kinds_of_mistakes(borders):
    borders, pk, window_diff = borders
    assert pk_error([20], borders, lengths=40) == pk / 30
    assert window_diff_error([20], borders, lengths=40) == window_diff / 30


def test_false_alarms_weigh_less_than_misses_in_pk_only():
    # Segments of k, which a window cannot see both ends of.
    true = flags([10, 20, 30], 40)
    assert pk_error(true, flags([20], 40), k=10) == 20 / 30
    assert pk_error(true, true | flags([13, 23, 33], 40), k=10) == 0
    assert window_diff_error(true, true | flags([13, 23, 33], 40), k=10) > 0.8


def test_few_tokens_by_hand():
    # Tokens 0 and 1 are together, 1 and 2 apart, 2 and 3 together; and so on.
    true, pred = [True, False, True, False], [True, True, False, False]
    assert pk_error(true, pred, k=1) == window_diff_error(true, pred, k=1) == 2 / 3
    assert pk_error(true, pred, k=2) == 1 / 2
    assert window_diff_error(true, pred, k=2) == 1 / 2
    assert pk_error(true, pred, k=3) == window_diff_error(true, pred, k=3) == 0


def test_k_is_half_the_mean_length_of_true_segments():
    for borders, n_tokens, k in [
        ([4, 8], 12, 2),  # 2
        ([5], 10, 3),  # 2.5, rounded up
        ([], 7, 4),  # 3.5
        ([1, 2], 7, 1),  # 1.17
        ([1, 2], 3, 1),  # 0.5
    ]:
        true, pred = flags(borders, n_tokens), flags([1], n_tokens)
        for error in ERRORS:
            assert error(true, pred) == error(true, pred, k=k)
            near = [error(true, pred, k=j) for j in (k - 1, k + 1) if j]
            assert error(true, pred) not in near


# Three documents of different lengths.
TRUE = [flags([4, 8], 12), flags([], 5), flags([3, 20], 30)]
PRED = [flags([5], 12), flags([2], 5), flags([3, 6, 20], 30)]


@each_error
def test_averages(error):
    alone = [error(true, pred) for true, pred in zip(TRUE, PRED, strict=True)]
    np.testing.assert_array_equal(error(TRUE, PRED, average=None), alone)
    assert len(set(alone)) == 3
    assert error(TRUE, PRED) == error(TRUE, PRED, average="macro") == np.mean(alone)
    # 47 tokens in 7 segments: k is 3. Pairs do not reach across documents.
    weights = [12 - 3, 5 - 3, 30 - 3]
    alone = [error(true, pred, k=3) for true, pred in zip(TRUE, PRED, strict=True)]
    pooled = np.average(alone, weights=weights)
    assert error(TRUE, PRED, average="micro") == pytest.approx(pooled)
    assert error(TRUE, PRED, average="micro", k=3) == pytest.approx(pooled)
    assert error(TRUE, PRED, average="micro", k=4) != pytest.approx(pooled)
    assert error(TRUE, PRED, k=3) == pytest.approx(np.mean(alone))


def test_documents_that_are_too_short_are_left_out():
    lengths = [12, 0, 1, 2, 12]
    true, pred = [[4, 8], [], [], [1], [4, 8]], [[5], [], [], [1], []]
    # At k=11, the last token and the first have two borders between them, not one.
    for error, ends in zip(ERRORS, (0, 1), strict=True):
        errors = error(true, pred, lengths=lengths, average=None)
        np.testing.assert_array_equal(errors, [0.4, np.nan, np.nan, 0, 0.4])
        assert error(true, pred, lengths=lengths) == (0.4 + 0 + 0.4) / 3
        errors = error(true, pred, lengths=lengths, average=None, k=11)
        np.testing.assert_array_equal(errors, [ends, np.nan, np.nan, np.nan, 1])
        assert (
            error(true, pred, lengths=lengths, k=11, average="micro") == (ends + 1) / 2
        )
    for k, message in [(12, "longer than k=12 tokens: the longest has 12"), (99, "99")]:
        with pytest.raises(ValueError, match=message):
            pk_error(true, pred, lengths=lengths, k=k)
    with pytest.raises(ValueError, match="longer than k=1 tokens: the longest has 1"):
        window_diff_error([[], []], [[], []], lengths=[1, 0])


def sequences(starts, **options):
    offsets = np.cumsum([0, *map(len, starts)])
    ids = np.arange(offsets[-1]) % 7
    return TokenSequences(ids, offsets, boundaries=np.concatenate(starts), **options)


def forms(starts):
    """One segmentation in every form that is understood."""
    nonzero = [np.flatnonzero(s) for s in starts]
    yield starts
    yield tuple(s.tolist() for s in starts)
    yield np.array([*starts, None], dtype=object)[:-1]
    yield sequences(starts)
    yield nonzero
    yield [positions[1:] for positions in nonzero]
    yield [positions[1:].tolist() for positions in nonzero]
    yield [positions[1:].astype(np.uint16) for positions in nonzero]
    # The first token starts a segment, whatever is said of it.
    yield [np.r_[False, s[1:]] for s in starts]


@pytest.mark.parametrize("metric", [*ERRORS, boundary_agreement])
def test_forms_of_segmentations(metric):
    expected = metric(TRUE, PRED)
    lengths = [len(starts) for starts in TRUE]
    for true in forms(TRUE):
        for pred in forms(PRED):
            assert metric(true, pred, lengths=lengths) == expected
    for pred in forms(PRED):
        assert metric(sequences(TRUE), pred) == expected
        assert metric(TRUE, pred) == expected
        assert metric([s.tolist() for s in TRUE], pred) == expected
    for true in forms(TRUE):
        assert metric(true, PRED) == expected
        assert metric(true, sequences(PRED)) == expected


@pytest.mark.parametrize("metric", [*ERRORS, boundary_agreement])
def test_one_document(metric):
    expected = metric(TRUE[:1], PRED[:1])
    for true in (TRUE[0], TRUE[0].tolist(), [4, 8], np.array([0, 4, 8])):
        for pred in (PRED[0], PRED[0].tolist(), [5], (0, 5)):
            assert metric(true, pred, lengths=12) == expected
            assert metric([true], [pred], lengths=[12]) == expected
    assert metric(TRUE[0], [5]) == metric([4, 8], PRED[0]) == expected
    first = sequences(TRUE)[0]
    assert metric(first, [[5]]) == metric(first, [5], lengths=12) == expected
    # No borders at all.
    assert metric([], [], lengths=12) == metric(flags([], 12), flags([], 12))


def test_input_stays_as_it_is():
    false = np.array([False, False, True, False])
    pk_error(false, [1])
    assert not false[0]
    X = sequences(TRUE)
    window_diff_error(X, PRED)
    boundary_agreement(PRED, X)
    assert sequences(TRUE) == X


@st.composite
def documents(draw):
    lengths = draw(st.lists(st.integers(0, 25), min_size=1, max_size=4))
    lengths[0] += 2
    starts = st.booleans()
    return [
        [
            np.array(draw(st.lists(starts, min_size=n, max_size=n)), dtype=bool)
            for n in lengths
        ]
        for _ in range(2)
    ]


@settings(deadline=None, max_examples=100)
@given(documents(), st.integers(1, 12))
def test_laws(segmentations, k):
    true, pred = segmentations
    for starts in (*true, *pred):
        starts[:1] = True
    k = min(k, len(true[0]) - 1)
    errors = [error(true, pred, k=k, average=None) for error in ERRORS]
    for d, (a, b) in enumerate(zip(true, pred, strict=True)):
        if len(a) > k:
            expected = by_definition(a, b, k)
            assert (errors[0][d], errors[1][d]) == pytest.approx(expected)
        else:
            assert np.isnan(errors[0][d])
    pk, window_diff = (e[~np.isnan(e)] for e in errors)
    assert (pk >= 0).all()
    assert (pk <= window_diff).all()
    assert (window_diff <= 1).all()
    mirror = [
        [np.r_[True, starts[:0:-1]][: len(starts)] for starts in side]
        for side in segmentations
    ]
    for error, values in zip(ERRORS, errors, strict=True):
        assert error(true, true, k=k) == 0
        # With k given, no side is the true one, and no end the first one.
        np.testing.assert_array_equal(error(pred, true, k=k, average=None), values)
        back = error(*mirror, k=k, average=None)
        np.testing.assert_allclose(back, values)


@settings(deadline=None, max_examples=100)
@given(documents(), st.integers(0, 4))
def test_laws_of_agreement(segmentations, tolerance):
    true, pred = segmentations
    forth = boundary_agreement(true, pred, tolerance=tolerance)
    back = boundary_agreement(pred, true, tolerance=tolerance)
    assert forth["precision"] == back["recall"]
    assert 0 <= forth["f1"] == back["f1"] <= 1
    wider = boundary_agreement(true, pred, tolerance=tolerance + 1)
    assert all(wider[name] >= forth[name] for name in forth)
    assert set(boundary_agreement(true, true, tolerance=tolerance).values()) == {1.0}


def test_agreement_by_hand():
    true, pred = [3, 10, 20, 30], [4, 10, 22, 23, 40]
    for tolerance, matched in {0: 1, 1: 2, 2: 3, 6: 3, 7: 4, 10: 4}.items():
        agreement = boundary_agreement(true, pred, lengths=50, tolerance=tolerance)
        f1 = pytest.approx(2 * matched / 9)
        expected = {"precision": matched / 5, "recall": matched / 4, "f1": f1}
        assert agreement == expected
    # Each border is matched once, and as many are as can be.
    for true, pred, tolerance in [([2, 4, 6], [3, 5, 7], 1), ([2, 5], [4, 7], 3)]:
        agreement = boundary_agreement(true, pred, lengths=20, tolerance=tolerance)
        assert set(agreement.values()) == {1}
    agreement = boundary_agreement([10], [9, 10, 11], lengths=20, tolerance=1)
    assert agreement["precision"] == 1 / 3


def test_agreement_of_many_documents():
    # The last token of one document and the first ones of the next are no neighbours.
    true, pred = [[9], []], [[], [1]]
    agreement = boundary_agreement(true, pred, lengths=[10, 10], tolerance=5)
    assert set(agreement.values()) == {0}
    agreement = boundary_agreement([[9], [2]], [[9], [1]], lengths=[10, 10])
    assert agreement["f1"] == 1 / 2
    # The first token of a document is no border.
    assert set(boundary_agreement(TRUE, [[], [], []]).values()) == {0}
    assert set(boundary_agreement([[], []], [[], []], lengths=[3, 0]).values()) == {1}


BAD = [
    (([4], [5]), {}, ValueError, "pass the numbers of tokens as lengths"),
    (([[4]], [[5]]), {}, ValueError, "pass the numbers of tokens as lengths"),
    (([], []), {}, ValueError, "pass the numbers of tokens as lengths"),
    (([], []), {"lengths": []}, ValueError, "no documents in y_true"),
    (([4], [5]), {"lengths": 5}, ValueError, r"y_pred, document 0: .* 0 to 4, got \[5"),
    (([5, 4], [5]), {"lengths": 9}, ValueError, r"y_true, document 0: .* rise"),
    (([4, 4], [5]), {"lengths": 9}, ValueError, r"y_true, document 0: .* rise"),
    (([-1], [5]), {"lengths": 9}, ValueError, r"rise and be those .* got \[-1\]"),
    (([1, 0, 1], [2]), {"lengths": 3}, ValueError, "Flags, .* must be booleans"),
    (([1.0], [2]), {"lengths": 3}, TypeError, "y_true, document 0: .* float64"),
    ((["1"], [2]), {"lengths": 3}, TypeError, "booleans, .* or integer"),
    (([[1]], [[2], [3]]), {"lengths": [4]}, ValueError, "y_pred has 2 documents"),
    (([[1]], [[[2]]]), {"lengths": [4]}, ValueError, r"array of shape \(1, 1\)"),
    (([[1]], [[1]]), {"lengths": [-4]}, ValueError, "not be negative, got -4"),
    (([[1]], [[1]]), {"lengths": [4.0]}, TypeError, "lengths must be"),
    (([[1]], [[1]]), {"lengths": [[4]]}, TypeError, "lengths must be"),
    ((TRUE[0], TRUE[2]), {}, ValueError, "y_pred, document 0 has 30 flags for 12"),
    ((TRUE, TRUE[:2]), {}, ValueError, "y_pred has 2 documents, and there are 3"),
    ((sequences(TRUE), sequences(TRUE[::-1])), {}, ValueError, "y_pred has 3 doc"),
    ((TokenSequences([0], [0, 1]), [[]]), {}, ValueError, "without boundaries"),
    ((None, TRUE), {}, TypeError, "y_true must be a list or an array, got None"),
    ((TRUE[0], 3), {"lengths": 12}, ValueError, "y_pred, document 0: a document is"),
    ((TRUE, PRED), {"k": 0}, ValueError, "'k' parameter of "),
    ((TRUE, PRED), {"k": 2.5}, ValueError, "'k' parameter of "),
    ((TRUE, PRED), {"average": "weighted"}, ValueError, "'average' parameter of "),
]


@each_error
@pytest.mark.parametrize(("segmentations", "options", "kind", "message"), BAD)
def test_bad_input(error, segmentations, options, kind, message):
    with pytest.raises(kind, match=message):
        error(*segmentations, **options)


def test_bad_tolerance():
    with pytest.raises(ValueError, match="'tolerance' parameter of boundary_agreement"):
        boundary_agreement([4], [5], lengths=9, tolerance=-1)


class Cutter(BaseEstimator):
    """Cuts after every so many tokens, and notes what it has seen."""

    def __init__(self, every=4):
        self.every = every

    def fit(self, X, y=None):
        return self

    def boundaries(self, X, *, n_segments=None):
        self.seen_, self.told_ = X, n_segments
        return [np.arange(self.every, n, self.every) for n in X.lengths]


WEIGHTS = np.linspace(0, 1, sum(map(len, TRUE)))
SEQUENCES = sequences(TRUE, terms=list("abcdefg"), weights=WEIGHTS, dtype=np.float32)


def test_scorer_is_minus_the_error():
    borders = Cutter().boundaries(SEQUENCES)
    for measure, error in zip(("pk", "window_diff"), ERRORS, strict=True):
        for options in (
            {},
            {"k": 2},
            {"average": "micro"},
            {"k": 2, "average": "micro"},
        ):
            scorer = segmentation_scorer(measure, **options)
            assert scorer(Cutter(), SEQUENCES) == -error(TRUE, borders, **options) < 0
            assert scorer(Cutter(), SEQUENCES, [0, 1, 0]) == scorer(Cutter(), SEQUENCES)
            loaded = pickle.loads(pickle.dumps(scorer))
            assert loaded(Cutter(), SEQUENCES) == scorer(Cutter(), SEQUENCES)


def test_scorer_hides_the_borders_and_nothing_else():
    model = Cutter()
    segmentation_scorer()(model, SEQUENCES)
    assert model.seen_.boundaries is None
    assert model.told_ is None
    for name in ("ids", "offsets", "weights", "terms"):
        seen = getattr(model.seen_, name)
        np.testing.assert_array_equal(seen, getattr(SEQUENCES, name))
    assert (model.seen_.dtype, model.seen_.n_terms) == (np.float32, 7)
    segmentation_scorer(known_number=True)(model, SEQUENCES)
    assert model.seen_.boundaries is None
    assert model.told_.tolist() == [3, 1, 3]


class Clean(TransformerMixin, BaseEstimator):
    def fit(self, texts, y=None):
        return self

    def transform(self, texts):
        return [text.replace("-", " ") for text in texts]


def test_scorer_in_a_search_from_raw_text():
    texts = ["one-two three four\n\nfive six seven eight\n\nnine ten eleven twelve"] * 4
    pipeline = make_pipeline(
        Clean(), SequenceVectorizer(boundaries="paragraph"), Cutter()
    )
    grid = {"cutter__every": [2, 4, 6]}
    scoring = {
        "pk": segmentation_scorer(),
        "window_diff": segmentation_scorer("window_diff"),
    }
    search = GridSearchCV(
        pipeline, grid, scoring=scoring, refit="pk", cv=2, error_score="raise"
    ).fit(texts)
    assert search.best_params_ == {"cutter__every": 4}
    assert search.best_score_ == 0
    lengths = {"lengths": 12}
    assert search.cv_results_["mean_test_pk"][2] == -pk_error([4, 8], [6], **lengths)
    expected = -window_diff_error([4, 8], [2, 4, 6, 8, 10], **lengths)
    assert search.cv_results_["mean_test_window_diff"][0] == expected


def test_scorer_refuses():
    scorer = segmentation_scorer()
    with pytest.raises(TypeError, match="Clean has no method boundaries"):
        scorer(Clean(), SEQUENCES)
    plain = TokenSequences(SEQUENCES.ids, SEQUENCES.offsets)
    for X in (plain, SEQUENCES.to_counts(), ["some text"]):
        with pytest.raises(TypeError, match="TokenSequences with boundaries"):
            scorer(Cutter(), X)
    for options in ({"measure": "f1"}, {"k": 0}, {"average": None}):
        with pytest.raises(ValueError, match=f"'{next(iter(options))}' parameter"):
            segmentation_scorer(**options)


def test_repr_is_how_it_was_made():
    for text in (
        "segmentation_scorer('pk')",
        "segmentation_scorer('window_diff', average='micro', known_number=True, k=5)",
    ):
        assert repr(eval(text)) == text
    assert eval("segmentation_scorer()") == segmentation_scorer("pk")
