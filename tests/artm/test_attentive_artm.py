"""AttentiveARTM: its mathematics, by closed forms and finite differences."""

import numpy as np
import pytest
from attentive_corpora import N_TERMS, noise, prepared, segmented
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import AttentiveARTM, ThetalessARTM, TokenSequences
from sktopics.artm import Decorrelator, SmoothPtdw, SmoothSparsePhi, SmoothSparseTheta
from sktopics.artm._contexts import Contexts, infer_texts
from sktopics.artm._leave_one_out import leave_one_out

K = 3


def positions(model, X):
    """Vectors and contexts of the positions, without padding."""
    inference, texts, topics = prepared(model, X)
    _, p, contexts = infer_texts(inference, texts, inference.tables(topics))
    k = model.n_components
    return p[:, :k], contexts[:, :k], topics.phi[:, :k], inference.tables(topics)


def hyperbolic(distance):
    return 1 / (1 + distance)


OPTIONS = [
    {},
    {"n_sweeps": 3, "edges": "first", "context_prior": 0.5},
    {"n_sweeps": 3, "substitute": True},
    {"n_sweeps": 2, "include_self": True},
    {"n_sweeps": 2, "context": [3, (5, 9)], "balance": 0.3},
    {"n_sweeps": 2, "context": np.inf, "context_prior": 0.7},
    {"n_sweeps": 2, "attention": hyperbolic, "edges": "first"},
    {"n_sweeps": 2, "attention": hyperbolic, "context": (4, 2)},
]


@pytest.mark.parametrize("options", OPTIONS, ids=range(len(OPTIONS)))
@pytest.mark.parametrize("weighted", [False, True])
def test_exact_counters_are_phi_times_the_derivative(options, weighted):
    """n_wt is phi dL/dphi through all passes, by finite differences."""
    rng = np.random.default_rng(0)
    lengths = np.array([9, 1, 0, 15, 2])
    boundaries = np.arange(lengths.sum()) == 14
    weights = rng.uniform(0.5, 2, lengths.sum()) if weighted else None
    X = noise(lengths, boundaries=boundaries, weights=weights)
    model = AttentiveARTM(
        K, gradient="exact", **{"context": 4, "n_sweeps": 1, **options}
    )
    inference, texts, topics = prepared(model, X)
    sample_weight = rng.uniform(0.5, 2, len(lengths))
    of_token = texts.weights * np.repeat(sample_weight, lengths)

    def likelihood(phi):
        topics.phi = phi
        words, _, theta = infer_texts(inference, texts, inference.tables(topics))
        s = (phi[words] * theta).sum(axis=1)
        return (of_token * np.log(s))[words >= 0].sum()

    phi = topics.phi.copy()
    _, n_wt, value = inference.e_step(texts, topics, sample_weight, None, 0)
    assert_allclose(value, likelihood(phi))
    step, numeric = 1e-3, np.zeros((X.n_terms, K))
    for w, t in np.ndindex(numeric.shape):
        around = []
        for factor in (-2, -1, 1, 2):
            moved = phi.copy()
            moved[w, t] *= np.exp(factor * step)
            around.append(likelihood(moved))
        numeric[w, t] = np.dot([1, -8, 8, -1], around) / (12 * step)
    assert_allclose(n_wt[:, :K], numeric, atol=3e-9)


@pytest.mark.parametrize("options", OPTIONS[1:5], ids=str)
def test_the_dropped_gradient_counts_the_last_vectors(options):
    X = noise()
    model = AttentiveARTM(K, **{"context": 4, **options})
    inference, texts, topics = prepared(model, X)
    words, p, theta = infer_texts(inference, texts, inference.tables(topics))
    expected = np.zeros_like(topics.phi)
    np.add.at(expected, words[words >= 0], p[words >= 0])
    _, n_wt, value = inference.e_step(texts, topics, np.ones(len(X)), None, 0)
    assert_allclose(n_wt, expected, atol=1e-7)
    s = (topics.phi[words] * theta).sum(axis=1)
    assert_allclose(value, np.log(s[words >= 0]).sum())


def test_a_context_of_one_token_with_itself_squares_phi():
    model = AttentiveARTM(K, n_sweeps=1, context=1, include_self=True, context_prior=0)
    X = noise()
    p, _, phi, tables = positions(model, X)
    expected = phi[X.ids] ** 2 * tables.prior[:K]
    expected /= expected.sum(axis=1, keepdims=True)
    known = X.ids >= 0
    assert_allclose(p[known], expected[known], atol=1e-7)


def test_without_end_the_last_left_context_is_theta_of_thetaless_artm():
    X = noise([12])
    X = TokenSequences(np.abs(X.ids), X.offsets, n_terms=12, dtype=float)
    model = AttentiveARTM(
        K, n_sweeps=1, context=np.inf, include_self=True, balance=1, context_prior=0
    )
    _, contexts, phi, _ = positions(model, X)
    other = ThetalessARTM(K, gradient="linear", max_iter=1).fit(X.to_counts())
    _, _, topics = prepared(model, X)
    other.components_ = np.ascontiguousarray(phi.T)
    other.topic_word_counts_ = topics.components(topics.counts)
    assert_allclose(contexts[-1], other.transform(X.to_counts())[0], atol=1e-14)


def test_substitution_changes_nothing_in_the_first_pass():
    X = noise()
    plain, other = (
        positions(AttentiveARTM(K, n_sweeps=1, substitute=option), X)
        for option in (False, True)
    )
    assert_array_equal(plain[0], other[0])
    plain, other = (
        positions(AttentiveARTM(K, n_sweeps=2, substitute=option), X)
        for option in (False, True)
    )
    assert np.abs(plain[0] - other[0]).max() > 1e-3


def test_the_scale_of_the_masses_of_topics_is_no_matter():
    X = noise()
    inference, texts, topics = prepared(AttentiveARTM(K), X)
    first = infer_texts(inference, texts, inference.tables(topics))[1]
    topics.counts *= 1000
    second = infer_texts(inference, texts, inference.tables(topics))[1]
    assert_allclose(first, second, atol=1e-14)


def test_order_is_for_positions_and_not_for_counts():
    X, _, _ = segmented(8)
    model = AttentiveARTM(4, n_sweeps=2, max_iter=30, random_state=0).fit(X)
    order = np.random.default_rng(0).permutation(X.lengths[0])
    shuffled = TokenSequences(X.ids[order], [0, len(order)], terms=X.terms)
    assert_array_equal(shuffled.to_counts().toarray(), X[:1].to_counts().toarray())
    vectors = model.transform_positions(X[:1])[order]
    assert np.abs(model.transform_positions(shuffled) - vectors).max() > 0.05


def test_a_function_that_falls_exponentially_is_the_default():
    X = noise()
    exponential = positions(AttentiveARTM(K, context=4, n_sweeps=2), X)
    attention = AttentiveARTM(
        K, context=40, n_sweeps=2, attention=lambda d: 0.75 ** (d - 1)
    )
    # The token of unknown term takes its place in both.
    assert_allclose(positions(attention, X)[1], exponential[1], atol=2e-4)


def test_equal_heads_are_one():
    X = noise()
    one = positions(AttentiveARTM(K, context=4, n_sweeps=3), X)
    two = positions(AttentiveARTM(K, context=[4, (4, 4)], n_sweeps=3), X)
    assert_allclose(one[0], two[0], atol=1e-12)


def test_heads_that_are_apart():
    X, _, _ = segmented(12)
    options = {"n_sweeps": 2, "max_iter": 12, "tol": 0, "random_state": 0}
    apart = AttentiveARTM(4, context=[5, 30], heads="concatenate", **options).fit(X)
    assert apart.transform(X).shape == (12, 8)
    assert len(apart.get_feature_names_out()) == 8
    assert_allclose(apart.transform(X).sum(axis=1), 1, rtol=1e-5)
    vectors = apart.transform_positions(X)
    for column, context in ((0, 5), (4, 30)):
        alone = AttentiveARTM(4, context=context, **options).fit(X)
        alone.components_ = apart.components_
        alone.topic_word_counts_ = apart.topic_word_counts_
        expected = alone.transform_positions(X) / 2
        assert_allclose(vectors[:, column : column + 4], expected, atol=1e-6)
    same = AttentiveARTM(4, context=[9, 9], heads="concatenate", **options).fit(X)
    mean = AttentiveARTM(4, context=9, **options).fit(X)
    assert_allclose(same.components_, mean.components_, atol=1e-6)


# --- words that are no context ----------------------------------------------------


def test_terms_of_no_importance_are_as_if_they_were_not_there():
    X, _, _ = segmented(6)
    importance = np.ones(N_TERMS)
    importance[40:] = 0
    common = X.ids >= 40
    offsets = np.concatenate(([0], np.cumsum(~common)[X.offsets[1:] - 1]))
    without = TokenSequences(X.ids[~common], offsets, terms=X.terms, dtype=float)
    full = TokenSequences(X.ids, X.offsets, terms=X.terms, dtype=float)
    model = AttentiveARTM(K, n_sweeps=2, term_importance=importance)
    expected = positions(model, without)[1]
    assert_allclose(positions(model, full)[1][~common], expected, atol=1e-10)
    named = AttentiveARTM(
        K, n_sweeps=2, term_importance=dict.fromkeys(full.terms[40:], 0)
    )
    named.feature_names_in_ = full.terms
    assert_array_equal(positions(named, full)[1], positions(model, full)[1])


def test_unknown_words_have_the_topics_of_their_context():
    X, _, subjects = segmented()
    model = AttentiveARTM(4, context=8, random_state=0).fit(X)
    ids = X.ids.copy()
    ids[::9] = -1
    gaps = TokenSequences(ids, X.offsets, terms=X.terms)
    found = model.transform_positions(gaps).argmax(axis=1)[::9]
    table = np.zeros((4, 4))
    np.add.at(table, (subjects[::9], found), 1)
    assert table.max(axis=1).sum() > 0.8 * table.sum()
    assert model.score(gaps) < 0
    with_weights = TokenSequences(
        X.ids, X.offsets, terms=X.terms, weights=(ids >= 0).astype(float)
    )
    assert_allclose(model.transform(with_weights), model.transform(gaps), atol=1e-6)


def test_boundaries_end_contexts():
    X, _, _ = segmented(4)
    boundaries = np.zeros(X.n_tokens, bool)
    boundaries[::5] = True
    model = AttentiveARTM(4, random_state=0, max_iter=3).fit(X)
    pieces = np.union1d(X.offsets, np.flatnonzero(boundaries))
    apart = TokenSequences(X.ids, pieces, terms=X.terms)
    cut = TokenSequences(X.ids, X.offsets, terms=X.terms, boundaries=boundaries)
    expected = model.transform_positions(apart)
    assert_allclose(model.transform_positions(cut), expected, atol=1e-6)


def test_a_document_weighs_as_much_as_its_copies():
    X, _, _ = segmented(10)
    weight = np.arange(10) % 3
    model = AttentiveARTM(4, n_sweeps=2, max_iter=5, tol=0, random_state=0)
    copies = model.fit(X[np.repeat(np.arange(10), weight)]).components_
    assert_allclose(model.fit(X, sample_weight=weight).components_, copies, atol=1e-5)


# --- scores -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        {"n_sweeps": 1},
        {"n_sweeps": 1, "include_self": True},
        {"n_sweeps": 3},
        {"n_sweeps": 3, "include_self": True, "substitute": True},
        {"n_sweeps": 3, "balance": 1.0},
        {"n_sweeps": 2, "context": [3, np.inf]},
    ],
    ids=str,
)
def test_words_are_predicted_without_having_been_seen(options):
    """p(word | context) sums to 1 over the words that might stand there."""
    X = noise([10])
    inference, texts, topics = prepared(
        AttentiveARTM(K, **{"context": 4, **options}), X
    )
    tables = inference.tables(topics)
    for place in (0, 5, 9):
        total = 0.0
        for word in range(X.n_terms):
            ids = X.ids.copy()
            ids[place] = word
            other = type(texts)(ids, texts.offsets, texts.pieces, np.ones(10), 12)
            total += leave_one_out(inference, other, tables)[place]
        assert_allclose(total, 1, atol=1e-9)


def test_one_sided_models_are_language_models():
    X = noise([20])
    for balance, seen in ((1.0, slice(0, 11)), (0.0, slice(10, 20))):
        model = AttentiveARTM(K, n_sweeps=4, balance=balance, context=5)
        inference, texts, topics = prepared(model, X)
        tables = inference.tables(topics)
        before = leave_one_out(inference, texts, tables)
        ids = X.ids.copy()
        ids[np.setdiff1d(np.arange(20), np.r_[seen])] = 7
        other = type(texts)(ids, texts.offsets, texts.pieces, np.ones(20), 12)
        after = leave_one_out(inference, other, tables)
        assert_allclose(after[10], before[10])
        assert np.abs(after - before).max() > 1e-3


def test_seeing_oneself_flatters_the_training_perplexity_alone():
    X, _, _ = segmented(40)
    options = {"n_sweeps": 1, "context": 2, "context_prior": 0, "random_state": 0}
    alone, seeing = (
        AttentiveARTM(8, include_self=option, **options).fit(X)
        for option in (False, True)
    )
    assert seeing.perplexity_ < 0.7 * alone.perplexity_
    assert seeing.perplexity(X) > 2 * alone.perplexity(X)


def test_score_and_perplexity():
    X, _, _ = segmented(10)
    model = AttentiveARTM(4, random_state=0).fit(X)
    assert_allclose(model.perplexity(X), np.exp(-model.score(X)))
    weight = np.arange(10)
    expected = model.score(X[np.repeat(np.arange(10), weight)])
    assert_allclose(model.score(X, sample_weight=weight), expected)
    unknown = TokenSequences([-1, -1], [0, 2], terms=X.terms)
    assert model.score(unknown) == 0
    assert model.perplexity(X) < 22  # of 45 words, ten of them of a topic


# --- training ---------------------------------------------------------------------


@pytest.mark.parametrize("gradient", ["dropped", "exact"])
@pytest.mark.parametrize("learning_method", ["batch", "online"])
def test_planted_topics_are_found(learning_method, gradient):
    X, _, subjects = segmented()
    model = AttentiveARTM(
        4, gradient=gradient, learning_method=learning_method, batch_size=10,
        max_iter=30, random_state=0,
    ).fit(X)  # fmt: skip
    own = model.topic_word_[:, :40].reshape(4, 4, 10).sum(axis=2)
    assert sorted(own.argmax(axis=1)) == [0, 1, 2, 3]
    assert own.max(axis=1).min() > 0.75
    found = own.argmax(axis=1)[model.transform_positions(X).argmax(axis=1)]
    assert (found == subjects).mean() > 0.95


@pytest.mark.parametrize("n_sweeps", [1, 2, 4, 8, 16])
def test_training_does_not_stop_before_topics_have_parted(n_sweeps):
    X, _, _ = segmented(100, n_segments=3)
    model = AttentiveARTM(4, n_sweeps=n_sweeps, random_state=0).fit(X)
    own = model.topic_word_[:, :40].reshape(4, 4, 10).sum(axis=2)
    assert own.max(axis=1).min() > 0.7


def test_the_fast_way_takes_the_same_steps(monkeypatch):
    X, _, _ = segmented(30)
    options = {"max_iter": 6, "tol": 0, "random_state": 0, "n_sweeps": 3}
    fast = AttentiveARTM(4, **options).fit(X)
    monkeypatch.setattr(Contexts, "is_plain", False)
    general = AttentiveARTM(4, **options).fit(X)
    assert_allclose(fast.components_, general.components_, atol=1e-5)
    assert_allclose(fast.perplexity_, general.perplexity_, rtol=1e-5)


def test_float64_is_computed_in_double_precision():
    single, _, _ = segmented(20)
    double, _, _ = segmented(20, dtype=float)
    options = {"max_iter": 4, "tol": 0, "random_state": 0}
    one = AttentiveARTM(4, **options).fit(single)
    two = AttentiveARTM(4, **options).fit(double)
    assert one.transform(single).dtype == one.components_.dtype == np.float32
    assert two.transform(double).dtype == two.components_.dtype == np.float64
    assert_allclose(one.components_, two.components_, atol=1e-4)


def test_regularizers_of_topics():
    X, _, _ = segmented(20)
    options = {"max_iter": 15, "random_state": 0}
    plain = AttentiveARTM(4, **options).fit(X)
    sparse = AttentiveARTM(
        4, [SmoothSparsePhi(tau=-3.0), Decorrelator(tau=0.1)], **options
    ).fit(X)
    assert (sparse.components_ == 0).mean() > (plain.components_ == 0).mean()
    named = AttentiveARTM(
        4, SmoothSparsePhi(tau=50.0, terms={"w00": 1.0}), **options
    ).fit(X)
    assert named.components_[:, 0].min() > plain.components_[:, 0].min()


def test_regularizers_of_positions():
    X, _, _ = segmented(20)
    options = {"max_iter": 5, "tol": 0, "n_sweeps": 1, "random_state": 0}
    plain = AttentiveARTM(4, **options).fit(X)
    smooth = AttentiveARTM(4, SmoothPtdw(tau=0.9, window=5), **options).fit(X)
    assert np.abs(smooth.components_ - plain.components_).max() > 1e-3
    nothing = AttentiveARTM(4, SmoothPtdw(tau=0.0, window=5), **options).fit(X)
    assert_allclose(nothing.components_, plain.components_, atol=1e-5)


def test_streams():
    X, _, _ = segmented(60)
    model = AttentiveARTM(4, batch_size=20, random_state=0)
    for _ in range(25):
        for start in range(0, 60, 20):
            model.partial_fit(X[start : start + 20])
    assert model.n_batch_iter_ == model.n_iter_ == 75
    own = model.topic_word_[:, :40].reshape(4, 4, 10).sum(axis=2)
    assert own.max(axis=1).min() > 0.7


def test_a_failed_partial_fit_leaves_the_model_as_it_was():
    X, _, _ = segmented(6)
    model = AttentiveARTM(4, max_iter=2, random_state=0).fit(X)
    before = model.transform(X)
    with pytest.raises(ValueError, match="was fitted on 45"):
        model.partial_fit(TokenSequences([0, 50], [0, 2]))
    assert_array_equal(model.transform(X), before)


@pytest.mark.parametrize("gradient", ["dropped", "exact"])
def test_threads_change_nothing(gradient):
    X, _, _ = segmented(150)
    fits = [
        AttentiveARTM(4, gradient=gradient, n_jobs=n, max_iter=3, random_state=0).fit(X)
        for n in (1, 2, 3)
    ]
    assert X.n_tokens > 3 * 4096
    for model in fits[1:]:
        assert_array_equal(model.components_, fits[0].components_)
        assert_array_equal(model.transform(X), fits[0].transform(X))


def test_few_words_of_a_large_vocabulary():
    rng = np.random.default_rng(0)
    ids = rng.integers(0, 3000, 4000)
    X = TokenSequences(ids, [0, 20, 30, 4000], n_terms=3000, dtype=float)
    importance = rng.uniform(size=3000)
    model = AttentiveARTM(
        5, max_iter=3, n_sweeps=2, term_importance=importance, random_state=0
    ).fit(X)
    everything = model.transform(X)
    for document in range(2):
        alone = model.transform(X[document])
        assert_allclose(alone[0], everything[document], atol=1e-10)
    assert_allclose(model.score(X[:1]), model.score(X, sample_weight=[1, 0, 0]))


# --- bad input --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"context": 0.5}, "'context' parameter"),
        ({"context": []}, "empty list"),
        ({"context": (5,)}, r"tuple of two, \(left, right\)"),
        ({"context": [5, "long"]}, "got 'long'"),
        ({"context": (5, 0)}, "from 1 to infinity"),
        ({"balance": 1.5}, "'balance' parameter"),
        ({"n_sweeps": 0}, "'n_sweeps' parameter"),
        ({"attention": "uniform"}, "'attention' parameter"),
        ({"attention": np.negative}, "finite weight of 0 or more"),
        ({"attention": np.sum}, "for each of the distances"),
        ({"term_importance": [1.0, 2.0]}, "for each of the 45 terms"),
        ({"term_importance": [-1.0] * 45}, "not negative, got -1.0 for term 0"),
        ({"term_importance": [np.nan] * 45}, "must be finite"),
        ({"regularizers": SmoothSparseTheta()}, "no regularizer of theta"),
        (
            {"regularizers": SmoothPtdw(), "gradient": "exact"},
            "use gradient='dropped'",
        ),
    ],
)
def test_bad_parameters(options, message):
    X, _, _ = segmented(3)
    with pytest.raises(ValueError, match=message):
        AttentiveARTM(3, max_iter=2, **options).fit(X)


def test_importance_by_name_needs_names():
    X = TokenSequences([0, 1], [0, 2])
    with pytest.raises(ValueError, match="have no names"):
        AttentiveARTM(2, term_importance={"a": 0}).fit(X)


@pytest.mark.parametrize("X", [np.eye(3), [[1, 0]], ["some text"], "text", None])
def test_what_is_no_sequence(X):
    with pytest.raises(TypeError, match="SequenceVectorizer"):
        AttentiveARTM(2).fit(X)
