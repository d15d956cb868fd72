"""What changes a fitted model, interrupted: by an error at any line, by Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from operator import attrgetter, methodcaller
from pathlib import Path

import joblib
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.utils.validation import check_is_fitted

from sktopics import (
    ARTM,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    Doc2Vec,
    FunctionEncoder,
    LatentDirichletAllocation,
    LeidenClustering,
    OnlineCountVectorizer,
    SequenceVectorizer,
    ThetalessARTM,
    Top2Vec,
)
from sktopics.callbacks import TopicMonitor
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._assertions import assert_same_state, state
from sktopics.testing._interrupts import ERRORS, Interruption, outcomes

DOCUMENTS = make_documents(40)
COUNTS = make_corpus("counts", DOCUMENTS)
SEQUENCES = make_corpus("sequences", DOCUMENTS)
EMBEDDINGS = TruncatedSVD(5, random_state=0).fit_transform(COUNTS)
encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
bertopic = BERTopic(encoder, None, KMeans(4, n_init=1), random_state=0)
top2vec = Top2Vec(encoder, reducer=None, clusterer=KMeans(6, n_init=1), random_state=0)
EARLIER = clone(bertopic).set_params(random_state=1).fit(DOCUMENTS[:30])
doc2vec = Doc2Vec(4, epochs=1, random_state=0)


def letters(texts):
    return [[text.count(letter) for letter in "aeiou"] for text in texts]


# What changes models beside `fit` and `partial_fit`, which the contract looks at.
CHANGES = {
    "merge_topics": (bertopic, DOCUMENTS, methodcaller("merge_topics", [0, 1])),
    "reduce_topics": (bertopic, DOCUMENTS, methodcaller("reduce_topics", 2)),
    "name_topics": (bertopic, DOCUMENTS, methodcaller("name_topics", {0: "space"})),
    "match_topics_to": (
        bertopic,
        DOCUMENTS,
        methodcaller("match_topics_to", EARLIER),
    ),
    "update_topics": (
        bertopic,
        DOCUMENTS,
        methodcaller(
            "update_topics",
            DOCUMENTS,
            vectorizer=CountVectorizer(ngram_range=(1, 2)),
            n_top_words=5,
        ),
    ),
    "fit matched": (
        bertopic,
        DOCUMENTS[:20],
        methodcaller("fit", DOCUMENTS, match_to=EARLIER),
    ),
    "fit_transform": (
        bertopic,
        DOCUMENTS[:20],
        methodcaller("fit_transform", DOCUMENTS),
    ),
    "forget": (top2vec, DOCUMENTS, methodcaller("forget", [0, 3, 7], DOCUMENTS)),
    "recluster": (
        top2vec,
        DOCUMENTS,
        methodcaller("recluster", DOCUMENTS, clusterer__n_clusters=3),
    ),
    "merge_topics of Top2Vec": (
        top2vec,
        DOCUMENTS,
        methodcaller("merge_topics", [0, 1], DOCUMENTS),
    ),
    "update_topics of Top2Vec": (
        top2vec,
        DOCUMENTS,
        methodcaller("update_topics", DOCUMENTS, ngram_range=(1, 2)),
    ),
    "trim": (
        doc2vec,
        SEQUENCES,
        methodcaller("trim", keep_documents=False, keep_inference=False),
    ),
    "sequences": (
        SequenceVectorizer(),
        DOCUMENTS[:9],
        methodcaller("fit_transform", DOCUMENTS),
    ),
    "counts": (
        OnlineCountVectorizer(),
        DOCUMENTS[:9],
        methodcaller("fit_transform", DOCUMENTS),
    ),
    "online counts": (
        OnlineCountVectorizer(decay=0.1, delete_min_df=2),
        DOCUMENTS[:9],
        methodcaller("partial_fit_transform", DOCUMENTS),
    ),
    "encoder": (
        FunctionEncoder(letters),
        DOCUMENTS[:9],
        methodcaller("fit_transform", DOCUMENTS),
    ),
    "authors": (
        AuthorTopicModel(3, max_iter=2, random_state=0),
        COUNTS[:20],
        methodcaller("partial_fit", COUNTS, authors=[["x"], ["y"]] * 20),
    ),
}


@pytest.mark.filterwarnings("ignore:No authors")
@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_made_or_not(name):
    model, X, change = CHANGES[name]
    fitted = clone(model).fit(X)
    found = [outcome.state for outcome in outcomes(fitted, change, number=30)]
    assert set(found) <= {"unchanged", "completed"}
    assert "unchanged" in found


def test_what_a_call_with_an_error_under_way_leaves():
    """Nothing is put back where an error is handled: that could be interrupted, too."""
    fitted = clone(bertopic).fit(DOCUMENTS)
    for change in (
        methodcaller("update_topics", vectorizer=CountVectorizer()),
        methodcaller("merge_topics", [0, 99]),
        methodcaller("fit", [*DOCUMENTS, None]),
    ):
        found = [o.state for o in outcomes(fitted, change, number=60, refuses=True)]
        assert set(found) == {"unchanged"}


# --- generators and files ---------------------------------------------------------


def _boom(estimator, X, y=None):
    raise RuntimeError("disk full")


MODELS = {
    "lda": LatentDirichletAllocation(3, max_iter=3),
    "variational": LatentDirichletAllocation(3, inference="variational", max_iter=3),
    "authors": AuthorTopicModel(3, max_iter=3, missing_authors="own"),
    "artm": ARTM(3, max_iter=3),
    "thetaless": ThetalessARTM(3, max_iter=3),
    "attentive": AttentiveARTM(3, max_iter=3),
    "doc2vec": Doc2Vec(4, epochs=3),
}


@pytest.mark.parametrize("random_state", [None, 0, np.random.RandomState(0)], ids=str)
@pytest.mark.parametrize("name", MODELS)
def test_a_callback_that_fails(name, random_state):
    """Neither the model changes nor the generator that it was given."""
    X = SEQUENCES if name in ("attentive", "doc2vec") else COUNTS
    model = clone(MODELS[name]).set_params(random_state=random_state).fit(X)
    before, expected = state(model), model.transform(X)
    np.random.uniform(size=3)  # noqa: NPY002 -- of others, not of the model
    other = X.to_counts() if hasattr(X, "to_counts") else X
    other = (
        other[:, :-5]
        if other is X
        else SequenceVectorizer().fit_transform(DOCUMENTS[:5])
    )
    with pytest.raises(RuntimeError, match="disk full"):
        model.set_callbacks(TopicMonitor(_boom)).fit(other)
    assert_same_state(model.set_callbacks(), before, name)
    assert_array_equal(model.transform(X), expected)


def test_a_generator_is_drawn_from_as_always():
    given = np.random.RandomState(0)
    model = LatentDirichletAllocation(3, max_iter=2, random_state=given).fit(COUNTS)
    assert model.random_state is given
    assert model.random_state_ is given
    again = np.random.RandomState(0)
    first = LatentDirichletAllocation(3, max_iter=2, random_state=again).fit(COUNTS)
    assert_array_equal(model.components_, first.components_)
    assert joblib.hash(given) == joblib.hash(again)
    assert not np.array_equal(model.fit(COUNTS).components_, first.components_)


def test_an_interrupted_fit_draws_from_no_generator():
    X = np.random.RandomState(0).uniform(size=(40, 3))
    model = LeidenClustering(3, random_state=np.random.RandomState(0)).fit(X)
    found = outcomes(model, methodcaller("fit", X[:30]), number=60)
    assert {outcome.state for outcome in found} <= {"unchanged", "completed"}


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_the_file_of_document_vectors_is_that_of_the_model(method, tmp_path):
    path = tmp_path / "vectors.npy"
    X = SEQUENCES[:20]
    first = clone(doc2vec).set_params(vectors_file=path).fit(X)
    data, states, earlier = path.read_bytes(), [], tmp_path / "earlier"

    def learn(model):
        earlier.write_bytes(data)
        earlier.replace(path)
        getattr(model, method)(SEQUENCES[20:])

    for outcome in outcomes(first, learn, number=90):
        model = outcome.estimator
        assert_array_equal(np.load(path), model.document_vectors_)
        assert [file.name for file in tmp_path.iterdir()] == ["vectors.npy"]
        states.append(outcome.state)
    assert set(states) <= {"unchanged", "completed"}


def test_the_map_of_document_vectors_knows_its_file(tmp_path):
    path = tmp_path / "vectors.npy"
    model = clone(doc2vec).set_params(vectors_file=path).fit(SEQUENCES)
    loaded = np.load(path, mmap_mode="r")
    assert model.document_vectors_.filename == loaded.filename
    assert model.document_vectors_.offset == loaded.offset


# --- what is refused --------------------------------------------------------------


def test_clusters_of_refused_labels():
    model = LeidenClustering(3).fit(np.random.RandomState(0).uniform(size=(40, 8)))
    before = state(model)
    with pytest.raises(ValueError, match="y"):
        model.fit(np.ones((5, 3)), y=[1, 2])
    assert_same_state(model, before, "LeidenClustering")


FIRST_BATCHES = {
    "lda": (MODELS["lda"], -COUNTS),
    "authors": (MODELS["authors"], -COUNTS),
    "artm": (MODELS["artm"], -COUNTS),
    "thetaless": (MODELS["thetaless"], -COUNTS),
    "attentive": (AttentiveARTM(3, attention="none"), SEQUENCES),
    "doc2vec": (Doc2Vec(4, negative=0), SEQUENCES),
    "counts": (OnlineCountVectorizer(delete_min_df=1000), DOCUMENTS),
}


@pytest.mark.parametrize("name", FIRST_BATCHES)
def test_a_first_batch_that_is_refused(name):
    """The model is not fitted, and knows nothing of the batch."""
    model, X = FIRST_BATCHES[name]
    model = clone(model)
    before = state(model)
    with pytest.raises((ValueError, TypeError)):
        model.partial_fit(X)
    assert_same_state(model, before, name)
    with pytest.raises(NotFittedError):
        check_is_fitted(model)


@pytest.mark.parametrize("vectorizer", [SequenceVectorizer, OnlineCountVectorizer])
def test_vectorizers_that_are_not_fitted(vectorizer):
    model = vectorizer()
    before = state(model)
    with pytest.raises(NotFittedError):
        model.transform(DOCUMENTS)
    assert_same_state(model, before, vectorizer.__name__)
    given = vectorizer(vocabulary=["rocket", "oven"])
    found = outcomes(given, methodcaller("transform", DOCUMENTS), number=100)
    assert {outcome.state for outcome in found} <= {"unchanged", "completed"}
    assert given.transform(["oven"]).shape == (1, 2)
    assert given.vocabulary_ == {"rocket": 0, "oven": 1}


def test_callbacks_are_given_a_model_of_its_own():
    """What a callback keeps of the fit does not change with the model, nor it."""
    kept = []

    class Keeps(TopicMonitor):
        def on_fit_task_begin(self, estimator, context):
            kept.append(estimator)

    model = ARTM(3, max_iter=2, random_state=0).set_callbacks(Keeps()).fit(COUNTS)
    kept[0].note = "of the callback"
    assert not hasattr(model, "note")
    assert not hasattr(model, "_callback_fit_ctx")


# --- Ctrl-C -----------------------------------------------------------------------

_FITS = """
import sys, time
import numpy as np
from sklearn.base import clone
from sktopics import *
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._assertions import state

documents = make_documents(40)
counts = make_corpus("counts", documents)
sequences = make_corpus("sequences", documents)
passes = 10**8

seconds = [0]

def slow(texts):
    time.sleep(seconds[0])
    return [[text.count(letter) for letter in "aeiou"] for text in texts]

bertopic = BERTopic(FunctionEncoder(slow, batch_size=1000), random_state=0)
for model, X, changes in (
    (LatentDirichletAllocation(3), counts, {"max_iter": passes, "evaluate_every": 0}),
    (AuthorTopicModel(3, missing_authors="own"), counts, {"max_iter": passes}),
    (ARTM(3, tol=0), counts, {"max_iter": passes}),
    (HierarchicalARTM([ARTM(2, tol=0)]), counts, {"level0__max_iter": passes}),
    (ThetalessARTM(3, tol=0), counts, {"max_iter": passes}),
    (AttentiveARTM(3, tol=0), sequences, {"max_iter": passes}),
    (Doc2Vec(4, inference_epochs=9), sequences, {"epochs": passes}),
    (bertopic, documents, {}),
):
    model.fit(X)
    model.set_params(**changes)
    before, expected = state(model), model.transform(X)
    print(type(model).__name__, flush=True)
    seconds[0] = 1000
    try:
        model.fit(X[:20])
    except KeyboardInterrupt:
        seconds[0] = 0
        same = state(model) == before
        same &= bool(np.array_equal(model.transform(X), expected))
        print("unchanged" if same else "changed", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_ctrl_c_in_the_middle_of_fits():
    script = [sys.executable, "-W", "ignore", "-c", _FITS]
    root = str(Path(__file__).parents[1])
    found = {}
    with subprocess.Popen(
        script, cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        watchdog = threading.Timer(120, process.kill)
        watchdog.start()
        try:
            for line in iter(process.stdout.readline, ""):
                time.sleep(0.2)  # fits take hours
                os.kill(process.pid, signal.SIGINT)
                found[line.strip()] = process.stdout.readline().strip()
        finally:
            watchdog.cancel()
            process.kill()
    assert len(found) == 8
    assert set(found.values()) == {"unchanged"}, found


def test_errors_are_of_all_kinds():
    """The attack raises what nobody catches, what many catch, and its own."""
    assert issubclass(Interruption, Exception)
    assert set(map(attrgetter("__name__"), ERRORS)) == {
        "KeyboardInterrupt",
        "MemoryError",
        "Interruption",
    }
