"""Words that come late in a stream, and words that do not come for long."""

import pickle
import warnings

import numpy as np
import pytest
from artm_corpora import planted
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    ThetalessARTM,
    TokenSequences,
)
from sktopics.analysis import merge_models
from sktopics.artm import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
)

N_TERMS, PER_BATCH, N_BATCHES = 40, 8, 5
PAIRS = {(i, i + 1): 1.0 for i in range(N_TERMS - 1)}
REGULARIZERS = {
    "none": None,
    "sparse": SmoothSparsePhi(-0.1),
    "very sparse": SmoothSparsePhi(-0.5),
    "relative": SmoothSparsePhi(-0.05, relative=True),
    "overall": SmoothSparsePhi(-0.05, relative="overall"),
    "by power": SmoothSparsePhi(-5.0, power=0.5),
    "some terms": SmoothSparsePhi(-1.0, terms=list(range(20, 40))),
    "late": SmoothSparsePhi(-0.1, schedule=[0, 0, 1]),
    "background": [
        SmoothSparsePhi(1.0, topics=[-1]),
        SmoothSparsePhi(-0.5, topics=[0]),
    ],
    "top of topics": SpecifiedSparse(n_top=2),
    "top of terms": SpecifiedSparse(n_top=1, per="term"),
    "enough": SpecifiedSparse(n_top=5, probability_threshold=0.5),
    "decorrelator": Decorrelator(1e5),
    "decorrelator relative": Decorrelator(0.2, relative=True),
    "prior": TopicPrior(-20.0),
    "labels": LabelRegularization(-20.0),
    "coherence": ImproveCoherence(-1.0, cooccurrence=PAIRS),
    "biterms": Biterms(-1.0, cooccurrence=PAIRS),
    "graph": NetPLSA(50.0, graph=PAIRS),
    "time": SmoothTimeInTopics(50.0),
    "function": lambda phi, n_wt, n_t: -0.1 - 0.5 * n_wt,
}
OF_DOCUMENTS = {
    "sparse mixtures": SmoothSparseTheta(-0.2),
    "selection": TopicSelection(0.3),
}


def batches(n_documents=24, seed=0):
    """Counts, in each batch those of words of its own and of the batch before."""
    rng = np.random.default_rng(seed)
    parts = np.zeros((N_BATCHES, n_documents, N_TERMS), int)
    for k in range(N_BATCHES):
        rate = np.zeros((n_documents, N_TERMS))
        own = slice(k * PER_BATCH, (k + 1) * PER_BATCH)
        rate[::2, own][:, ::2] = rate[1::2, own][:, 1::2] = 2.0
        rate[:, max(k - 1, 0) * PER_BATCH : k * PER_BATCH] = 0.5
        parts[k] = rng.poisson(rate)
        parts[k][:, own][0] = 1  # each word of its own occurs
    return list(parts)


def sequences(X):
    """Sequences of the words of documents, in the order of the columns."""
    documents = [np.repeat(np.arange(X.shape[1]), row) for row in X]
    offsets = np.cumsum([0, *map(len, documents)])
    return TokenSequences(np.concatenate(documents), offsets, n_terms=X.shape[1])


def lost(model, k):
    """Which words of batch k no topic has."""
    return (model.components_[:, k * PER_BATCH : (k + 1) * PER_BATCH] == 0).all(axis=0)


def check_first_occurrences(model, read=np.asarray):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of topics that strong regularizers empty
        for k, X in enumerate(batches()):
            model.partial_fit(read(X))
            if k:
                assert not lost(model, k).any()
            for later in range(k + 1, N_BATCHES):
                assert not lost(model, later).any()
            seen = np.arange(N_TERMS) < (k + 1) * PER_BATCH
            assert_array_equal(model.seen_terms_, seen)


@pytest.mark.parametrize("batch_size", [7, 100])
@pytest.mark.parametrize("name", [*REGULARIZERS, *OF_DOCUMENTS])
def test_words_have_topics_after_their_first_batch(name, batch_size):
    regularizer = (REGULARIZERS | OF_DOCUMENTS)[name]
    check_first_occurrences(ARTM(2, regularizer, batch_size=batch_size, random_state=0))


@pytest.mark.parametrize("name", [*REGULARIZERS, *OF_DOCUMENTS])
def test_words_have_topics_after_their_first_batch_without_theta(name):
    regularizer = (REGULARIZERS | OF_DOCUMENTS)[name]
    check_first_occurrences(ThetalessARTM(2, regularizer, random_state=0))


@pytest.mark.parametrize("name", ["sparse", "relative", "top of topics", "function"])
def test_words_have_topics_after_their_first_batch_of_texts(name):
    model = AttentiveARTM(2, REGULARIZERS[name], n_sweeps=2, context=3, random_state=0)
    check_first_occurrences(model, sequences)


def test_smoothed_words_in_context_have_topics_after_their_first_batch():
    check_first_occurrences(ARTM(2, SmoothPtdw(1.0), random_state=0))


def test_modalities_have_topics_after_their_first_batch():
    regularizer = SmoothSparsePhi(-0.3, modalities="rest")
    modalities = {"even": (slice(None, None, 2), 2.0), "rest": slice(1, None, 2)}
    check_first_occurrences(ARTM(2, regularizer, modalities=modalities, random_state=0))


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_a_fit_knows_no_more_of_words_that_come_later(model):
    first, *_, last = batches()
    model = model(2, SmoothSparsePhi(-0.1), random_state=0).fit(first)
    assert lost(model, N_BATCHES - 1).all()
    model.partial_fit(last)
    assert not lost(model, N_BATCHES - 1).any()


@pytest.mark.parametrize("batch_size", [24, 7])
def test_online_fit_keeps_words_of_late_documents(batch_size):
    X = np.concatenate(batches())
    model = ARTM(
        4, SmoothSparsePhi(-0.1), learning_method="online", batch_size=batch_size,
        max_iter=5, random_state=0,
    ).fit(X)  # fmt: skip
    assert (model.components_ > 0).any(axis=0).all()
    plain = model.set_params(regularizers=None).fit(X).perplexity_
    assert model.set_params(regularizers=SmoothSparsePhi(-0.1)).fit(X).perplexity_ < (
        1.5 * plain
    )


def test_words_that_were_seen_may_be_sparsed_away():
    first, second, *_ = batches()
    model = ARTM(2, SmoothSparsePhi(-0.1), random_state=0).partial_fit(first)
    model.partial_fit(second).set_params(regularizers=SmoothSparsePhi(-1e3))
    with pytest.warns(UserWarning, match="Regularizers took away all counts"):
        model.partial_fit(first)
    assert lost(model, 0).all()
    assert lost(model, 1).all()
    assert not lost(model, N_BATCHES - 1).any()


def test_new_words_revive_no_topic_that_is_empty():
    first, second, *_ = batches()
    strong = SmoothSparsePhi(-1e3, topics=0)
    model = ARTM(3, strong, random_state=0)
    with pytest.warns(
        UserWarning, match="Regularizers took away all counts of topic 0"
    ):
        model.partial_fit(first)
    assert not model.components_[0].any()
    assert_array_equal(model.partial_fit(second).components_.any(axis=1), [0, 1, 1])


def test_relative_pressure_is_on_words_that_occurred():
    X = np.zeros((30, 100), int)
    X[:, :10] = np.random.default_rng(0).poisson(3, (30, 10))
    model = ARTM(2, SmoothSparsePhi(-0.3, relative=True), random_state=0)
    few = model.partial_fit(X[:, :11]).components_[:, :10]
    many = model.__class__(**model.get_params(deep=False)).partial_fit(X)
    assert_allclose((many.components_[:, :10] > 0), few > 0)


@pytest.mark.parametrize(
    ("model", "how"),
    [
        (PLSA, {"learning_decay": 0.5}),
        (ThetalessARTM, {"learning_decay": 0.5}),
        (ARTM, {"learning_decay": 0.5}),
        (ARTM, {"decay_weight": 0.5}),
        (ARTM, {"decay_weight": 0.0}),
    ],
    ids=["plsa", "thetaless", "artm", "half", "nothing"],
)
def test_words_that_do_not_occur_for_long_can_be_learned_again(model, how):
    first, *_, last = batches()
    model = model(2, random_state=0, batch_size=2, **how).partial_fit(last)
    for _ in range(12 if "learning_decay" in how else 3):
        model.partial_fit(np.tile(first, (20, 1)))
    assert model.n_batch_iter_ > 600
    assert not lost(model, N_BATCHES - 1).any()
    assert not lost(model, 2).any()  # never occurred
    before = model.components_[:, -PER_BATCH:].sum()
    model.partial_fit(last)
    assert model.components_[:, -PER_BATCH:].sum() > 1e3 * before


def test_a_pickle_remembers_which_words_occurred():
    first, second, third, *_ = batches()
    model = ARTM(2, SmoothSparsePhi(-0.2), random_state=0).partial_fit(first)
    again = pickle.loads(pickle.dumps(model))
    for each in (model, again):
        each.partial_fit(second).partial_fit(third)
    assert_array_equal(model.components_, again.components_)


def test_merged_models_have_seen_what_each_has_seen():
    first, *_, last = batches()
    models = [ARTM(2, random_state=0).partial_fit(X) for X in (first, last)]
    merged = merge_models(models)
    assert_array_equal(
        merged.seen_terms_, models[0].seen_terms_ | models[1].seen_terms_
    )


def test_documents_without_weight_are_not_seen():
    first, second, *_ = batches()
    weight = np.repeat([1.0, 0.0], len(first))
    X = np.concatenate([first, second])
    model = ARTM(2, random_state=0).partial_fit(X, sample_weight=weight)
    assert_array_equal(model.seen_terms_, first.any(axis=0))


def test_a_fit_tells_which_words_occur():
    X, *_ = planted(20)
    X = X.toarray()
    X[:, 7] = 0
    for model in (ARTM(3), ARTM(3, learning_method="online"), ThetalessARTM(3)):
        assert_array_equal(model.fit(X).seen_terms_, X.any(axis=0))
