"""Scores of topics, recorded after each pass of the additively regularized models."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics import ARTM, PLSA, ThetalessARTM
from sktopics.artm import SmoothSparsePhi
from sktopics.callbacks import TopicMonitor
from sktopics.metrics import (
    background_token_ratio,
    completion_perplexity,
    diversity_scorer,
    doc_topic_sparsity,
    kernel_scorer,
    perplexity_scorer,
    sparsity_scorer,
    topic_diversity,
    topic_kernels,
    topic_mass,
    topic_word_sparsity,
)


def make_counts(n_documents=80, n_terms=60, n_topics=4):
    rng = np.random.default_rng(0)
    phi = rng.dirichlet(np.full(n_terms, 0.1), n_topics)
    theta = rng.dirichlet(np.full(n_topics, 0.3), n_documents)
    return sp.csr_array([rng.multinomial(50, p) for p in theta @ phi])


X = make_counts()
MODELS = {
    "batch": ARTM(4, [SmoothSparsePhi(tau=-0.5)], random_state=0),
    "online": ARTM(4, learning_method="online", batch_size=20, random_state=0),
    "plsa": PLSA(4, random_state=0),
    "thetaless": ThetalessARTM(4, random_state=0),
}


def background(model, X, y=None):
    return background_token_ratio(model, topics=[0])


@pytest.mark.parametrize("name", MODELS)
def test_scores_after_each_pass(name):
    scoring = {
        "perplexity": perplexity_scorer,
        "zeros": sparsity_scorer(),
        "zeros in documents": sparsity_scorer("doc_topic"),
        "purity": kernel_scorer("purity"),
        "diversity": diversity_scorer(),
        "background": background,
    }
    monitor = TopicMonitor(scoring)
    model = MODELS[name].set_params(max_iter=5, tol=0).set_callbacks(monitor)
    model.fit(X)
    passes = [row for row in monitor.get_logs().data if row["task_name"] == "pass"]
    assert len(passes) == 5
    expected = {
        "perplexity": -completion_perplexity(model, X),
        "zeros": topic_word_sparsity(model),
        "zeros in documents": doc_topic_sparsity(model, X),
        "purity": topic_kernels(model, X).mean["purity"],
        "diversity": topic_diversity(model),
        "background": topic_mass(model)[0],
    }
    assert {name: passes[-1][name] for name in scoring} == pytest.approx(expected)
    assert passes[0]["perplexity"] < passes[-1]["perplexity"]


def test_sparsing_shows_in_the_scores():
    plain, sparse = (
        ARTM(4, regularizers, max_iter=10, random_state=0).fit(X)
        for regularizers in (None, [SmoothSparsePhi(tau=-2.0)])
    )
    assert topic_word_sparsity(sparse) > topic_word_sparsity(plain) + 0.1


def test_mass_is_that_of_the_documents():
    model = PLSA(4, max_iter=200, tol=0, random_state=0).fit(X.astype(float))
    np.testing.assert_allclose(topic_mass(model), topic_mass(model, X), atol=0.02)


def test_a_modality_by_itself():
    counts = sp.hstack([X, X[:, :10]], format="csr")
    modalities = {"text": (slice(60), 1.0), "tags": (slice(60, 70), 2.0)}
    model = ARTM(4, modalities=modalities, random_state=0, max_iter=10).fit(counts)
    for columns in (slice(60), slice(60, 70)):
        phi = model.components_[:, columns]
        np.testing.assert_allclose(phi.sum(axis=1), 1, rtol=1e-5)
        sparsity = topic_word_sparsity(model, tol=1e-3, columns=columns)
        assert sparsity == np.mean(phi <= 1e-3)
        n_wt = model.topic_word_counts_[:, columns]
        expected = topic_kernels(n_wt)
        kernels = topic_kernels(model, columns=columns)
        np.testing.assert_allclose(kernels.contrast, expected.contrast, rtol=1e-4)
        n_t = n_wt.sum(axis=1)
        np.testing.assert_allclose(
            topic_mass(model, columns=columns), n_t / n_t.sum(), rtol=1e-5
        )
