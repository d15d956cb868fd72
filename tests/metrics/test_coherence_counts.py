import pickle

import numpy as np
import pytest
import scipy.sparse as sp

import sktopics.metrics._cooccurrence as cooccurrence_module
from sktopics.metrics import (
    CoherenceWarning,
    CooccurrenceCounts,
    coherence_score,
    count_cooccurrences,
    topic_coherences,
)
from sktopics.sequences import TokenSequences

TEXTS = [
    ["rain", "and", "snow", "and", "rain", "on", "the", "sea"],
    [],
    ["sea", "ship", "rain", "sea"],
    ["snow", "snow", "ship"],
]
TERMS = ["rain", "sea", "ship", "snow"]
TOPICS = [["rain", "snow", "sea"], ["sea", "ship"]]


def slow_counts(texts, terms, size):
    windows = [
        text[s : s + size]
        for text in texts
        for s in range(max(1, len(text) - size + 1))
    ]
    held = np.array([[term in window for term in terms] for window in windows])
    return held.T.astype(int) @ held, len(windows)


@pytest.mark.parametrize("window", [1, 3, 10])
def test_counts_are_those_of_all_windows(window):
    counts = count_cooccurrences(TEXTS, TERMS, window=window)
    both, n_windows = slow_counts(TEXTS, TERMS, window)
    np.testing.assert_array_equal(counts.cooccurrences, both)
    np.testing.assert_array_equal(counts.occurrences, both.diagonal())
    assert counts.n_windows == n_windows
    assert counts.cooccurrences.dtype == np.int64
    assert counts.terms.tolist() == TERMS
    assert len(counts) == 4
    assert repr(counts) == (
        f"<CooccurrenceCounts of 4 terms in {n_windows} windows, window={window}, "
        "counting='exact'>"
    )


def test_counts_of_documents():
    counts = count_cooccurrences(TEXTS, TERMS, window="document")
    both, n_windows = slow_counts(TEXTS, TERMS, 100)
    np.testing.assert_array_equal(counts.cooccurrences, both)
    assert counts.n_windows == n_windows == len(TEXTS)
    assert counts.window == "document"


@pytest.mark.parametrize("window", [2, "document"])
@pytest.mark.parametrize("counting", ["exact", "gensim"])
def test_counts_do_not_depend_on_n_jobs(window, counting, monkeypatch):
    texts = TEXTS * 5 + [[]] * 3
    alone = count_cooccurrences(texts, TERMS, window=window, counting=counting)
    monkeypatch.setattr(cooccurrence_module, "_TOKENS_PER_JOB", 1)
    parts = []
    monkeypatch.setattr(
        cooccurrence_module,
        "_count_part",
        lambda *args, count=cooccurrence_module._count_part: (
            parts.append(args) or count(*args)
        ),
    )
    for n_jobs in (2, 3, 40):
        parts.clear()
        shared = count_cooccurrences(
            texts, TERMS, window=window, counting=counting, n_jobs=n_jobs
        )
        assert 1 < len(parts) <= n_jobs
        np.testing.assert_array_equal(shared.cooccurrences, alone.cooccurrences)
        assert shared.n_windows == alone.n_windows


def test_counts_of_parts_add_up():
    whole = count_cooccurrences(TEXTS, TERMS, window=3)
    parts = [count_cooccurrences([text], TERMS, window=3) for text in TEXTS]
    total = parts[0] + parts[1] + parts[2] + parts[3]
    assert isinstance(total, CooccurrenceCounts)
    np.testing.assert_array_equal(total.cooccurrences, whole.cooccurrences)
    assert total.n_windows == whole.n_windows


@pytest.mark.parametrize(
    ("terms", "params"),
    [
        (TERMS[::-1], {}),
        (TERMS, {"window": 4}),
        (TERMS, {"counting": "gensim"}),
    ],
)
def test_counts_of_other_things_do_not_add_up(terms, params):
    counts = count_cooccurrences(TEXTS, TERMS, window=3)
    other = count_cooccurrences(TEXTS, terms, **{"window": 3, **params})
    with pytest.raises(ValueError, match="same terms, window and counting"):
        counts + other
    with pytest.raises(TypeError):
        counts + 1


def test_terms_of_several_topic_sets_are_counted_once():
    counts = count_cooccurrences(TEXTS, [*TOPICS, "and"])
    assert counts.terms.tolist() == ["rain", "snow", "sea", "ship", "and"]


def test_counts_pickle():
    counts = count_cooccurrences(TEXTS, TERMS)
    again = pickle.loads(pickle.dumps(counts))
    np.testing.assert_array_equal(again.cooccurrences, counts.cooccurrences)
    assert repr(again) == repr(counts)


@pytest.mark.parametrize("matrix", [np.array, sp.csr_array, sp.csc_matrix])
def test_counts_matrices_are_documents(matrix):
    expected = count_cooccurrences(TEXTS, TERMS, window="document")
    names = ["snow", "the", "ship", "rain", "sea"]
    X = matrix([[text.count(name) for name in names] for text in TEXTS])
    counts = count_cooccurrences(X, TERMS, window="document", feature_names=names)
    np.testing.assert_array_equal(counts.cooccurrences, expected.cooccurrences)
    assert counts.n_windows == expected.n_windows
    with pytest.raises(ValueError, match=r'window=10 needs the order .*"document"'):
        count_cooccurrences(X, TERMS, feature_names=names)


def test_unknown_tokens_of_sequences_keep_their_place():
    kept = TokenSequences.from_tokens(TEXTS, TERMS, unknown="keep")
    dropped = TokenSequences.from_tokens(TEXTS, TERMS, unknown="drop")
    expected = count_cooccurrences(TEXTS, TERMS, window=3)
    counts = count_cooccurrences(kept, TERMS, window=3)
    np.testing.assert_array_equal(counts.cooccurrences, expected.cooccurrences)
    assert counts.n_windows == expected.n_windows
    closed = count_cooccurrences(dropped, TERMS, window=3)
    assert closed.n_windows < counts.n_windows


def test_sequences_by_number_and_tokens_without_weight():
    X = TokenSequences([0, 1, 2, 1], [0, 3, 4], n_terms=3, weights=[1.0, 0.0, 1.0, 2.0])
    counts = count_cooccurrences(X, ["0", "1", "2"], window=2)
    assert counts.cooccurrences.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert counts.n_windows == 3


@pytest.mark.parametrize(
    ("measure", "window"), [("u_mass", "document"), ("c_npmi", 10), ("c_v", 110)]
)
@pytest.mark.parametrize("counting", ["exact", "gensim"])
def test_counts_stand_for_the_texts(measure, window, counting):
    counts = count_cooccurrences(TEXTS, TERMS, window=window, counting=counting)
    for topics in (TOPICS, TOPICS[:1]):
        ours = topic_coherences(topics, counts, measure=measure, window=counting)
        expected = topic_coherences(topics, TEXTS, measure=measure, window=counting)
        np.testing.assert_array_equal(ours.values, expected.values)
        assert ours.unknown == expected.unknown


def test_counts_of_one_window_serve_several_measures():
    counts = count_cooccurrences(TEXTS, TERMS, window=10)
    for measure in ("c_npmi", "c_uci"):
        expected = coherence_score(TOPICS, TEXTS, measure=measure)
        assert coherence_score(TOPICS, counts, measure=measure) == expected
    # The measure's own window is 110: another has to be asked for.
    expected = coherence_score(TOPICS, TEXTS, measure="c_v", window=10)
    assert coherence_score(TOPICS, counts, measure="c_v", window=10) == expected


@pytest.mark.parametrize(
    "params",
    [
        {"measure": "c_v"},
        {"measure": "u_mass"},
        {"measure": "c_npmi", "window": 5},
        {"measure": "c_npmi", "window": "gensim"},
        {"measure": "c_npmi", "window": "document"},
    ],
)
def test_counts_of_other_windows_are_refused(params):
    counts = count_cooccurrences(TEXTS, TERMS, window=10)
    with pytest.raises(ValueError, match="needs counts of window="):
        coherence_score(TOPICS, counts, **params)


def test_document_counts_are_the_same_however_counted():
    counts = count_cooccurrences(TEXTS, TERMS, window="document")
    score = coherence_score(TOPICS, counts, measure="u_mass", window="gensim")
    assert score == coherence_score(TOPICS, TEXTS, measure="u_mass")


def test_terms_that_were_not_counted_are_an_error_not_unknown():
    counts = count_cooccurrences(TEXTS, [*TERMS, "kraken"], window=10)
    with pytest.raises(ValueError, match=r"1 term \('the'\) of the topics were not"):
        coherence_score([["the", "rain"]], counts, measure="c_npmi")
    with pytest.warns(CoherenceWarning, match="kraken"):
        coherence_score([["kraken", "rain"]], counts, measure="c_npmi")


@pytest.mark.parametrize(
    ("terms", "error"), [("rain", TypeError), (3, TypeError), ([], ValueError)]
)
def test_bad_terms(terms, error):
    with pytest.raises(error, match="terms must"):
        count_cooccurrences(TEXTS, terms)


@pytest.mark.parametrize(
    ("name", "value"), [("window", 0), ("window", "exact"), ("counting", "fast")]
)
def test_bad_parameters_are_named(name, value):
    with pytest.raises(ValueError, match=f"The '{name}' parameter of count_coocc"):
        count_cooccurrences(TEXTS, TERMS, **{name: value})


def test_counts_that_have_names_need_none_beside():
    counts = TokenSequences.from_tokens(TEXTS).to_counts()
    with_names = coherence_score(TOPICS, counts, measure="u_mass")
    bare, names = sp.csr_array(counts), counts.terms
    expected = coherence_score(TOPICS, bare, measure="u_mass", feature_names=names)
    assert with_names == expected
    turned = counts[:, ::-1]
    assert coherence_score(TOPICS, turned, measure="u_mass") == expected
