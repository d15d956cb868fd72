"""Fits that read batches again in each pass."""

import tracemalloc
from collections import deque

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import closest, planted
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone

from sktopics import ARTM, PLSA, AttentiveARTM, SequenceVectorizer, ThetalessARTM
from sktopics.artm import SmoothSparsePhi
from sktopics.callbacks import TopicMonitor
from sktopics.metrics import diversity_scorer
from sktopics.sequences import NamedCounts

COUNTS, TOPICS, _ = planted(120)
TEXTS, _, _ = segmented(24)
MODELS = {
    "artm": ARTM(4, SmoothSparsePhi(-0.01), random_state=0),
    "plsa": PLSA(4, random_state=0),
    "thetaless": ThetalessARTM(4, random_state=0),
    "attentive": AttentiveARTM(4, n_sweeps=2, random_state=0),
}
every_model = pytest.mark.parametrize("name", MODELS)


def case(name, **parameters):
    X = TEXTS if name == "attentive" else COUNTS
    size = 6 if name == "attentive" else 30
    parameters = {"max_iter": 3, "batch_size": size, "tol": 0} | parameters
    batches = [X[i : i + size] for i in range(0, X.shape[0], size)]
    return clone(MODELS[name]).set_params(**parameters), X, batches


class Stream:
    """Starts again each time; counts how often it did, and how much it gave."""

    def __init__(self, batches):
        self.batches, self.n_starts = batches, 0

    def __iter__(self):
        self.n_starts += 1
        yield from self.batches


def assert_same_fit(a, b):
    for name in ("components_", "topic_word_counts_", "seen_terms_"):
        assert_array_equal(getattr(a, name), getattr(b, name))
    assert (a.n_iter_, a.n_batch_iter_) == (b.n_iter_, b.n_batch_iter_)


@every_model
def test_batches_are_learned_from_as_documents_online(name):
    model, X, batches = case(name)
    streamed = clone(model).fit(batches)
    if name == "thetaless":  # whose fit in memory is not online
        expected = clone(model)
        for _ in range(3):
            expected.partial_fit(X)
    else:
        expected = clone(model).set_params(learning_method="online").fit(X)
        assert streamed.perplexity_ == pytest.approx(expected.perplexity_, rel=1e-6)
    assert_same_fit(streamed, expected)


@every_model
@pytest.mark.parametrize("kind", [tuple, deque, Stream])
def test_batches_come_in_anything_that_starts_again(name, kind):
    model, _, batches = case(name)
    stream = kind(batches)
    assert_same_fit(clone(model).fit(stream), clone(model).fit(batches))
    if kind is Stream:
        assert stream.n_starts == model.max_iter + 1  # once for type and columns


@pytest.mark.parametrize("kind", ["dense", "frame", "matrix", "named", "float32"])
def test_batches_are_any_counts(kind):
    model, _, batches = case("plsa")
    if kind == "frame":
        pd = pytest.importorskip("pandas")
    make = {
        "dense": lambda X: X.toarray(),
        "frame": lambda X: pd.DataFrame(X.toarray(), columns=map(str, range(40))),
        "matrix": sp.csc_matrix,
        "named": lambda X: NamedCounts(X, terms=[f"w{i}" for i in range(40)]),
        "float32": lambda X: X.astype(np.float32),
    }[kind]
    fitted = clone(model).fit([make(X) for X in batches])
    expected = clone(model).fit(batches)
    assert_allclose(fitted.components_, expected.components_, rtol=1e-3, atol=1e-6)
    assert hasattr(fitted, "feature_names_in_") == (kind in ("frame", "named"))


def test_types_of_batches_may_differ():
    model, _, batches = case("plsa")
    mixed = [batches[0].astype(np.float32), *batches[1:]]
    assert model.fit(mixed).components_.dtype == np.float32
    mixed = [batches[0], *(X.astype(np.int64) for X in batches[1:])]
    assert model.fit(mixed).components_.dtype == np.float64


def test_rows_are_no_batches():
    X = COUNTS.toarray()[:8]
    expected = PLSA(2, random_state=0, max_iter=3).fit(X).components_
    for rows in (X.tolist(), tuple(X), list(X), [tuple(row) for row in X]):
        model = PLSA(2, random_state=0, max_iter=3).fit(rows)
        assert_array_equal(model.components_, expected)


@every_model
def test_empty_batches_and_documents_say_nothing(name):
    model, X, batches = case(name)
    nothing = X[:2] * 0 if name != "attentive" else X[:0:1]
    if name == "attentive":
        vectorizer = SequenceVectorizer(vocabulary=X.terms.tolist())
        nothing = vectorizer.transform(["", "unknown"])
    with_nothing = [batches[0], nothing, *batches[1:]]
    assert_same_fit(clone(model).fit(with_nothing), clone(model).fit(batches))


@every_model
def test_memory_does_not_grow_with_the_batches(name):
    model, X, batches = case(name, max_iter=2)
    model.fit(batches)

    class Repeated:
        def __init__(self, n):
            self.n = n

        def __iter__(self):
            for _ in range(self.n):
                yield X.copy() if name != "attentive" else X[np.arange(len(X))]

    peaks = []
    for n in (2, 40):
        tracemalloc.start()
        model.fit(Repeated(n))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0] + 20_000


def test_streams_go_on_and_choose_starts():
    model, _, batches = case("artm", max_iter=6)
    whole = clone(model).fit(batches)
    parts = clone(model).set_params(warm_start=True, max_iter=3)
    assert_same_fit(parts.fit(batches).fit(batches), whole)
    several = clone(model).set_params(n_init=4, max_iter=10).fit(batches)
    assert closest(TOPICS, several.components_)[1].max() < 0.3
    given = clone(model).set_params(init=TOPICS, max_iter=1).fit(batches)
    assert closest(TOPICS, given.components_)[0].tolist() == [0, 1, 2, 3]


def test_the_vocabulary_of_a_stream_grows_in_the_first_pass():
    names = np.array([f"w{i}" for i in range(40)], dtype=object)
    _, _, batches = case("artm")
    some = np.flatnonzero(np.arange(40) % 4 > 0)
    named = [NamedCounts(batches[0][:, some], terms=names[some])]
    named += [NamedCounts(X[:, ::-1], terms=names[::-1]) for X in batches[1:]]
    model = ARTM(4, max_iter=5, batch_size=30, random_state=0).fit(named)
    assert model.n_features_in_ == 40
    assert_array_equal(model.feature_names_in_[:30], names[some])
    assert (model.components_ > 0).any(axis=0).all()
    assert model.seen_terms_.all()
    assert_allclose(model.components_.sum(axis=1), 1, rtol=1e-5)


def test_callbacks_watch_the_passes_over_a_stream():
    monitor = TopicMonitor({"diversity": diversity_scorer()})
    model, _, batches = case("artm")
    model.set_callbacks(monitor).fit(batches)
    rows = [row for row in monitor.get_logs().data if row["task_name"] == "pass"]
    assert len(rows) == 3


@every_model
def test_iterators_that_can_be_read_once_are_refused(name):
    model, _, batches = case(name)
    for once in (iter(batches), (X for X in batches), map(abs, batches)):
        with pytest.raises(ValueError, match="can only be read once"):
            model.fit(once)
    assert not hasattr(model, "components_")


@every_model
def test_bad_streams_are_refused_and_change_nothing(name):
    model, X, batches = case(name)
    model.fit(X)
    before = model.components_
    for empty in (deque(), Stream([])):
        with pytest.raises(ValueError, match="X has no batches"):
            model.fit(empty)
    fewer = TEXTS if name != "attentive" else COUNTS
    with pytest.raises(TypeError):
        model.fit([*batches, fewer])
    with pytest.raises(ValueError, match="Weights of the documents of a stream come"):
        model.fit(batches, sample_weight=np.ones(X.shape[0]))
    assert model.components_ is before


def test_batches_with_other_columns_are_refused():
    model, _, batches = case("artm")
    with pytest.raises(ValueError, match="39 features"):
        model.fit([*batches[:2], batches[2][:, :-1]])
    with pytest.raises(ValueError, match="Negative values"):
        model.fit([*batches[:2], -batches[2]])
    assert not hasattr(model, "components_")


def test_a_stream_that_changes_its_columns_later_is_refused():
    model, _, batches = case("artm")

    class Changing(Stream):
        def __iter__(self):
            self.n_starts += 1
            for X in self.batches:
                yield X[:, :-1] if self.n_starts > 3 else X

    with pytest.raises(ValueError, match="39 features"):
        model.fit(Changing(batches))
    assert not hasattr(model, "components_")


def test_a_stream_that_dries_up_is_refused():
    model, _, batches = case("artm")

    class Drying(Stream):
        def __iter__(self):
            self.n_starts += 1
            yield from self.batches if self.n_starts < 3 else []

    with pytest.raises(ValueError, match="X has no batches"):
        model.fit(Drying(batches))
