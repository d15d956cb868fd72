"""Naming, composing, binding and applying regularizers."""

import pickle

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator, clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline

from sktopics.artm import (
    Decorrelator,
    RegularizerUnion,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SpecifiedSparse,
    TopicSelection,
)
from sktopics.artm._regularization import (
    as_union,
    phi_regularization,
    ptdw_transformation,
    theta_regularization,
    value,
)


def shrink(phi, n_wt, n_t):
    return -phi


@numba.njit
def shrink_kernel(phi, n_wt, n_t):
    return -phi


class Theirs:
    """A regularizer that owes nothing to us."""

    def grad(self, phi, n_wt, n_t):
        return 2 * n_wt


def tables(n_terms=6, n_components=4, dtype=np.float64):
    rng = np.random.default_rng(0)
    n_wt = rng.gamma(1, 10, size=(n_terms, n_components))
    n_t = n_wt.sum(axis=0)
    return [table.astype(dtype) for table in (n_wt / n_t, n_wt, n_t)]


def document_tables(n_documents=7, n_components=4):
    rng = np.random.default_rng(0)
    theta = rng.dirichlet(np.ones(n_components), size=n_documents)
    return theta, theta * rng.integers(1, 50, size=(n_documents, 1))


def union():
    return RegularizerUnion(
        [("decorrelator", Decorrelator(tau=10)), ("sparse", SmoothSparsePhi(-0.1))]
    )


# Composition ----------------------------------------------------------------------


def test_parameters_by_name():
    params = union().get_params()
    assert params["decorrelator__tau"] == 10
    assert params["sparse__power"] == 0
    assert params["sparse"].tau == -0.1
    assert set(union().get_params(deep=False)) == {"regularizers"}
    changed = union().set_params(decorrelator__tau=5, sparse__topics=[1])
    assert changed.get_params()["decorrelator__tau"] == 5
    assert changed.regularizers[1][1].topics == [1]


def test_unknown_parameters_are_refused():
    with pytest.raises(ValueError, match="Invalid parameter 'coherence'"):
        union().set_params(coherence__tau=1)
    with pytest.raises(ValueError, match="Invalid parameter 'weight'"):
        union().set_params(decorrelator__weight=1)


@pytest.mark.parametrize("nothing", ["drop", None])
def test_drop(nothing):
    phi, n_wt, n_t = tables()
    dropped = union().set_params(decorrelator=nothing)
    assert_array_equal(phi_regularization(dropped, phi, n_wt, n_t), -0.1)
    assert dropped.regularizers[0] == ("decorrelator", nothing)


def test_a_regularizer_can_be_replaced():
    phi, n_wt, n_t = tables()
    replaced = union().set_params(decorrelator=SmoothSparsePhi(0.3))
    assert_allclose(phi_regularization(replaced, phi, n_wt, n_t), 0.2)


def test_clone_copies_all():
    first = union()
    second = clone(first)
    assert repr(first) == repr(second)
    second.set_params(decorrelator__tau=1, sparse="drop")
    assert first.get_params()["decorrelator__tau"] == 10
    assert first.regularizers[1][1].tau == -0.1


@pytest.mark.parametrize("function", [shrink, shrink_kernel], ids=["python", "numba"])
def test_functions_clone_and_pickle(function):
    phi, n_wt, n_t = tables()
    whole = RegularizerUnion([("mine", function)])
    for copy in (whole, clone(whole), pickle.loads(pickle.dumps(whole))):
        assert_array_equal(phi_regularization(copy, phi, n_wt, n_t), -phi)


def test_repr_shows_what_was_set():
    assert repr(union()) == (
        "RegularizerUnion(regularizers=[('decorrelator', Decorrelator(tau=10)),\n"
        "                               ('sparse', SmoothSparsePhi(tau=-0.1))])"
    )


class Toy(BaseEstimator):
    """Its score is best where the decorrelator weighs 3."""

    def __init__(self, regularizers=None):
        self.regularizers = regularizers

    def fit(self, X, y=None):
        phi, n_wt, n_t = tables()
        self.r_wt_ = phi_regularization(self.regularizers, phi, n_wt, n_t)
        return self

    def score(self, X, y=None):
        params = self.regularizers.get_params()
        return -abs(params["decorrelator__tau"] - 3)


def test_grid_search_through_a_pipeline():
    search = GridSearchCV(
        Pipeline([("artm", Toy(union()))]),
        {
            "artm__regularizers__decorrelator__tau": [1, 3, 9],
            "artm__regularizers__sparse": ["drop", SmoothSparsePhi(-1)],
        },
        cv=2,
    ).fit(np.zeros((4, 1)))
    assert search.best_params_["artm__regularizers__decorrelator__tau"] == 3
    assert len(search.cv_results_["params"]) == 6


@pytest.mark.parametrize(
    ("regularizers", "message"),
    [
        ([("a", Decorrelator()), ("a", Decorrelator())], "not unique"),
        ([("a__b", Decorrelator())], "must not contain __"),
        ([("regularizers", Decorrelator())], "conflict with constructor"),
    ],
)
def test_names(regularizers, message):
    with pytest.raises(ValueError, match=message):
        RegularizerUnion(regularizers).bind(None, 2)


@pytest.mark.parametrize(
    ("regularizers", "message"),
    [
        ([("a", Decorrelator)], "'a' must be a function, 'drop', None or an object"),
        ([("a", "dropped")], "got 'dropped'"),
        ([("a", 3.0)], r"got 3\.0"),
        ([(1, Decorrelator())], "must be a str: 1"),
        ([("a", Decorrelator(), 1)], r"list of \(name, regularizer\) tuples"),
        ([("a", union())], "'a' must be a function"),
        ("decorrelator", "must be a function"),
        (Decorrelator, "must be a function"),
    ],
)
def test_what_is_no_regularizer(regularizers, message):
    with pytest.raises(TypeError, match=message):
        as_union(regularizers).bind(None, 2)


# What estimators take ---------------------------------------------------------------


def test_as_union():
    assert as_union(None).regularizers == []
    whole = union()
    assert as_union(whole) is whole
    alone = Decorrelator()
    assert as_union(alone).regularizers == [("decorrelator", alone)]
    assert as_union([("x", alone)]).regularizers == [("x", alone)]
    assert as_union((["x", alone],)).regularizers == [("x", alone)]
    assert as_union(shrink).regularizers == [("shrink", shrink)]
    mixed = [alone, ("mine", shrink), Decorrelator(), shrink]
    assert [name for name, _ in as_union(mixed).regularizers] == [
        "decorrelator-1",
        "mine",
        "decorrelator-2",
        "shrink",
    ]


def test_no_regularizers():
    phi, n_wt, n_t = tables(dtype=np.float32)
    theta, n_td = document_tables()
    r_wt = phi_regularization(None, phi, n_wt, n_t)
    assert r_wt.dtype == np.float32
    assert not r_wt.any()
    assert not theta_regularization([], theta, n_td).any()
    assert ptdw_transformation([], theta, np.array([0, 7])) is theta
    assert value(None, phi, n_wt, n_t) == 0
    bound = as_union(None).bind(None, 4)
    assert (bound.has_phi, bound.has_theta, bound.has_ptdw) == (False, False, False)


def test_what_there_is_to_do():
    bound = as_union([shrink, SmoothSparseTheta()]).bind(None, 4)
    assert (bound.has_phi, bound.has_theta, bound.has_ptdw) == (True, True, False)
    bound = as_union(SmoothPtdw()).bind(None, 4)
    assert (bound.has_phi, bound.has_theta, bound.has_ptdw) == (False, False, True)


def test_regularizers_of_others():
    phi, n_wt, n_t = tables()
    both = [Theirs(), shrink_kernel, lambda phi, n_wt, n_t: np.ones_like(phi)]
    assert_allclose(phi_regularization(both, phi, n_wt, n_t), 2 * n_wt - phi + 1)
    assert np.isnan(value(both, phi, n_wt, n_t))


# Applying -----------------------------------------------------------------------------


def test_regularizers_add_up():
    phi, n_wt, n_t = tables()
    expected = Decorrelator(10).grad(phi, n_wt, n_t) - 0.1
    assert_allclose(phi_regularization(union(), phi, n_wt, n_t), expected)
    theta, n_td = document_tables()
    both = [SmoothSparseTheta(0.5), TopicSelection(0.2), Decorrelator()]
    expected = TopicSelection(0.2).grad_theta(theta, n_td) + 0.5
    assert_allclose(theta_regularization(both, theta, n_td), expected)


def test_values_add_up():
    phi, n_wt, n_t = tables()
    theta, n_td = document_tables()
    parts = [Decorrelator(10), SmoothSparsePhi(-0.1), SmoothSparseTheta(2)]
    expected = (
        parts[0].score(phi, n_wt, n_t)
        + parts[1].score(phi, n_wt, n_t)
        + parts[2].score_theta(theta, n_td)
    )
    actual = value(parts, phi, n_wt, n_t, theta=theta, n_td=n_td)
    assert actual == pytest.approx(expected)
    without = value(parts, phi, n_wt, n_t)
    assert without == pytest.approx(expected - parts[2].score_theta(theta, n_td))


@pytest.mark.parametrize(
    "topics", [[1], [3, 0], (-1,), range(1, 3), slice(2), 2, [True, False, True, True]]
)
def test_topics(topics):
    phi, n_wt, n_t = tables()
    r_wt = phi_regularization(Decorrelator(topics=topics), phi, n_wt, n_t)
    chosen = np.atleast_1d(np.arange(4)[topics if np.ndim(topics) != 1 else [*topics]])
    inside = phi[:, chosen]
    expected = np.zeros_like(phi)
    expected[:, chosen] = -inside * (inside.sum(axis=1, keepdims=True) - inside)
    assert_allclose(r_wt, expected, atol=1e-15)
    theta, n_td = document_tables()
    r_td = theta_regularization(SmoothSparseTheta(topics=topics), theta, n_td)
    assert set(np.flatnonzero(r_td.any(axis=0))) == set(chosen.tolist())


@pytest.mark.parametrize(
    ("wanted", "inside"),
    [
        ("tags", [4, 5]),
        (["tags", "text"], [4, 5, 0, 1, 2, 3]),
        (["authors"], [8, 6]),
    ],
)
@pytest.mark.parametrize("topics", [None, [2, 0]])
def test_modalities(wanted, inside, topics):
    phi, n_wt, n_t = tables(n_terms=9)
    rows = {"text": slice(0, 4), "tags": slice(4, 6), "authors": np.array([8, 6])}
    seen = []

    def look(phi, n_wt, n_t):
        seen.append((phi, n_wt, n_t))
        return np.ones_like(phi)

    look.modalities, look.topics = wanted, topics
    r_wt = phi_regularization(look, phi, n_wt, n_t, modalities=rows)
    block = np.ix_(inside, range(4) if topics is None else topics)
    expected = np.zeros_like(phi)
    expected[block] = 1
    assert_array_equal(r_wt, expected)
    assert_array_equal(seen[0][0], phi[block])
    assert_array_equal(seen[0][1], n_wt[block])
    assert_allclose(seen[0][2], n_wt[block].sum(axis=0))


def test_names_are_those_of_the_modality():
    phi, n_wt, n_t = tables()
    names = np.array(["war", "peace", "law", "tag_war", "tag_law", "war"])
    r_wt = phi_regularization(
        SmoothSparsePhi(terms=["war", "tag_law"], modalities=["tags"]),
        phi,
        n_wt,
        n_t,
        feature_names=names,
        modalities={"text": slice(0, 3), "tags": slice(3, 6)},
    )
    assert_array_equal(r_wt[:, 0], [0, 0, 0, 0, 1, 1])


def test_bound_once_used_often():
    phi, n_wt, n_t = tables()
    sparse = SmoothSparsePhi(terms={"c": 2.0})
    bound = as_union(sparse).bind(list("abcdef"), 4)
    sparse.set_params(terms={"a": 1.0})
    for _ in range(2):
        r_wt = phi_regularization(bound, phi, n_wt, n_t)
        assert_array_equal(r_wt[:, 1], [0, 0, 2, 0, 0, 0])


@pytest.mark.parametrize("schedule", [lambda i: [0, 0.5, 3][min(i, 2)], [0, 0.5, 3]])
def test_schedule(schedule):
    phi, n_wt, n_t = tables()
    theta, n_td = document_tables()
    phi_part = SmoothSparsePhi(2, schedule=schedule)
    both = as_union([phi_part, SmoothSparseTheta(4, schedule=schedule)]).bind(None, 4)
    for number, weight in enumerate([0, 0.5, 3, 3]):
        r_wt = phi_regularization(both, phi, n_wt, n_t, pass_number=number)
        assert_array_equal(r_wt, 2 * weight)
        r_td = theta_regularization(both, theta, n_td, pass_number=number)
        assert_array_equal(r_td, 4 * weight)
        total = value(both, phi, n_wt, n_t, pass_number=number)
        assert total == pytest.approx(weight * phi_part.score(phi, n_wt, n_t))


def test_schedule_of_the_e_step():
    theta, _ = document_tables()
    offsets = np.array([0, 7])
    smooth = SmoothPtdw(tau=0.5, schedule=[0, 2])
    assert ptdw_transformation(smooth, theta, offsets) is theta
    assert_allclose(
        ptdw_transformation(smooth, theta, offsets, pass_number=1),
        ptdw_transformation(SmoothPtdw(tau=1), theta, offsets),
    )


@pytest.mark.parametrize("scale", [1, 1e-3, 1e5])
@pytest.mark.parametrize("tau", [0.2, -0.2])
def test_relative_means_the_same_at_any_scale(tau, scale):
    phi, n_wt, n_t = tables()
    by_topic = Decorrelator(tau, relative=True)
    r_wt = phi_regularization(by_topic, phi, scale * n_wt, scale * n_t)
    assert_allclose(np.abs(r_wt).sum(axis=0), 0.2 * scale * n_t)
    plain = Decorrelator(tau).grad(phi, n_wt, n_t)
    assert (np.sign(r_wt) == np.sign(plain)).all()
    assert_allclose(r_wt / r_wt.sum(axis=0), plain / plain.sum(axis=0))

    overall = Decorrelator(tau, relative="overall")
    r_wt = phi_regularization(overall, phi, scale * n_wt, scale * n_t)
    assert np.abs(r_wt).sum() == pytest.approx(0.2 * scale * n_t.sum())
    assert_allclose(r_wt / r_wt.sum(), plain / plain.sum())
    assert np.isnan(value(overall, phi, n_wt, n_t))


def test_relative_in_documents():
    theta, n_td = document_tables()
    smooth = SmoothSparseTheta(-0.1, relative=True, topic_weights=[1, 1, 2, 0])
    r_td = theta_regularization(smooth, theta, n_td)
    assert_allclose(np.abs(r_td).sum(axis=1), 0.1 * n_td.sum(axis=1))
    assert_allclose(r_td / r_td[:, :1], np.tile([1, 1, 2, 0], (7, 1)))
    # each document by itself: batches make no difference
    assert_allclose(r_td[2:4], theta_regularization(smooth, theta[2:4], n_td[2:4]))


def test_relative_of_an_empty_topic():
    phi, n_wt, n_t = tables()
    phi[:, 2] = n_wt[:, 2] = n_t[2] = 0
    for relative in (True, "overall"):
        r_wt = phi_regularization(
            [
                SmoothSparsePhi(-1, relative=relative),
                SpecifiedSparse(relative=relative),
            ],
            phi,
            n_wt,
            n_t,
        )
        assert np.isfinite(r_wt).all()
    assert not phi_regularization(Decorrelator(relative=True), phi, n_wt, n_t)[
        :, 2
    ].any()


@pytest.mark.parametrize("given", [np.float32, np.float64])
def test_types(given):
    phi, n_wt, n_t = tables(dtype=given)
    assert phi_regularization(union(), phi, n_wt, n_t).dtype == given
    for wanted in (np.float32, np.float64):
        r_wt = phi_regularization(union(), phi, n_wt, n_t, dtype=wanted)
        assert r_wt.dtype == wanted


def test_wrong_shapes_are_named():
    phi, n_wt, n_t = tables()
    wrong = [("total", lambda phi, n_wt, n_t: phi.sum(axis=0))]
    message = r"'total' returned an array of shape \(4,\).*\(6, 4\)"
    with pytest.raises(ValueError, match=message):
        phi_regularization(wrong, phi, n_wt, n_t)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_are_not_finite_are_named(bad):
    phi, n_wt, n_t = tables()
    wrong = [("odd", lambda phi, n_wt, n_t: np.where(phi == phi.max(), bad, 0))]
    with pytest.raises(
        ValueError, match=r"'odd' \(tau=1.0\) returned values .* finite"
    ):
        phi_regularization(wrong, phi, n_wt, n_t)


def test_large_values_are_finite():
    phi, n_wt, n_t = tables(dtype=np.float32)
    large = [lambda phi, n_wt, n_t: np.full_like(phi, 9e29)]
    assert (phi_regularization(large, phi, n_wt, n_t) == np.float32(9e29)).all()
    too_large = [lambda phi, n_wt, n_t: np.full_like(phi, 3e38)]
    with pytest.raises(ValueError, match=r"adds more than 1e\+30 .* smaller tau"):
        phi_regularization(too_large, phi, n_wt, n_t)


def at_pass(number):
    return lambda p: float(p >= number)


@pytest.mark.parametrize(
    ("schedule", "last"),
    [
        (None, 0),
        ([1], 0),
        ([0] * 7 + [1], 7),
        ([0] * 7 + [1, 0.5, 0], 9),
        ([1, 0, 0, 0, 0], 1),
        ([0] * 60 + [1], 0),
        (at_pass(7), 7),
        (lambda p: 1 / (1 + p), 29),
        (lambda p: 2.0, 0),
    ],
)
def test_last_change_of_a_schedule(schedule, last):
    parts = [SmoothSparsePhi(0.1, schedule=schedule), Decorrelator()]
    assert as_union(parts).bind(None, 2).last_change(30) == last
