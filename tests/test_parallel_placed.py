"""Blocks of a corpus where tasks run in other processes: what is sent, what is left.

Under threads nothing is sent. `Sent` stands for `joblib.Parallel`: it counts the bytes
of all tasks of a pass, (function, args) as cloudpickle has them, tables of topics too,
and runs what arrives. A task that needs more than its arguments would fail.
"""

import os
import pickle
import weakref
from functools import partial

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from joblib.parallel import BACKENDS, LokyBackend, register_parallel_backend
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
from sktopics._neighbors import nearest
from sktopics._parallel import CorpusBlocks, placed, run_blocks
from sktopics.callbacks import TopicMonitor
from sktopics.metrics import completion_perplexity, count_cooccurrences

cloudpickle = pytest.importorskip("cloudpickle")

# Documents are many and long, terms and topics few: tables are small beside them.
N_DOCUMENTS, LENGTH, N_TERMS, K = 1500, 120, 200, 4
AUTHORS = [["Ann", "Bob", "Cem"][i % 3] for i in range(N_DOCUMENTS)]


@pytest.fixture(scope="module")
def counts():
    """In float32, as models compute, mostly 1: 8 bytes for each entry."""
    rng = np.random.default_rng(0)
    topic_term = rng.dirichlet(np.full(N_TERMS, 0.3), K)
    X = rng.random((N_DOCUMENTS, N_TERMS)) * topic_term[rng.integers(K, size=1500)]
    threshold = np.sort(X, axis=1)[:, [-LENGTH]]
    X = sp.csr_array((threshold <= X).astype(np.float32))
    X.data[::9] = 2
    return X


@pytest.fixture(scope="module")
def texts():
    """Longer, for a token is 4 bytes."""
    length = 4 * LENGTH
    ids = np.random.default_rng(0).integers(N_TERMS, size=N_DOCUMENTS * length)
    offsets = np.arange(N_DOCUMENTS + 1) * length
    return TokenSequences(ids.astype(np.int32), offsets, n_terms=N_TERMS)


def bytes_of(X):
    names = ("data", "indices", "indptr")
    if isinstance(X, TokenSequences):
        names = ("ids", "offsets")
    return sum(getattr(X, name).nbytes for name in names)


class Sent:
    """In the place of `joblib.Parallel`: bytes that are sent in each pass."""

    def __init__(self):
        self.passes = []

    def __call__(self, n_jobs, return_as):
        return self.run

    def run(self, tasks):
        pickled = [cloudpickle.dumps(task[:2]) for task in tasks]
        name = pickle.loads(pickled[0])[0].__name__
        self.passes.append((name, sum(map(len, pickled))))
        for data in pickled:
            function, args = pickle.loads(data)
            yield function(*args)

    def taken(self, X, without=()):
        """Bytes sent in each pass since the last call, as shares of those of `X`."""
        passes, self.passes = self.passes, []
        return [n / bytes_of(X) for name, n in passes if name not in without]


@pytest.fixture
def sent(monkeypatch):
    sent = Sent()
    monkeypatch.setattr("sktopics._parallel.Parallel", sent)
    return sent


class _OfOtherMachines(LokyBackend):
    """A backend of which nothing is known, such as Ray's or Spark's."""


@pytest.fixture(params=["loky", "of other machines"])
def backend(request):
    register_parallel_backend("of other machines", _OfOtherMachines)
    with joblib.parallel_config(backend=request.param):
        yield request.param
    del BACKENDS["of other machines"]


MODELS = {
    "lda variational": partial(
        LatentDirichletAllocation, inference="variational", max_iter=2
    ),
    "lda collapsed": partial(LatentDirichletAllocation, max_iter=10),
    "author topic": partial(AuthorTopicModel, max_iter=2),
    "artm": partial(ARTM, max_iter=2),
    "plsa": partial(PLSA, max_iter=2),
    "thetaless artm": partial(ThetalessARTM, max_iter=2),
    "attentive artm": partial(AttentiveARTM, max_iter=2),
}


@pytest.mark.parametrize("name", MODELS)
def test_few_bytes_are_sent(name, backend, sent, counts, texts):
    X = texts if name == "attentive artm" else counts
    given = {"authors": AUTHORS} if name == "author topic" else {}
    model = MODELS[name](K, random_state=0, n_jobs=2).fit(X, **given)
    # Bounds and likelihoods of all documents are computed once, at the end.
    at_the_end = "_bound", "_bounds", "_filter_block", "_filter_authored_block"
    training = sent.taken(X, without=at_the_end)
    assert len(training) >= 2
    # Only what is new in a pass, such as mixtures, where blocks are placed.
    assert max(training) <= (0.75 if backend == "loky" else 1.5)
    model.transform(X, **given)
    model.score(X, **given)
    reading = sent.taken(X)
    assert len(reading) >= 2
    assert max(reading) <= 1.5


def test_few_bytes_are_sent_to_complete_documents(backend, sent, counts):
    topics = np.random.default_rng(0).random((K, N_TERMS), np.float32)
    alone = completion_perplexity(topics, counts)
    assert completion_perplexity(topics, counts, n_jobs=2) == alone
    assert max(sent.taken(counts)) <= 1.5


def test_few_bytes_are_sent_to_infer_vectors(backend, sent, texts):
    model = Doc2Vec(8, epochs=1, random_state=0, n_jobs=2).fit(texts)
    model.transform(texts)
    model.score(texts)
    assert max(sent.taken(texts)) <= 1.5


def test_few_bytes_are_sent_to_tell_authors(sent, counts):
    """There are several tasks, for different authors, that need all documents."""
    authors = [str(i) for i in range(N_DOCUMENTS)]
    model = AuthorTopicModel(K, max_iter=1, random_state=0).fit(counts, authors=authors)
    alone = model.predict_proba_author(counts)
    model.set_params(n_jobs=2)
    with joblib.parallel_config(backend="loky"):
        assert_array_equal(model.predict_proba_author(counts), alone)
    assert max(sent.taken(counts)) <= 1.5


def test_few_bytes_are_sent_to_count_windows(backend, sent, texts, monkeypatch):
    monkeypatch.setattr("sktopics.metrics._cooccurrence._TOKENS_PER_JOB", 10_000)
    terms = [str(i) for i in range(20)]
    texts = TokenSequences(
        texts.ids, texts.offsets, terms=[str(i) for i in range(N_TERMS)]
    )
    alone = count_cooccurrences(texts, terms, window=5)
    again = count_cooccurrences(texts, terms, window=5, n_jobs=2)
    assert_array_equal(again.cooccurrences, alone.cooccurrences)
    assert max(sent.taken(texts)) <= 2.1  # there, numbers of tokens have 8 bytes


def test_few_bytes_are_sent_to_find_neighbors(sent):
    vectors = np.random.default_rng(0).random((3000, 30), np.float32)
    alone = nearest(vectors, vectors, 5)
    with joblib.parallel_config(backend="loky"):
        found = nearest(vectors, vectors, 5, n_jobs=2)
    assert_array_equal(found, alone)
    assert max(sent.taken(sp.csr_array(vectors))) <= 1


def _sums(block, factor):
    return [float(array.sum() * factor) for array in block]


BLOCKS = [
    (np.arange(5), np.zeros(0, np.float32)),
    (np.ones((40, 50))[:, :30], np.zeros((0, 4))),
]


@pytest.mark.parametrize("backend", ["loky", "multiprocessing", "threading"])
def test_tasks_are_given_blocks(backend):
    expected = [_sums(block, 2) for block in BLOCKS]
    with joblib.parallel_config(backend=backend), placed(BLOCKS, 2) as blocks:
        for _ in range(2):
            tasks = [(block, 2) for block in blocks]
            assert list(run_blocks(_sums, tasks, 2)) == expected
    # Here too, should one thread be all that is left.
    assert list(run_blocks(_sums, tasks[:1], 1)) == expected[:1]


@pytest.mark.parametrize("n_jobs", [None, 1, 2])
def test_threads_find_blocks_where_they_are(n_jobs):
    with placed(BLOCKS, n_jobs) as blocks:
        assert blocks is BLOCKS
    with joblib.parallel_config(backend="loky"), placed(BLOCKS[:1], n_jobs) as blocks:
        assert blocks == BLOCKS[:1]


def test_blocks_know_their_bounds(counts):
    cut = CorpusBlocks.of_rows(counts, [(0, 3), (3, 10)])
    with joblib.parallel_config(backend="loky"), cut.placed(2) as blocks:
        assert [(start, stop) for start, stop, _ in blocks] == [(0, 3), (3, 10)]
        first, second = run_blocks(_sums, [(part, 1) for *_, part in blocks], 2)
    assert len(cut) == 2
    assert first == _sums(cut.documents[0], 1)
    assert second == _sums(cut.documents[1], 1)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where files of blocks are put."""
    folder = tmp_path / "not there yet"
    monkeypatch.setenv("JOBLIB_TEMP_FOLDER", str(folder))
    return folder


def folders_of(folder):
    return [entry.name for entry in folder.iterdir() if "sktopics" in entry.name]


class _Looking(TopicMonitor):
    """Notes the folders of each pass, and raises when it is told to."""

    def __init__(self, folder, error=None):
        super().__init__(lambda model, X: 0)
        self.folder, self.error, self.seen = folder, error, []

    def on_fit_task_end(self, estimator, context):
        self.seen.append(folders_of(self.folder))
        if self.error:
            raise self.error


@pytest.mark.parametrize("name", ["lda collapsed", "author topic", "thetaless artm"])
def test_files_of_blocks_are_removed(name, folder, counts):
    given = {"authors": AUTHORS} if name == "author topic" else {}
    expected = MODELS[name](K, random_state=0).fit(counts, **given)
    looking = _Looking(folder)
    model = MODELS[name](K, random_state=0, n_jobs=2).set_callbacks(looking)
    with joblib.parallel_config(backend="loky"):
        model.fit(counts, **given)
        # Tokens and documents, then only these: tokens are not needed any more.
        n_first = 2 if name == "lda collapsed" else 1
        assert len(looking.seen[0]) == n_first
        assert len(looking.seen[-2]) == 1
        assert folders_of(folder) == []
        assert_array_equal(model.components_, expected.components_)
        assert_array_equal(model.transform(counts), expected.transform(counts))
        for error in (RuntimeError("in a callback"), KeyboardInterrupt()):
            looking = _Looking(folder, error)
            with pytest.raises(type(error)):
                model.set_callbacks(looking).fit(counts, **given)
            assert len(looking.seen[0]) == n_first
            assert folders_of(folder) == []


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
        host="127.0.0.1",
    )  # fmt: skip
    with cluster, distributed.Client(cluster) as client:
        yield client


@pytest.mark.filterwarnings("ignore::UserWarning:distributed")
@pytest.mark.parametrize("name", ["author topic", "artm", "attentive artm"])
def test_a_cluster_is_sent_blocks_once(name, cluster, counts, texts, monkeypatch):
    X = texts if name == "attentive artm" else counts
    given = {"authors": AUTHORS} if name == "author topic" else {}
    expected = MODELS[name](K, random_state=0).fit(X, **given)
    scattered, scatter = [], type(cluster).scatter

    def note(self, data, **kwargs):
        futures = scatter(self, data, **kwargs)
        if isinstance(data, list):
            scattered.append([weakref.ref(future) for future in futures])
        return futures

    monkeypatch.setattr(type(cluster), "scatter", note)
    with joblib.parallel_config(backend="dask"):
        model = MODELS[name](K, random_state=0).fit(X, **given)
        assert_array_equal(model.components_, expected.components_)
        assert_array_equal(model.transform(X), expected.transform(X))
    # Of LDA, in the samples from which the author-topic model starts, not in each pass.
    assert len(scattered) == (5 if name == "author topic" else 1)
    assert len(scattered[-1]) > 2  # samples may be one or two blocks


def test_nothing_is_left_in_the_usual_folder(counts, monkeypatch, tmp_path):
    monkeypatch.delenv("JOBLIB_TEMP_FOLDER", raising=False)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with joblib.parallel_config(backend="loky"), placed(BLOCKS, 2):
        assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []
