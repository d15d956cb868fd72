"""Priors and numbers of documents that nothing can be computed with are refused."""

import numpy as np
import pytest

from sktopics import AuthorTopicModel, LatentDirichletAllocation

X = np.random.default_rng(0).poisson(0.7, (30, 20)).astype(np.float32)
LDA = [
    LatentDirichletAllocation(3, inference=inference, max_iter=3, random_state=0)
    for inference in ("collapsed", "variational")
]
MODELS = [*LDA, AuthorTopicModel(3, missing_authors="own", max_iter=3, random_state=0)]


@pytest.mark.parametrize("model", MODELS, ids=repr)
@pytest.mark.parametrize("name", ["doc_topic_prior", "topic_word_prior"])
@pytest.mark.parametrize("method", ["batch", "online"])
def test_priors(model, name, method):
    model.set_params(**{"learning_method": method, name: 2.0**70})
    with pytest.raises(ValueError, match=f"{name} may be 1e[+]12"):
        model.fit(X)
    for prior in (1e12, 1e-300):
        with np.errstate(all="raise", under="ignore"):
            shares = model.set_params(**{name: prior}).fit(X).transform(X)
        np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-4)
        assert np.isfinite(model.components_).all()
        assert np.isfinite(model.score(X))
    model.set_params(**{name: None})


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_total_samples(model):
    model.set_params(total_samples=1e300)
    with pytest.raises(ValueError, match=r"total_samples=1e\+300 documents like these"):
        model.partial_fit(X)
    model.set_params(total_samples=1e-300).partial_fit(X)
    assert np.isfinite(model.components_).all()
    model.set_params(total_samples=1e6)


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_parameters_beyond_what_kernels_hold(model):
    model.set_params(max_doc_update_iter=2**62, mean_change_tol=1e300)
    with np.errstate(all="raise", under="ignore"):
        assert np.isfinite(model.fit(X).transform(X)).all()
    model.set_params(max_doc_update_iter=20, mean_change_tol=1e-3)
