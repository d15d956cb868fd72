"""Threads, processes and a cluster: the same results, wherever they are computed."""

import pickle
import tracemalloc

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import AuthorTopicModel
from sktopics._groups import check_groups
from sktopics.lda._authors import author_blocks

K = 4
METHODS = ["batch", "online"]
# The start of training is LDA's to share out, and tested there.
START = np.random.default_rng(0).gamma(5, 0.2, (K, 120))


@pytest.fixture(scope="module")
def large():
    """Enough entries for several blocks; some documents have no authors."""
    X, authors, *_ = planted_authors(1500, 40, (60, 90), n_terms=120)
    return X, [own if d % 50 else [] for d, own in enumerate(authors)]


def model_of(method, **parameters):
    return AuthorTopicModel(
        K, learning_method=method, missing_authors="own", max_iter=3, batch_size=750,
        doc_topic_prior="auto", init=START, random_state=0, **parameters,
    )  # fmt: skip


def answers(model, X, authors):
    return {
        "components": model.components_,
        "authors": model.author_components_,
        "bound": model.bound_,
        "mixtures": model.transform(X, authors=authors),
        "unknown": model.transform(X[:200]),
        "score": model.score(X, authors=authors),
        "inferred": model.infer_authors(X[:100])[1],
        "attributed": model.predict_proba_author(X[:300]),
    }


@pytest.fixture(scope="module")
def alone(large):
    X, authors = large
    return {
        method: answers(model_of(method).fit(X, authors=authors), X, authors)
        for method in METHODS
    }


def test_there_is_something_to_share(large):
    X, authors = large
    groups = check_groups(authors, X.shape[0], "authors")
    assert len(author_blocks(X, groups, 16)) > 3


@pytest.mark.parametrize("n_jobs", [1, 2, 3])
@pytest.mark.parametrize("method", METHODS)
def test_n_jobs_changes_no_bit(large, alone, method, n_jobs):
    X, authors = large
    model = model_of(method, n_jobs=n_jobs).fit(X, authors=authors)
    for name, value in answers(model, X, authors).items():
        assert_array_equal(value, alone[method][name], err_msg=name)


def test_n_jobs_changes_no_bit_of_a_stream(large):
    X, authors = large
    models = [model_of("batch", n_jobs=n) for n in (None, 2)]
    for rows in (slice(750), slice(750, 1500)):
        for model in models:
            model.partial_fit(X[rows], authors=authors[rows])
    assert_array_equal(models[0].components_, models[1].components_)
    assert_array_equal(models[0].author_components_, models[1].author_components_)


def test_processes_change_no_bit(large, alone):
    X, authors = large
    with joblib.parallel_config(backend="loky"):
        model = model_of("batch", n_jobs=2).fit(X, authors=authors)
        found = answers(model, X, authors)
    for name, value in found.items():
        assert_array_equal(value, alone["batch"][name], err_msg=name)


@pytest.fixture
def cluster():
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1",
    )  # fmt: skip
    with cluster, distributed.Client(cluster):
        yield cluster


@pytest.mark.filterwarnings("ignore::UserWarning:distributed")
def test_a_cluster_learns_the_same(large, alone, cluster):
    X, authors = large
    with joblib.parallel_config(backend="dask"):
        model = model_of("batch", n_jobs=2).fit(X, authors=authors)
        found = answers(model, X, authors)
    ran = cluster.scheduler.task_prefixes  # what the workers were given to do
    assert any("share_out" in name for name in ran)
    assert any("bounds" in name for name in ran)
    for name, value in found.items():
        assert_allclose(value, alone["batch"][name], rtol=1e-6, err_msg=name)


def test_memory_does_not_grow_with_the_documents(large):
    """A stream of ten times as many documents makes no larger model."""
    X, authors = large
    model = model_of("batch")

    def stream(n_batches):
        tracemalloc.start()
        for _ in range(n_batches):
            model.partial_fit(X[:200].copy(), authors=authors[:200])
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak, len(pickle.dumps(model))

    stream(10)  # Python frees what it holds in cycles every so many calls
    (peak, size), (later_peak, later_size) = stream(10), stream(40)
    assert later_peak < 1.1 * peak
    assert later_size <= size + 64
    fitted = [
        len(pickle.dumps(model_of("batch").fit(X[:n], authors=authors[:n])))
        for n in (300, 1500)
    ]
    assert fitted[1] <= fitted[0] + 64
    assert fitted[1] < X.data.nbytes / 10


def test_large_blocks_of_few_documents():
    """Two long documents of many authors are not more blocks than documents."""
    rng = np.random.default_rng(0)
    X = sp.csr_array(rng.poisson(1.0, (2, 40_000)).astype(float))
    authors = [[f"{a:03}" for a in range(200)], [f"{a:03}" for a in range(100, 300)]]
    models = [
        AuthorTopicModel(3, max_iter=2, random_state=0, n_jobs=n, init="random").fit(
            X, authors=authors
        )
        for n in (1, 2)
    ]
    assert_array_equal(models[0].author_components_, models[1].author_components_)
    words = (models[0].author_components_ - models[0].doc_topic_prior_).sum()
    assert words == pytest.approx(X.sum(), rel=1e-9)
