"""Blocks of a corpus under backends with other processes: what is sent, what is left.

Under threads nothing is sent. `Sent` stands for a pool of processes: it counts what
is pickled of each task and runs what arrives, so that a task which needs more than
its arguments fails.
"""

import pickle

import cloudpickle
import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_array_equal

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    Doc2Vec,
    LatentDirichletAllocation,
    ThetalessARTM,
    TokenSequences,
)
from sktopics._parallel import placed, run_blocks
from sktopics.metrics import completion_perplexity

# Documents are many and long, terms and topics few: tables are small beside them.
N_DOCUMENTS, LENGTH, N_TERMS, K = 4000, 120, 200, 4


def bytes_of(X):
    arrays = (
        (X.ids, X.offsets)
        if isinstance(X, TokenSequences)
        else (X.data, X.indices, X.indptr)
    )
    return sum(array.nbytes for array in arrays)


@pytest.fixture(scope="module")
def texts():
    rng = np.random.default_rng(0)
    topic_word = rng.dirichlet(np.full(N_TERMS, 0.05), K)
    topics = rng.integers(K, size=N_DOCUMENTS)
    ids = np.concatenate([rng.choice(N_TERMS, LENGTH, p=topic_word[k]) for k in topics])
    offsets = np.arange(N_DOCUMENTS + 1) * LENGTH
    return TokenSequences(ids.astype(np.int32), offsets, n_terms=N_TERMS)


@pytest.fixture(scope="module")
def counts():
    """As float32, as models compute: 8 bytes for each entry."""
    X = sp.random_array(
        (N_DOCUMENTS, 4 * N_TERMS), density=0.15, rng=np.random.default_rng(1),
        dtype=np.float32, data_sampler=lambda size: np.ones(size, np.float32),
    ).tocsr()  # fmt: skip
    X.data[::9] = 2
    return X


class Sent:
    """In the place of `joblib.Parallel`: bytes pickled of the tasks of each pass."""

    def __init__(self):
        self.passes = []

    def __call__(self, n_jobs, return_as):
        return self.run

    def run(self, tasks):
        pickled = [cloudpickle.dumps(task[:2]) for task in tasks]
        self.passes.append((tasks_name(pickled), sum(map(len, pickled))))
        for data in pickled:
            function, args = pickle.loads(data)
            yield function(*args)


def tasks_name(pickled):
    return pickle.loads(pickled[0])[0].__name__


@pytest.fixture
def sent(monkeypatch):
    sent = Sent()
    monkeypatch.setattr("sktopics._parallel.Parallel", sent)
    return sent


def lda(**p):
    return LatentDirichletAllocation(K, random_state=0, n_jobs=2, **p)


MODELS = {
    "lda-variational": lambda: lda(inference="variational", max_iter=2),
    "lda-collapsed": lambda: lda(max_iter=10),
    "author": lambda: AuthorTopicModel(K, random_state=0, n_jobs=2, max_iter=2),
    "artm": lambda: ARTM(K, random_state=0, n_jobs=2, max_iter=3),
    "plsa": lambda: PLSA(K, random_state=0, n_jobs=2, max_iter=3),
    "thetaless": lambda: ThetalessARTM(K, random_state=0, n_jobs=2, max_iter=3),
    "attentive": lambda: AttentiveARTM(K, random_state=0, n_jobs=2, max_iter=2),
    "doc2vec": lambda: Doc2Vec(K, random_state=0, n_jobs=2, epochs=1, negative=2),
}


@pytest.mark.parametrize("backend", ["loky", "other"])
@pytest.mark.parametrize("name", MODELS)
def test_x(name, backend, sent, counts, texts, monkeypatch):
    from joblib.parallel import LokyBackend, register_parallel_backend

    class Other(LokyBackend):
        pass

    register_parallel_backend("other", Other)
    X = texts if name in ("attentive", "doc2vec") else counts
    kw = {}
    if name == "author":
        kw = {"authors": [["a", "b", "c"][i % 3] for i in range(N_DOCUMENTS)]}
    with joblib.parallel_config(backend=backend):
        model = MODELS[name]().fit(X, **kw)
        sent.passes.append(("TRANSFORM", 0))
        model.transform(X)
        sent.passes.append(("SCORE", 0))
        if hasattr(model, "score"):
            model.score(X)
        if name != "doc2vec":
            sent.passes.append(("COMPLETION", 0))
            completion_perplexity(model, X.to_counts() if X is texts else X, n_jobs=2)
    print()
    print(
        name,
        backend,
        bytes_of(X),
        [(n, round(b / bytes_of(X), 2)) for n, b in sent.passes],
    )
