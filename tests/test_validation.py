"""Bad data is refused in words that say what to do."""

import warnings
from functools import cache

import numpy as np
import pytest
import scipy.sparse as sp
from damaged import MATRICES, matrix_of_kind
from public_estimators import instances
from sklearn.base import BaseEstimator
from sklearn.decomposition import NMF

from sktopics import (
    ARTM,
    AttentiveARTM,
    AuthorTopicModel,
    Doc2Vec,
    LatentDirichletAllocation,
    OnlineCountVectorizer,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics._validation import (
    check_counts,
    check_documents,
    check_embeddings,
    check_sequences,
)
from sktopics.artm import Biterms, ImproveCoherence, NetPLSA
from sktopics.clustering._leiden.communities import leiden
from sktopics.metrics import (
    coherence_score,
    completion_perplexity,
    count_cooccurrences,
    doc_topic_sparsity,
    label_agreement,
    topic_stability,
    topic_word_sparsity,
)
from sktopics.sequences import NamedCounts
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._assertions import prepare
from sktopics.text import class_counts
from sktopics.topics import top_terms, topic_table

TEXTS = ["The ship left the harbour", "A tax on tea"]


@pytest.mark.parametrize(
    "texts",
    [TEXTS, tuple(TEXTS), np.array(TEXTS), TEXTS[0], [TEXTS[0].encode()], "", b""],
)
def test_text_in_place_of_counts(texts):
    match = "LatentDirichletAllocation takes counts.*got text.*CountVectorizer"
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    with pytest.raises(TypeError, match=match):
        model.fit(texts)
    with pytest.raises(TypeError, match=match):
        model.fit([[1, 2], [3, 0]]).transform(texts)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_series_of_texts_in_place_of_counts(library):
    series = pytest.importorskip(library).Series(TEXTS)
    with pytest.raises(TypeError, match="got text"):
        LatentDirichletAllocation().fit(series)


@pytest.mark.parametrize("X", [[1, 2, 3], [], np.ones(3), 3])
def test_what_is_no_text_is_not_called_text(X):
    with pytest.raises(ValueError, match="2D array"):
        LatentDirichletAllocation().fit(X)


def test_an_array_of_topics_is_named_by_what_it_is():
    with pytest.raises(ValueError, match="but Topics is expecting 3 features"):
        completion_perplexity(np.ones((2, 3)), np.ones((4, 5)))


@pytest.mark.parametrize(
    "X", [TEXTS, tuple(TEXTS), np.array(TEXTS), np.array(TEXTS, object), iter(TEXTS)]
)
def test_documents_in_any_order_of_texts(X):
    assert check_documents(X, whom="Model") == TEXTS


@pytest.mark.parametrize(
    ("X", "match"),
    [
        ("one text", "Model takes documents.*got str"),
        (b"one text", "got bytes"),
        ({"a"}, "got set"),
        ({"a": "b"}, "got dict"),
        (np.array([TEXTS]), "got an array of 2 dimensions"),
        (np.array("text"), "got an array of 0 dimensions"),
        (3, "got int"),
        (None, "got NoneType"),
        (["text", None], "document 1 is None"),
        ([np.nan, "text"], "document 0 is nan"),
        (["text", b"bytes"], "document 1 is b'bytes'"),
        ([["a", "token"]], r"document 0 is \['a', 'token'\]"),
    ],
    ids=str,
)
def test_what_are_no_documents(X, match):
    with pytest.raises(TypeError, match=match):
        check_documents(X, whom="Model")


def test_no_documents():
    with pytest.raises(ValueError, match="Model needs at least 1 document"):
        check_documents([], whom="Model")


def test_embeddings_stay_what_they_are():
    for dtype in (np.float32, np.float64):
        embeddings = np.eye(3, dtype=dtype)
        assert check_embeddings(embeddings, 3) is embeddings
    assert check_embeddings(np.eye(3, dtype=np.float16), 3).dtype == np.float32
    assert check_embeddings([[1, 2]], 1).dtype == np.float64


@pytest.mark.parametrize(
    ("embeddings", "error", "match"),
    [
        (np.eye(2), ValueError, "got 2 for 3 documents"),
        (np.eye(3)[:, :2], ValueError, "have 2 dimensions.*have 3"),
        (np.full((3, 3), np.nan), ValueError, "embeddings contains NaN"),
        (np.full((3, 3), np.inf), ValueError, "embeddings contains infinity"),
        (sp.csr_array(np.eye(3)), TypeError, "TruncatedSVD"),
        (np.ones(3), ValueError, "2D array"),
        ([["a", "b", "c"]] * 3, ValueError, "holds 'a', which is no number"),
    ],
)
def test_bad_embeddings(embeddings, error, match):
    with pytest.raises(error, match=match):
        check_embeddings(embeddings, 3, n_dimensions=3)


# Matrices whose arrays do not fit together: scipy lets them pass, kernels and scipy's
# own routines would read and write memory by them.

COUNTS_MODELS = {
    repr(model): model for model in (*instances("counts"), Doc2Vec(4, dm=0, epochs=1))
}
METHODS = ("fit", "partial_fit", "transform", "score", "perplexity", "predict")


@pytest.fixture(scope="module")
def counts():
    X = make_corpus("counts", make_documents(20))
    assert X[[0]].nnz >= 2
    return X


@cache
def fitted(name):
    """Return a fitted model; no test changes it, which is what is tested."""
    X = make_corpus("counts", make_documents(20))
    return prepare(COUNTS_MODELS[name]).fit(X)


def state_of(model):
    return {name: id(value) for name, value in vars(model).items()}


@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("name", COUNTS_MODELS)
def test_damaged_counts_are_refused_by_every_model(name, kind, counts):
    model = fitted(name)
    X, message = matrix_of_kind(kind, counts)
    before = state_of(model)
    for method in filter(lambda method: hasattr(model, method), METHODS):
        with pytest.raises(ValueError, match=f"^X is no valid matrix {message}"):
            getattr(model, method)(X)
        assert state_of(model) == before, method
    with pytest.raises(ValueError, match="X is no valid matrix"):
        completion_perplexity(np.ones((2, X.shape[1])), X)


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
@pytest.mark.parametrize("name", COUNTS_MODELS)
def test_models_that_were_never_fitted_stay_so(name, method, counts):
    model = prepare(COUNTS_MODELS[name])
    if not hasattr(model, method):
        pytest.skip(f"no {method}")
    before = state_of(model)
    with pytest.raises(ValueError, match="no valid matrix"):
        getattr(model, method)(matrix_of_kind("csr_ids_from_one", counts)[0])
    assert state_of(model) == before


def square(X):
    """A symmetric matrix of zeros and ones."""
    return sp.csr_array((X.T @ X > 0).astype(float))


def with_regularizer(regularizer):
    return lambda X: ARTM(3, max_iter=2, regularizers=[regularizer(X)]).fit(
        np.ones((4, X.shape[0]))
    )


class Gives(BaseEstimator):
    """A vectorizer that gives a matrix made elsewhere."""

    def __init__(self, X):
        self.X = X

    def transform(self, documents):
        return self.X


# Everything else that takes a matrix: (what its errors call it, how it is called).
TERMS = [f"word{i}" for i in range(35)]
READERS = {
    "coherence_score": (
        "texts",
        lambda X: coherence_score([TERMS[:3]], X, feature_names=TERMS),
    ),
    "count_cooccurrences": (
        "texts",
        lambda X: count_cooccurrences(
            X, TERMS[:3], window="document", feature_names=TERMS
        ),
    ),
    "doc_topic_sparsity": ("doc_topic", doc_topic_sparsity),
    "topic_word_sparsity": ("the array of topics", topic_word_sparsity),
    "top_terms": ("the array of topics", top_terms),
    "label_agreement": ("topics", lambda X: label_agreement(["a"] * X.shape[0], X)),
    "ImproveCoherence": (
        "cooccurrence of ImproveCoherence",
        with_regularizer(lambda X: ImproveCoherence(cooccurrence=X)),
    ),
    "Biterms": (
        "cooccurrence of Biterms",
        with_regularizer(lambda X: Biterms(cooccurrence=X)),
    ),
    "NetPLSA": ("graph of NetPLSA", with_regularizer(lambda X: NetPLSA(graph=X))),
    "authors": (
        "The indicator matrix of authors",
        lambda X: AuthorTopicModel(2).fit(np.ones((X.shape[0], 3)), authors=X),
    ),
    "tags": (
        "The indicator matrix of tags",
        lambda X: Doc2Vec(4, dm=0, epochs=1).fit(np.ones((X.shape[0], 3)), tags=X),
    ),
    "class_counts": (
        "What the vectorizer Gives returns",
        lambda X: class_counts(
            Gives(X), ["text"] * X.shape[0], [0] * X.shape[0], 1, learn=False
        ),
    ),
    "add_counts": (
        "counts",
        lambda X: OnlineCountVectorizer(vocabulary=TERMS).add_counts(X, TERMS, X),
    ),
    "inverse_transform of SequenceVectorizer": (
        "X",
        lambda X: SequenceVectorizer(vocabulary=TERMS).inverse_transform(X),
    ),
    "inverse_transform of OnlineCountVectorizer": (
        "X",
        lambda X: OnlineCountVectorizer(vocabulary=TERMS).inverse_transform(X),
    ),
    "topic_table": (
        "X",
        lambda X: topic_table(NMF(2).fit(np.ones((3, X.shape[1]))), X=X),
    ),
    "topic_stability": ("X", lambda X: topic_stability(NMF(2), X, n_repeats=2)),
    "leiden": ("The graph", leiden),
}


@pytest.mark.parametrize("kind", MATRICES)
@pytest.mark.parametrize("reader", READERS)
def test_damaged_matrices_are_refused_by_whatever_reads_them(reader, kind, counts):
    name, read = READERS[reader]
    # Square, since some want it to be.
    X, message = matrix_of_kind(kind, square(counts))
    with pytest.raises(ValueError, match=f"^{name} is no valid matrix {message}"):
        read(X)


@pytest.mark.parametrize("reader", READERS)
def test_the_same_matrices_undamaged_are_read(reader, counts):
    _, read = READERS[reader]
    read(square(counts))


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (np.nan, "Input X contains NaN: row 2, column 1 holds nan"),
        (np.inf, "Input X contains infinity: row 2, column 1 holds inf"),
        (-np.inf, "Input X contains infinity: row 2, column 1 holds -inf"),
        (
            -1.0,
            "Negative values in data passed to LatentDirichletAllocation: row 2, "
            "column 1 holds -1.0",
        ),
    ],
)
@pytest.mark.parametrize("make", ["frame", "array", "csr", "csc"])
def test_values_that_are_no_counts_are_refused_with_their_place(value, message, make):
    counts = np.ones((4, 3))
    counts[2, 1] = value
    if make == "frame":
        counts = pytest.importorskip("pandas").DataFrame(counts, columns=list("abc"))
        model = LatentDirichletAllocation(2, max_iter=2).fit(abs(counts).fillna(1) > 0)
    else:
        model = LatentDirichletAllocation(2, max_iter=2).fit(np.ones((4, 3)))
        counts = counts if make == "array" else sp.coo_array(counts).asformat(make)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for method in (model.transform, model.score, model.partial_fit, model.fit):
            with pytest.raises(ValueError, match=message):
                method(counts)


# --- numbers that cannot be computed with -----------------------------------------


@pytest.mark.parametrize(
    ("X", "match"),
    [
        (np.full((2, 2), 3e38, np.float32), "float32: the sum is 1.2e.39, and may be"),
        (np.full((2, 2), 1e308), "too large to be summed in float64"),
        (np.full((2, 2), 2**62), r"float32.*pass float64"),
    ],
)
def test_counts_that_cannot_be_summed(X, match):
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    model.fit([[1, 2], [3, 0]])
    for method in (model.fit, model.partial_fit, model.transform, model.score):
        with pytest.raises(ValueError, match=match):
            method(X)
    with pytest.raises(ValueError, match=match):
        completion_perplexity(model, X)


def test_duplicates_that_sum_to_infinity():
    data = np.full(4, 2e38, np.float32)
    X = sp.csr_array((data, [0, 0, 1, 1], [0, 2, 4]), shape=(2, 2))
    with pytest.raises(ValueError, match="the sum is inf"), np.errstate(over="ignore"):
        LatentDirichletAllocation(2).fit(X)


@pytest.mark.parametrize("value", [1e308, -1e200, np.float32(3e38), np.float32(-1e16)])
def test_embeddings_whose_squares_overflow(value):
    embeddings = np.ones((2, 3), np.asarray(value).dtype)
    embeddings[1, 2] = value
    with pytest.raises(ValueError, match=r"embeddings have numbers up to.*divide all"):
        check_embeddings(embeddings, 2)


def test_weights_of_tokens():
    weights = np.array([1, 3e38, 3e38])
    X = TokenSequences([0, 1, 1], [0, 3], n_terms=2, weights=weights)
    for model in (AttentiveARTM(2), Doc2Vec(2)):
        with pytest.raises(ValueError, match="The weights of tokens are too large"):
            model.fit(X)


class Learner(BaseEstimator):
    """What is checked for."""


def named(words, counts):
    return NamedCounts(counts, terms=words)


def test_named_counts_are_matched_by_name():
    learner = Learner()
    check_counts(learner, named(["a", "b"], [[1, 2]]), reset=True)
    assert list(learner.feature_names_in_) == ["a", "b"]
    X = check_counts(learner, named(["c", "b", "a"], [[7, 2, 1]]), reset=False)
    assert X.toarray().tolist() == [[1, 2]]
    X = check_counts(learner, named(["b"], [[5]]), reset=False)
    assert X.toarray().tolist() == [[0, 5]]
    with pytest.raises(ValueError, match="Learner knows none of the 1 terms"):
        check_counts(learner, named(["z"], [[5]]), reset=False)
    with pytest.raises(ValueError, match="Learner knows none of the 0 terms of X:"):
        check_counts(learner, named([], np.zeros((1, 0))), reset=False)
    assert learner.n_features_in_ == 2


def test_named_counts_grow():
    learner = Learner()
    check_counts(learner, named(["a", "b"], [[1, 2]]), reset=True)
    X = check_counts(
        learner, named(["c", "a", "d"], [[7, 1, 3]]), reset=False, grow=True
    )
    assert X.toarray().tolist() == [[1, 0, 7, 3]]
    assert list(learner.feature_names_in_) == ["a", "b", "c", "d"]
    assert learner.n_features_in_ == 4
    with pytest.raises(ValueError, match="5 features"):
        check_counts(learner, np.ones((1, 5)), reset=False, grow=True)


def test_named_counts_without_names_learned_are_matched_by_place():
    learner = Learner()
    check_counts(learner, np.ones((1, 2)), reset=True)
    X = check_counts(learner, named(["c", "b"], [[7, 2]]), reset=False, grow=True)
    assert X.toarray().tolist() == [[7, 2]]
    with pytest.raises(ValueError, match="3 features"):
        check_counts(learner, named(["c", "b", "a"], [[7, 2, 1]]), reset=False)


def test_named_counts_are_checked_as_others():
    with pytest.raises(ValueError, match="Negative values"):
        check_counts(Learner(), named(["a"], [[-1.0]]), reset=True)
    with pytest.raises(ValueError, match="0 sample"):
        check_counts(Learner(), named(["a"], np.ones((0, 1))), reset=True)
    assert check_counts(Learner(), named(["a"], [[1]]), reset=True).dtype == np.float32


def test_sequences_grow_and_ignore_what_came_later():
    learner = Learner()
    check_sequences(learner, TokenSequences.from_tokens([["a", "b"]]), reset=True)
    more = TokenSequences.from_tokens([["b", "c"]], ["a", "b", "c"])
    assert check_sequences(learner, more, reset=False).ids.tolist() == [1, -1]
    other = TokenSequences.from_tokens([["c", "b"]])
    X = check_sequences(learner, other, reset=False, grow=True)
    assert X.ids.tolist() == [2, 1]
    assert list(learner.feature_names_in_) == ["a", "b", "c"]
    early = TokenSequences.from_tokens([["b", "a"]])
    assert check_sequences(learner, early, reset=False).ids.tolist() == [1, 0]
    with pytest.raises(ValueError, match="Term 0 of X is 'x'"):
        check_sequences(
            learner, TokenSequences.from_tokens([["x", "y", "z"]]), reset=False
        )
